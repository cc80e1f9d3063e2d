"""What `/metrics` tells, and whom."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from onedoor.app import create_app
from tests.factories import SURFACES, RunningCentre
from tests.web.asking import assert_refused, call_next, take_ticket

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


class Figures:
    """All figures at one moment."""

    def __init__(self, client: FlaskClient) -> None:
        self.text = client.get("/metrics").text
        families = text_string_to_metric_families(self.text)
        self._values = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for each in families
            for sample in each.samples
        }

    def value(self, name: str, **labels: str) -> float:
        """One figure; 0 if there is none."""
        return self._values.get((name, frozenset(labels.items())), 0.0)


@pytest.fixture
def before(running: RunningCentre) -> Figures:
    """The figures at the beginning: the process counts for all tests together."""
    return Figures(running.visitor())


def test_tickets_calls_refusals_and_commits_are_counted(running: RunningCentre, before: Figures) -> None:
    clerk, kiosk = running.clerk_at(1), running.kiosk()
    take_ticket(kiosk)
    call_next(clerk)
    assert_refused(take_ticket(running.visitor()), "device_not_enrolled")
    after = Figures(running.visitor())

    def risen(name: str, **labels: str) -> float:
        return after.value(name, **labels) - before.value(name, **labels)

    assert risen("onedoor_events_total", kind="ticket_issued") == 1
    assert risen("onedoor_events_total", kind="turn_called") == 1
    assert risen("onedoor_refusals_total", code="device_not_enrolled") == 1
    assert risen("onedoor_commit_seconds_count") >= 2
    assert risen("onedoor_request_seconds_count", method="POST", route="/kiosk/tickets", status="201") == 1


def test_queues_papers_and_printers_are_told_by_centre(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    for _ in range(3):
        take_ticket(kiosk)
    running.centre.clock.advance(timedelta(seconds=90))
    figures = Figures(running.visitor())
    assert figures.value("onedoor_people_waiting", centre="small") == 3
    assert figures.value("onedoor_longest_wait_seconds", centre="small") == 90
    assert figures.value("onedoor_print_jobs_open", centre="small", state="queued") == 3
    assert figures.value("onedoor_printers", centre="small", state="unknown") == 1


def test_websockets_are_told_by_the_screen_that_they_show(running: RunningCentre) -> None:
    running.websocket(running.kiosk()).emit("subscribe", {"screen": "kiosk"}, callback=True)
    running.websocket(running.display()).emit("subscribe", {"screen": "display"}, callback=True)
    figures = Figures(running.visitor())
    assert figures.value("onedoor_websockets", kind="kiosk") == 1
    assert figures.value("onedoor_websockets", kind="display") == 1
    assert figures.value("onedoor_websockets", kind="phone") == 0


def test_addresses_that_lead_nowhere_are_one_figure(running: RunningCentre, before: Figures) -> None:
    for address in ("/one", "/another"):
        running.visitor().open(address, method="PROPFIND")
    after = Figures(running.visitor())
    nowhere = {"method": "any", "route": "none", "status": "404"}
    name = "onedoor_request_seconds_count"
    assert after.value(name, **nowhere) - before.value(name, **nowhere) == 2
    assert "another" not in after.text


def test_nobody_on_another_machine_reads_figures(running: RunningCentre) -> None:
    assert_refused(running.visitor().get("/metrics", environ_base=ELSEWHERE), "not_found")


def test_with_a_token_whoever_shows_it_reads_figures_and_nobody_else(running: RunningCentre) -> None:
    settings = running.running.app.extensions["onedoor"].settings
    app = create_app(settings.model_copy(update={"metrics_token": "sésame"}), SURFACES, running.centre.clock).app
    shown = {"Authorization": "Bearer sésame"}
    assert app.test_client().get("/metrics", headers=shown, environ_base=ELSEWHERE).status_code == 200
    assert_refused(app.test_client().get("/metrics", headers={"Authorization": "Bearer other"}), "not_found")
    assert_refused(app.test_client().get("/metrics"), "not_found")


def test_figures_hold_no_token_and_no_name(running: RunningCentre) -> None:
    token = take_ticket(running.kiosk()).get_json()["token"]
    running.visitor().get(f"/t/{token}")
    running.clerk_at(1, "somebody")
    text = Figures(running.visitor()).text
    assert token not in text
    assert "somebody" not in text


def test_while_the_database_does_not_answer_the_other_figures_are_told(running: RunningCentre) -> None:
    database = running.running.database
    database.close()
    file = database.engine.url.database
    assert file
    Path(file).write_bytes(b"no database" * 1000)
    figures = Figures(running.visitor())
    assert figures.value("onedoor_database_errors_total", kind="DatabaseError") >= 1
    assert "onedoor_people_waiting" not in figures.text
