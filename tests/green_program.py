"""A day under green threads: `python -m tests.green_program FOLDER URL`.

eventlet is prepared before anything else is imported, as in the server. On SQLite the hub's `switch`, through which
every yield goes, then raises in a task that has a write transaction open: such a yield would freeze the whole server.
On PostgreSQL every statement yields, and the database lets one write in after the other.
"""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet

eventlet.monkey_patch()

import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient
from sqlalchemy import select

from onedoor.database.session import Database, refuse_inside_transaction
from onedoor.printing.models import PrintJob
from onedoor.queueing.errors import QueueingError
from onedoor.queueing.ticket import OPEN, TurnAction
from onedoor.realtime.coalescer import Coalescer
from onedoor.staff.passwords import hash_password
from tests.factories import (
    BIRTH,
    CARD,
    LAND,
    PASSWORD,
    ClerkAtDesk,
    RunningCentre,
    create_running,
    new_request_id,
)
from tests.waiting import eventually

# With those of `use_every_action`, the 30 that one kiosk may issue at once.
KIOSKS, TICKETS_EACH = 3, 5


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


def main(folder: Path, database_url: str) -> None:
    """Run the day; an assertion that fails ends the program with an error."""
    running = create_running(folder, async_mode="eventlet", database_url=database_url)
    yields = watch_every_yield() if database_url.startswith("sqlite") else None
    if yields is not None:
        require_that_the_watch_works(running.running.database, running.centre.id)
    require_that_hashing_lets_others_run()
    require_that_who_commits_goes_on_before_screens_are_read_for()
    kiosk = running.kiosk()
    screens = [running.websocket(client) for client in (kiosk, running.display())]
    for screen, name in zip(screens, ("kiosk", "display"), strict=True):
        assert screen.emit("subscribe", {"screen": name}, callback=True)["snapshot"]
    running.running.start()
    called = run_a_busy_hour(running, kiosk)
    assert sorted(called) == [f"A{n:03d}" for n in range(1, KIOSKS * TICKETS_EACH + 1)]
    use_every_action(running, kiosk)
    eventually(lambda: not open_jobs(running.running.database), 60.0, "every paper has its end")
    assert "sent" in told_about_paper(screens[0])
    begin_the_next_day(running, kiosk)
    assert yields is None or yields["outside"] > KIOSKS * TICKETS_EACH
    print("the day is over")


def require_that_the_watch_works(database: Database, centre_id: int) -> None:
    """The watch must catch a sleep that goes past our own door."""
    try:
        with database.write(centre_id):
            time.sleep(0)
    except RuntimeError:
        return
    raise AssertionError("a yield inside a write transaction went unnoticed")


def require_that_hashing_lets_others_run() -> None:
    """A password takes a tenth of a second of C code; nobody may wait for that."""
    ran: list[str] = []
    eventlet.spawn(ran.append, "another task")
    hash_password(PASSWORD)
    assert ran


def require_that_who_commits_goes_on_before_screens_are_read_for() -> None:
    """The clerk who called has the answer before desks and phones are told."""
    told: list[int] = []
    Coalescer(told.append, rest_seconds=0).ask(1)
    assert not told
    eventually(lambda: told)


def run_a_busy_hour(running: RunningCentre, kiosk: FlaskClient) -> list[str]:
    """Kiosks issue and clerks serve at the same time; answers the numbers that were called."""
    clerks = [running.centre.open_desk(counter) for counter in (1, 2)]
    called: list[str] = []
    together(
        *(lambda: take_tickets(kiosk) for _ in range(KIOSKS)),
        *(lambda clerk=clerk: serve(clerk, called) for clerk in clerks),
    )
    return called


def take_tickets(kiosk: FlaskClient) -> None:
    """One kiosk's citizens, one after the other."""
    for number in range(TICKETS_EACH):
        take_ticket(kiosk, (BIRTH, CARD)[number % 2], is_priority=number % 3 == 0)
        time.sleep(0)


def take_ticket(kiosk: FlaskClient, service: str, *, is_priority: bool = False) -> str:
    """One citizen at the kiosk; answers the number."""
    body = {"request_id": new_request_id(), "service": service, "language": "lo", "priority": is_priority}
    answer = kiosk.post("/kiosk/tickets", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["number"])


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


def use_every_action(running: RunningCentre, kiosk: FlaskClient) -> None:
    """Two clerks do all that can be done at a desk, while citizens come and somebody signs in."""
    take_tickets(kiosk)
    take_tickets(kiosk)
    running.clerk_at(3)
    clerks = [running.centre.open_desk(counter) for counter in (1, 2)]
    together(lambda: take_tickets(kiosk), *(lambda clerk=clerk: work_through_all(clerk) for clerk in clerks))


def work_through_all(clerk: ClerkAtDesk) -> None:
    """Every action on a turn and on the counter; each names the turn of this desk only."""
    call_and(clerk, "recall", "no_show", "call", "start", "hold", "resume", "finish")
    call_and(clerk, "no_show", "return")
    call_and(clerk, "return")
    call_and(clerk, "cancel")
    clerk.transfer(call_and(clerk, "start"), LAND)
    following = clerk.call_next(finishing=call_and(clerk, "start"))
    assert following
    clerk.act(TurnAction.cancel, following)
    for work in (clerk.take_break, clerk.come_back, clerk.close, clerk.open):
        work()


def call_and(clerk: ClerkAtDesk, *actions: str) -> int:
    """Call the next and do this; answers the turn."""
    turn = clerk.call_next()
    assert turn
    for action in actions:
        clerk.act(TurnAction(action), turn)
        time.sleep(0)
    return turn


def told_about_paper(kiosk: SocketIOTestClient) -> list[str]:
    """The states of print jobs that the kiosk heard of."""
    return [message["args"][0]["state"] for message in kiosk.get_received() if message["name"] == "print_job_changed"]


def begin_the_next_day(running: RunningCentre, kiosk: FlaskClient) -> None:
    """The first ticket of a new day closes the old one."""
    left = [turn.id for turn in running.centre.turns() if turn.status in OPEN]
    assert left
    running.centre.clock.advance(timedelta(days=1))
    assert take_ticket(kiosk, BIRTH) == "A001"
    assert not [turn.id for turn in running.centre.turns() if turn.id in left and turn.status in OPEN]


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
    main(Path(sys.argv[1]), sys.argv[2])
