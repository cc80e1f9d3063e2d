"""Writes that wait at the same moment: one transaction, and still each for itself."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError

from onedoor.clock import StoppedClock
from onedoor.database.centre_state import CentreState
from onedoor.database.group import MOST_MEMBERS, SLOW_SECONDS
from onedoor.database.session import Committed, Transaction
from onedoor.queueing.errors import QueueingError
from onedoor.queueing.events import TicketIssued
from onedoor.queueing.ticket import TurnStatus
from onedoor.realtime.boards import IssuedTicket
from onedoor.tickets.actions.log import SYSTEM, log_change
from onedoor.tickets.models import SeriesCounter, Ticket
from onedoor.tickets.queries.audit import verify_log
from tests.databases import PostgresqlDatabases
from tests.factories import SmallCentre, create_centre, create_database, dump
from tests.waiting import eventually

Request = Callable[[], Any]
WAIT_SECONDS = 30.0
PROJECT = Path(__file__).parents[3]


@contextmanager
def group(centre: SmallCentre, requests: Sequence[Request]) -> Iterator[list[Future[Any]]]:
    """The answers to requests that line up, in this order, while another one writes; they go ahead on exit."""
    inside, door = threading.Event(), threading.Event()
    with ThreadPoolExecutor(len(requests) + 1) as threads:
        threads.submit(centre.database.write_together, centre.id, lambda _: inside.set() or door.wait(WAIT_SECONDS))
        inside.wait(WAIT_SECONDS)
        answers = []
        for request in requests:
            answers.append(threads.submit(request))
            line = centre.database._groups._waiting[centre.id]
            eventually(lambda line=line: len(line) == len(answers), says=f"{len(answers)} in line")
        try:
            yield answers
        finally:
            door.set()


def write_half_a_ticket(centre: SmallCentre) -> None:
    """One good row with its event, then one that the database refuses."""

    def work(transaction: Transaction) -> None:
        counted = {"centre_id": centre.id, "service_day": transaction.service_day, "series_id": 2, "last_sequence": 1}
        transaction.execute(insert(SeriesCounter), counted)
        transaction.record(TicketIssued(centre.id, 1, 1, 1, None))
        transaction.execute(insert(SeriesCounter), counted)

    centre.database.write_together(centre.id, work)


def log_and_fail(centre: SmallCentre) -> None:
    """A row in the log, and then a failure."""

    def work(transaction: Transaction) -> None:
        waiting = TurnStatus.waiting
        log_change(
            transaction, ticket_id=1, turn_id=1, action="call", from_status=waiting, to_status=waiting, actor=SYSTEM
        )
        raise OSError("no space left on device")

    centre.database.write_together(centre.id, work)


def tickets_on_disk(centre: SmallCentre) -> int:
    with centre.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(Ticket)).scalar_one())


def version(centre: SmallCentre) -> int:
    with centre.database.read() as connection:
        return int(connection.execute(select(CentreState.version)).scalar_one())


def test_what_waits_at_the_same_moment_is_written_in_one_transaction(centre: SmallCentre) -> None:
    handed_on: list[Committed] = []
    centre.database.after_commit, before = handed_on.append, version(centre)
    with group(centre, [centre.issue] * 3) as answers:
        pass
    assert [answer.result().number for answer in answers] == ["A001", "A002", "A003"]
    assert [(each.version, [type(one) for one in each.events]) for each in handed_on] == [
        (before + 1, [TicketIssued] * 3)
    ]
    assert version(centre) == before + 1


def test_a_refused_request_leaves_the_others_of_its_group_intact(centre: SmallCentre) -> None:
    handed_on: list[Committed] = []
    centre.database.after_commit = handed_on.append
    requests = [
        centre.issue,
        lambda: centre.issue("no-such-service"),
        lambda: write_half_a_ticket(centre),
        centre.issue,
    ]
    with group(centre, requests) as answers:
        pass
    assert [type(answer.exception()) for answer in answers] == [type(None), QueueingError, IntegrityError, type(None)]
    assert [answers[position].result().number for position in (0, 3)] == ["A001", "A002"]
    assert [type(one) for each in handed_on for one in each.events] == [TicketIssued] * 2
    with centre.database.read() as connection:
        assert connection.execute(select(SeriesCounter.last_sequence)).scalars().all() == [2]


def test_the_log_is_whole_after_a_group_of_which_one_was_undone(centre: SmallCentre) -> None:
    with group(centre, [centre.issue, lambda: log_and_fail(centre), centre.issue, centre.issue]) as answers:
        pass
    assert [type(answer.exception()) for answer in answers] == [type(None), OSError, type(None), type(None)]
    with centre.database.read() as connection:
        assert verify_log(connection, centre.id).rows == 3


def test_a_repeat_in_the_same_group_gets_the_same_ticket(centre: SmallCentre) -> None:
    with group(centre, [lambda: centre.issue(request_id="the-same")] * 2) as answers:
        pass
    first, second = (answer.result() for answer in answers)
    assert first == second
    assert tickets_on_disk(centre) == 1


def test_two_counters_of_one_group_never_get_the_same_turn(centre: SmallCentre) -> None:
    desks = [centre.open_desk(1), centre.open_desk(2)]
    tickets = [centre.issue() for _ in range(2)]
    with group(centre, [desk.call_next for desk in desks]) as answers:
        pass
    assert [answer.result() for answer in answers] == [centre.turn(ticket).id for ticket in tickets]


def test_nobody_is_answered_before_the_commit(centre: SmallCentre) -> None:
    answered_early: list[bool] = []

    def issue_and_look() -> tuple[IssuedTicket, int]:
        return centre.issue(), tickets_on_disk(centre)

    with group(centre, [issue_and_look] * 3) as answers:
        event.listen(
            centre.database.engine, "commit", lambda _: answered_early.extend(answer.done() for answer in answers)
        )
    assert True not in answered_early[:6]
    assert [answer.result()[1] for answer in answers] == [3, 3, 3]


def test_a_failed_commit_fails_all_of_its_group(centre: SmallCentre) -> None:
    before = dump(centre.database)

    def refuse(_: object) -> None:
        raise OSError("no space left on device")

    with group(centre, [centre.issue] * 3) as answers:
        event.listen(centre.database.engine, "commit", refuse)
    assert [str(answer.exception()) for answer in answers] == ["no space left on device"] * 3
    event.remove(centre.database.engine, "commit", refuse)
    assert dump(centre.database) == before
    assert centre.issue().number == "A001"


def test_a_lost_connection_fails_all_of_its_group_and_nobody_after_it(
    postgresql: PostgresqlDatabases, tmp_path: Path, clock: StoppedClock
) -> None:
    url = postgresql.create()
    centre = create_centre(create_database(tmp_path, clock, url), tmp_path)

    def lose_the_connection(transaction: Transaction) -> None:
        transaction.execute(select(func.pg_terminate_backend(func.pg_backend_pid())))

    lose = partial(centre.database.write_together, centre.id, lose_the_connection)
    with group(centre, [centre.issue, lose, centre.issue]) as answers:
        pass
    assert [type(answer.exception()) for answer in answers] == [OperationalError] * 3
    assert centre.issue().number == "A001"
    centre.database.close()
    postgresql.drop(url)


def test_a_database_that_cannot_be_used_fails_all_of_its_group_and_nobody_after_it(centre: SmallCentre) -> None:
    def find_no_connection(_: Transaction) -> None:
        raise TimeoutError("no connection was free")

    fail = partial(centre.database.write_together, centre.id, find_no_connection)
    with group(centre, [centre.issue, fail, centre.issue]) as answers:
        pass
    assert [type(answer.exception()) for answer in answers] == [TimeoutError] * 3
    assert centre.issue().number == "A001"


def test_more_than_a_group_holds_are_written_in_the_next(centre: SmallCentre) -> None:
    before = version(centre)
    with group(centre, [centre.issue] * (MOST_MEMBERS + 1)) as answers:
        pass
    assert {answer.result().number for answer in answers} == {f"A{number:03}" for number in range(1, 66)}
    assert version(centre) == before + 2


def test_a_refused_request_of_a_new_day_leaves_closing_the_old_one_to_the_next(centre: SmallCentre) -> None:
    centre.issue()
    handed_on: list[Committed] = []
    centre.database.after_commit = handed_on.append
    centre.clock.advance(timedelta(days=1))
    with group(centre, [lambda: centre.issue("no-such-service"), centre.issue, centre.issue]) as answers:
        pass
    assert isinstance(answers[0].exception(), QueueingError)
    assert [type(one).__name__ for each in handed_on for one in each.events] == [
        "DayClosed",
        "TicketIssued",
        "TicketIssued",
    ]


def test_the_door_is_free_again_after_a_group_that_could_not_begin(centre: SmallCentre) -> None:
    def refuse(_: object) -> None:
        raise OSError("the disk is gone")

    event.listen(centre.database.engine, "begin", refuse)
    with pytest.raises(OSError, match="gone"):
        centre.issue()
    event.remove(centre.database.engine, "begin", refuse)
    assert centre.issue().number == "A001"


@pytest.mark.parametrize(("disk_seconds", "sizes"), [(0, "1 1"), (2 * SLOW_SECONDS, "2")], ids=["fast", "slow"])
def test_who_always_was_alone_lets_others_join_where_the_disk_is_slow(disk_seconds: float, sizes: str) -> None:
    program = [sys.executable, "-m", "tests.groups_program", str(disk_seconds)]
    assert subprocess.run(program, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.strip() == sizes
