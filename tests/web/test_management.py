"""The manager's routes: figures, the doubtful clock, printers."""

from datetime import timedelta
from pathlib import Path

import pytest

from onedoor.printing.actions import claim_next_job, record_job_report
from onedoor.printing.protocol import JobReport
from onedoor.staff.models import Role
from tests.factories import LAND, RunningCentre, dump
from tests.web.asking import assert_refused, call_next, command, page_data, take_ticket, unchanged

HTML = {"Accept": "text/html"}
PICTURE = b"\x89PNG\r\n\x1a\n what a printer without hardware drew"


def keep_picture(running: RunningCentre, file: str = "000001") -> None:
    """Job 1 is printed by the printer that keeps its papers in a folder."""
    database, centre = running.running.database, running.centre
    assert claim_next_job(database, centre.id, 1, "a server")
    record_job_report(database, centre.id, "a server", JobReport(job_id=1, state="sent", file=file))
    folder = centre.data_dir / "paper"
    folder.mkdir()
    (folder / "000001.png").write_bytes(PICTURE)


def test_the_live_page_shows_who_waits_who_is_served_and_the_printer(running: RunningCentre) -> None:
    kiosk, head = running.kiosk(), running.staff(Role.HEAD)
    take_ticket(kiosk)
    take_ticket(kiosk, LAND)
    running.centre.clock.advance(timedelta(minutes=7))
    call_next(running.clerk_at(1))
    live = head.get("/management/live").json["live"]
    assert (live["tickets"], live["waiting"], live["counters_open"]) == (2, 1, 1)
    assert (live["longest_wait_seconds"], live["longest_wait_number"]) == (420.0, "L001")
    assert (live["average_wait_seconds"], live["median_wait_seconds"], live["p90_wait_seconds"]) == (
        420.0,
        420.0,
        420.0,
    )
    desk = live["counters"][0]
    assert (desk["counter"], desk["number"], desk["clerk"]) == (1, "A001", "Person clerk1")
    assert [(printer["code"], printer["queued"]) for printer in live["printers"]] == [("virtual", 2)]


def test_an_empty_day_has_no_figures_instead_of_wrong_ones(running: RunningCentre) -> None:
    live = running.staff(Role.HEAD).get("/management/live").json["live"]
    assert (live["tickets"], live["average_wait_seconds"], live["p90_wait_seconds"]) == (0, None, None)
    assert live["slots"] == []


def test_page_and_route_show_the_same(running: RunningCentre) -> None:
    take_ticket(running.kiosk())
    head = running.staff(Role.HEAD)
    data = page_data(head.get("/management/"))
    answer = head.get("/management/live").json
    assert (data["snapshot"], data["version"]) == (answer["live"], answer["version"])


@pytest.mark.parametrize(
    ("page", "role"),
    [("/management/", Role.CLERK), ("/management/printers", Role.CLERK), ("/management/printers", Role.HEAD)],
)
def test_a_page_for_others_is_refused_with_words_and_a_way_on(running: RunningCentre, page: str, role: Role) -> None:
    client = running.staff(role)
    assert_refused(client.get(page), "wrong_role")
    refused = client.get(page, headers=HTML)
    assert (refused.status_code, refused.mimetype) == (403, "text/html")
    assert 'data-code="wrong_role"' in refused.text
    assert "page" not in page_keys(refused.text)


def page_keys(html: str) -> list[str]:
    """The ids in a page: data would be under the id `page`."""
    return [part.split('"')[0] for part in html.split('id="')[1:]]


def test_the_head_confirms_the_time_that_was_shown(running: RunningCentre) -> None:
    kiosk, head = running.kiosk(), running.staff(Role.HEAD)
    take_ticket(kiosk)
    running.centre.clock.step(timedelta(days=97))
    running.running.heartbeat.beat()
    assert_refused(take_ticket(kiosk), "issuing_stopped_clock")
    live = head.get("/management/live").json["live"]
    assert not live["clock_trusted"]
    answer = command(head, "/management/clock", confirmed_time=live["suspect_time"])
    assert answer.json["live"]["clock_trusted"]
    assert take_ticket(kiosk).json["number"] == "A001"


@pytest.mark.parametrize("time", ["2027-03-01T01:30:00Z", "2026-11-24T01:30:00Z", "0001-01-01T00:00:00Z"])
def test_a_time_that_was_not_shown_confirms_nothing(running: RunningCentre, time: str) -> None:
    head = running.staff(Role.HEAD)
    take_ticket(running.kiosk())
    running.centre.clock.step(timedelta(days=97, minutes=1))
    running.running.heartbeat.beat()
    with unchanged(running.running.database):
        answer = command(head, "/management/clock", confirmed_time=time)
    assert not answer.json["live"]["clock_trusted"]


def test_confirming_a_clock_that_nobody_doubts_changes_nothing(running: RunningCentre) -> None:
    head = running.staff(Role.HEAD)
    with unchanged(running.running.database):
        answer = command(head, "/management/clock", confirmed_time="2026-11-24T01:30:00Z")
    assert answer.json["live"]["clock_trusted"]


@pytest.mark.parametrize("time", ["2026-11-24", "2026-11-24T01:30:00", "yesterday", "24/11/2026 08:30"])
def test_a_time_without_its_zone_is_refused(running: RunningCentre, time: str) -> None:
    head = running.staff(Role.HEAD)
    with unchanged(running.running.database):
        assert_refused(command(head, "/management/clock", confirmed_time=time), "invalid_input")


def test_a_test_page_is_queued_once_per_press(running: RunningCentre) -> None:
    administrator = running.staff(Role.ADMINISTRATOR)
    path = "/management/printers/virtual/test-pages"
    first = command(administrator, path, request_id="the-same-press")
    before = dump(running.running.database)
    again = command(administrator, path, request_id="the-same-press")
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    assert dump(running.running.database) == before
    assert command(administrator, path).json != first.json


def test_a_copy_is_queued_once_per_press_and_marked(running: RunningCentre) -> None:
    job = take_ticket(running.kiosk()).json["print_job"]
    administrator = running.staff(Role.ADMINISTRATOR)
    first = command(administrator, f"/management/print-jobs/{job}/copies", request_id="the-same-press")
    with unchanged(running.running.database):
        again = command(administrator, f"/management/print-jobs/{job}/copies", request_id="the-same-press")
    assert (first.status_code, again.json) == (201, first.json)
    jobs = page_data(administrator.get("/management/printers"))["jobs"]
    assert [(line["print_job"], line["number"], line["is_copy"]) for line in jobs] == [
        (first.json["print_job"], "A001", True),
        (job, "A001", False),
    ]


def test_unknown_printers_and_jobs_are_refused(running: RunningCentre) -> None:
    administrator = running.staff(Role.ADMINISTRATOR)
    with unchanged(running.running.database):
        assert_refused(command(administrator, "/management/printers/other/test-pages"), "unknown_printer")
        assert_refused(command(administrator, "/management/print-jobs/7/copies"), "unknown_print_job")
        assert_refused(administrator.get("/management/print-jobs/7/picture.png"), "unknown_print_job")


def test_the_administrator_sees_what_the_printer_without_hardware_drew(running: RunningCentre) -> None:
    take_ticket(running.kiosk())
    administrator = running.staff(Role.ADMINISTRATOR)
    assert_refused(administrator.get("/management/print-jobs/1/picture.png"), "unknown_print_job")
    keep_picture(running)
    line = page_data(administrator.get("/management/printers"))["jobs"][0]
    picture = administrator.get(line["picture"])
    assert (picture.status_code, picture.mimetype, picture.data) == (200, "image/png", PICTURE)


def test_a_picture_that_was_thrown_away_is_unknown(running: RunningCentre) -> None:
    take_ticket(running.kiosk())
    keep_picture(running)
    Path(running.centre.data_dir / "paper" / "000001.png").unlink()
    administrator = running.staff(Role.ADMINISTRATOR)
    assert_refused(administrator.get("/management/print-jobs/1/picture.png"), "unknown_print_job")
