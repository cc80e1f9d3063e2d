"""The kiosk hears of the paper of its own ticket, so that it can say when none comes."""

from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from onedoor.printing.actions import claim_next_job, queue_copy, record_job_report
from onedoor.printing.protocol import JobReport
from tests.factories import RunningCentre, new_request_id


@pytest.fixture
def screen(running: RunningCentre) -> SocketIOTestClient:
    screen = running.websocket(running.kiosk())
    assert screen.emit("subscribe", {"screen": "kiosk"}, callback=True)["snapshot"]
    return screen


def news(screen: SocketIOTestClient) -> list[dict[str, Any]]:
    """What the kiosk was told of print jobs since it was asked last, without the versions."""
    told = [message["args"][0] for message in screen.get_received() if message["name"] == "print_job_changed"]
    return [{name: value for name, value in message.items() if name != "version"} for message in told]


def claim(running: RunningCentre) -> int:
    printer = running.centre.kiosk.printer_id
    assert printer
    order = claim_next_job(running.running.database, running.centre.id, printer, "a server")
    assert order
    return order.job_id


def report(running: RunningCentre, job: int, **values: Any) -> None:
    record_job_report(running.running.database, running.centre.id, "a server", JobReport(job_id=job, **values))


def test_the_kiosk_is_told_every_step_of_its_paper(running: RunningCentre, screen: SocketIOTestClient) -> None:
    job = running.centre.issue().print_job
    assert claim(running) == job
    report(running, job, state="sent")
    assert news(screen) == [
        {"print_job": job, "state": "sending", "reason": None},
        {"print_job": job, "state": "sent", "reason": None},
    ]


def test_the_kiosk_is_told_why_no_paper_comes(running: RunningCentre, screen: SocketIOTestClient) -> None:
    running.centre.issue()
    job = claim(running)
    news(screen)
    report(running, job, state="failed", reason="out_of_paper")
    assert news(screen) == [{"print_job": job, "state": "queued", "reason": "out_of_paper"}]


def test_a_copy_for_the_administrator_is_no_news_for_the_kiosk(
    running: RunningCentre, screen: SocketIOTestClient
) -> None:
    running.centre.issue()
    original = claim(running)
    report(running, original, state="sent")
    news(screen)
    queue_copy(running.running.database, running.centre.id, original, new_request_id())
    report(running, claim(running), state="sent")
    assert news(screen) == []
