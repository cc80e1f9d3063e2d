"""A day under green threads in which no task may yield while it writes: `python -m tests.green_program FOLDER`.

eventlet is prepared before anything else is imported, as in the server. The hub's `switch`, through which every
yield goes, then raises in a task that has a write transaction open: such a yield would freeze the whole server.
"""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet

eventlet.monkey_patch()

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select

from onedoor.database.session import Database, refuse_inside_transaction
from onedoor.printing.models import PrintJob
from onedoor.queueing.errors import QueueingError
from onedoor.queueing.ticket import TurnAction
from tests.factories import BIRTH, CARD, ClerkAtDesk, RunningCentre, create_running, new_request_id
from tests.waiting import eventually

KIOSKS, TICKETS_EACH = 4, 5


def watch_every_yield() -> Counter[str]:
    """Make a yield inside a write transaction raise; answers the running count of all others."""
    hub = eventlet.hubs.get_hub()
    switch, yields = hub.switch, Counter[str]()

    def watched() -> object:
        refuse_inside_transaction("a yield")
        yields["outside"] += 1
        return switch()

    hub.switch = watched
    return yields


def main(folder: Path) -> None:
    """Run the day; an assertion that fails ends the program with an error."""
    running = create_running(folder, async_mode="eventlet")
    yields = watch_every_yield()
    require_that_the_watch_works(running.running.database, running.centre.id)
    screens = [running.websocket(client) for client in (running.kiosk(), running.display())]
    for screen, name in zip(screens, ("kiosk", "display"), strict=True):
        assert screen.emit("subscribe", {"screen": name}, callback=True)["snapshot"]
    running.running.start()
    called = run_a_busy_hour(running)
    assert sorted(called) == [f"A{n:03d}" for n in range(1, KIOSKS * TICKETS_EACH + 1)]
    eventually(lambda: not open_jobs(running.running.database), 60.0, "every paper has its end")
    assert yields["outside"] > KIOSKS * TICKETS_EACH
    print("nobody yielded while writing")


def require_that_the_watch_works(database: Database, centre_id: int) -> None:
    """The watch must catch a sleep that goes past our own door."""
    try:
        with database.write(centre_id):
            time.sleep(0)
    except RuntimeError:
        return
    raise AssertionError("a yield inside a write transaction went unnoticed")


def run_a_busy_hour(running: RunningCentre) -> list[str]:
    """Kiosks issue and clerks serve at the same time; answers the numbers that were called."""
    clerks = [running.centre.open_desk(counter) for counter in (1, 2)]
    kiosk = running.kiosk()
    called: list[str] = []
    together(
        *(lambda: take_tickets(kiosk) for _ in range(KIOSKS)),
        *(lambda clerk=clerk: serve(clerk, called) for clerk in clerks),
    )
    return called


def take_tickets(kiosk: FlaskClient) -> None:
    """One kiosk's citizens, one after the other."""
    for number in range(TICKETS_EACH):
        service, is_priority = (BIRTH, CARD)[number % 2], number % 3 == 0
        body = {"request_id": new_request_id(), "service": service, "language": "lo", "priority": is_priority}
        answer = kiosk.post("/kiosk/tickets", json=body)
        assert answer.status_code == 201, answer.text
        time.sleep(0)


def serve(clerk: ClerkAtDesk, called: list[str]) -> None:
    """Call, start and finish until everybody was called."""
    while len(called) < KIOSKS * TICKETS_EACH:
        try:
            turn = clerk.call_next()
        except QueueingError:
            time.sleep(0.005)
            continue
        assert turn
        desk = clerk.centre.desk(clerk.counter)
        assert desk.turn
        called.append(desk.turn.number)
        time.sleep(0)
        clerk.act(TurnAction.start, turn)
        clerk.act(TurnAction.finish, turn)


def together(*works: Callable[[], None]) -> None:
    """Run all of it at the same time; the first error is raised."""
    tasks = [eventlet.spawn(work) for work in works]
    for task in tasks:
        task.wait()


def open_jobs(database: Database) -> list[int]:
    """The print jobs that are not at their end."""
    jobs = select(PrintJob.id).where(PrintJob.status.in_(("queued", "sending")))
    with database.read() as connection:
        return list(connection.execute(jobs).scalars())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
