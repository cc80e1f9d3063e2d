"""Any order of all actions, on a real database: what must be true after every step."""

from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Row, select

from onedoor.centres.models import Counter
from onedoor.clock import StoppedClock
from onedoor.database.centre_state import CentreState
from onedoor.database.engine import make_engine
from onedoor.database.session import Database
from onedoor.queueing.clock_rule import service_day
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.log_chain import Chain, chained_values
from onedoor.queueing.ticket import FINAL, TRANSITIONS, TurnAction, TurnStatus
from onedoor.realtime.boards import IssuedTicket
from onedoor.staff.queries import StaffCredential
from onedoor.tickets.actions.day import roll_day
from onedoor.tickets.models import Ticket, TicketLog, Turn
from onedoor.tickets.queries.place import read_open_services, read_place
from onedoor.tickets.queries.queue import MOST_CALLS, read_queues
from tests.databases import Databases
from tests.factories import (
    BIRTH,
    CARD,
    LAND,
    TUESDAY_MORNING,
    ClerkAtDesk,
    SmallCentre,
    create_centre,
    create_clerk,
    create_database,
    dump,
    new_request_id,
)

SERVICES = st.sampled_from((BIRTH, CARD, LAND))
COUNTERS = st.integers(1, 3)
PICKS = st.sampled_from(range(24))
ACTIONS = [action for action in TurnAction if action not in (TurnAction.expire, TurnAction.transfer)]
AT_COUNTER = ("called", "serving")
RESTING = ("on_hold", "no_show")
# A no-show has its end for now: nobody counts on it, though the citizen may still come back today.
ENDED = {*FINAL, TurnStatus.no_show}


@dataclass(frozen=True)
class Given:
    """A desk command that was answered, to be sent again."""

    repeat: Callable[[], int | None]
    answer: int | None


@dataclass(frozen=True)
class Seen:
    """The tables as of one version: read once, looked at by every invariant."""

    version: int
    tickets: list[Row[Any]]
    turns: list[Row[Any]]
    log: list[Row[Any]]
    log_head: str
    open_services: list[set[int]]


@dataclass(frozen=True)
class Prepared:
    """A centre with its people in a database that nobody has open, to be copied for every day that is played."""

    databases: Databases
    url: str
    centre: SmallCentre
    people: dict[int, StaffCredential]


class QueueMachine(RuleBasedStateMachine):
    """Three clerks, one kiosk, and the night between two days."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__()
        self.databases, self.url = prepared.databases, prepared.databases.create(prepared.url)
        self.database = Database(make_engine(self.url), StoppedClock(TUESDAY_MORNING))
        self.centre = replace(prepared.centre, database=self.database, clock=self.database.clock)
        self.clerks = {counter: ClerkAtDesk(self.centre, staff, counter) for counter, staff in prepared.people.items()}
        self.seen = Seen(-1, [], [], [], "", [])
        self.issued: dict[str, IssuedTicket] = {}
        self.given: list[Given] = []
        for clerk in self.clerks.values():
            clerk.open()

    @initialize()
    def a_morning(self) -> None:
        """A few people wait, one did not come, one went for a photocopy, and one is served."""
        for service in (BIRTH, CARD, LAND, BIRTH, CARD, LAND):
            self.issue(service, False)
        absent = self.clerks[1].call_next()
        assert absent
        self.clerks[1].act(TurnAction.no_show, absent)
        self.clerks[2].act(TurnAction.hold, self.clerks[2].serve())
        self.clerks[3].serve()

    @rule(service=SERVICES, priority=st.booleans())
    def issue(self, service: str, priority: bool) -> None:
        request_id = new_request_id()
        self.issued[request_id] = self.centre.issue(service, priority=priority, request_id=request_id)

    @precondition(lambda self: self.issued)
    @rule(pick=PICKS, service=SERVICES)
    def issue_again(self, pick: int, service: str) -> None:
        """A double touch, even with another service, is the first ticket."""
        request_id = list(self.issued)[pick % len(self.issued)]
        again = self.centre.issue(service, request_id=request_id)
        assert again.number == self.issued[request_id].number
        assert again.token == self.issued[request_id].token

    @rule(counter=COUNTERS)
    def call_next(self, counter: int) -> None:
        request_id = new_request_id()
        self._command(lambda: self.clerks[counter].call_next(request_id=request_id))

    @rule(counter=COUNTERS)
    def press_the_golden_key(self, counter: int) -> None:
        clerk, desk, request_id = self.clerks[counter], self.centre.desk(counter), new_request_id()
        if desk.golden == "start" and desk.turn:
            start = desk.turn.turn
            self._command(
                lambda: clerk.act(TurnAction.start, start, seen=TurnStatus.called, request_id=request_id),
                must_work=True,
            )
        elif desk.golden in ("call_next", "finish_and_call_next"):
            finishing = desk.turn.turn if desk.turn else None
            self._command(lambda: clerk.call_next(finishing=finishing, request_id=request_id), must_work=True)

    @precondition(lambda self: self._turns(AT_COUNTER, today=True))
    @rule(pick=PICKS, choice=PICKS)
    def act_at_the_desk(self, pick: int, choice: int) -> None:
        """An action that the table allows, on a turn at its own counter."""
        turn = self._pick(pick, AT_COUNTER, today=True)
        self._act(self._clerk_of(turn), turn, choice)

    @precondition(lambda self: self._turns(RESTING, today=True))
    @rule(counter=COUNTERS, pick=PICKS, choice=PICKS)
    def act_on_a_resting_turn(self, counter: int, pick: int, choice: int) -> None:
        """The same on a turn that is on hold or absent, from any counter."""
        self._act(self.clerks[counter], self._pick(pick, RESTING, today=True), choice)

    @precondition(lambda self: self._turns())
    @rule(counter=COUNTERS, pick=PICKS, action=st.sampled_from(ACTIONS))
    def act_anyhow(self, counter: int, pick: int, action: TurnAction) -> None:
        """Any action on any turn: what the table does not allow is refused, and so is a turn of another day."""
        turn = self._pick(pick)
        seen, request_id = TurnStatus(turn.status), new_request_id()
        allowed = (action, seen) in TRANSITIONS and turn.service_day == self._service_day()
        done = self._command(lambda: self.clerks[counter].act(action, turn.id, seen=seen, request_id=request_id))
        assert allowed or not done

    @precondition(lambda self: self._turns())
    @rule(counter=COUNTERS, pick=PICKS, action=st.sampled_from(ACTIONS), seen=st.sampled_from(TurnStatus))
    def stale_command(self, counter: int, pick: int, action: TurnAction, seen: TurnStatus) -> None:
        """A command in sight of an old desk is refused."""
        turn = self._pick(pick)
        if turn.status != seen:
            assert not self._command(lambda: self.clerks[counter].act(action, turn.id, seen=seen))

    @precondition(lambda self: self._turns(AT_COUNTER, today=True))
    @rule(pick=PICKS, service=SERVICES)
    def transfer(self, pick: int, service: str) -> None:
        turn = self._pick(pick, AT_COUNTER, today=True)
        clerk, request_id = self._clerk_of(turn), new_request_id()
        self._command(lambda: clerk.transfer(turn.id, service, request_id=request_id))

    @precondition(lambda self: self.given)
    @rule(pick=PICKS)
    def repeat(self, pick: int) -> None:
        """The same request again gets the first answer, or is refused; nothing is done twice."""
        given, before = self.given[pick % len(self.given)], dump(self.database)
        try:
            assert given.repeat() == given.answer
        except QueueingError as error:
            assert error.code in (ErrorCode.counter_closed, ErrorCode.counter_on_break)
        assert dump(self.database) == before

    @rule(counter=COUNTERS, change=st.sampled_from(("open", "close", "take_break", "come_back")))
    def change_counter(self, counter: int, change: str) -> None:
        self._command(getattr(self.clerks[counter], change), repeatable=False)

    @rule(hours=st.sampled_from((0.1, 0.5, 24.0)))
    def time_passes(self, hours: float) -> None:
        self.centre.clock.advance(timedelta(hours=hours))
        roll_day(self.database, self.centre.id)
        if hours >= 24:
            assert all(turn.status in ENDED for turn in self._turns())
        self._screens_show_today_only()

    @invariant()
    def no_number_is_given_twice(self) -> None:
        numbers = [(ticket.service_day, ticket.number) for ticket in self._look().tickets]
        assert len(set(numbers)) == len(numbers)

    @invariant()
    def nobody_is_at_two_counters_and_no_counter_has_two(self) -> None:
        counters = Tally(turn.counter_id for turn in self._turns(AT_COUNTER))
        assert None not in counters
        assert all(count == 1 for count in counters.values())

    @invariant()
    def nothing_waiting_is_lost(self) -> None:
        """Every ticket has turns, of which only the newest may lack its end."""
        turns: dict[int, list[Row[Any]]] = {ticket.id: [] for ticket in self._look().tickets}
        for turn in self._turns():
            turns[turn.ticket_id].append(turn)
        assert len(turns) == len(self.issued)
        for of_ticket in turns.values():
            assert all(turn.status == TurnStatus.transferred for turn in of_ticket[:-1])
            assert of_ticket[-1].status != TurnStatus.transferred

    @invariant()
    def the_log_replayed_gives_every_status(self) -> None:
        replayed: dict[int, str] = {}
        for row in self._look().log:
            assert replayed.get(row.turn_id) == row.from_status
            if row.from_status and row.reason is None:
                assert TRANSITIONS[TurnAction(row.action), TurnStatus(row.from_status)] == row.to_status
            replayed[row.turn_id] = row.to_status
        assert replayed == {turn.id: turn.status for turn in self._turns()}

    @invariant()
    def the_log_is_whole(self) -> None:
        chain = Chain()
        for row in self._look().log:
            chain.follow(chained_values(row._asdict()), row.hash)
        chain.require_end(self._look().log_head)

    @invariant()
    def only_an_ended_turn_has_an_end(self) -> None:
        for turn in self._turns():
            assert (turn.finished_at is not None) == (turn.status in ENDED), turn

    @invariant()
    def people_ahead_are_counted_one_by_one(self) -> None:
        waiting, now = self._turns(("waiting",), today=True), self.database.now()
        with self.database.read() as connection:
            _, queues = read_queues(connection, self.centre.id, {turn.service_id for turn in waiting}, now)
            places = {turn.id: read_place(connection, self.centre.id, turn.id, now) for turn in waiting}
        for turn in waiting:
            shared = {turn.service_id}.union(*(s for s in self._look().open_services if turn.service_id in s))
            before = [o for o in waiting if o.service_id in shared and (o.due_at, o.id) < (turn.due_at, turn.id)]
            assert queues[turn.service_id].waiting.index(turn.id * MOST_CALLS + turn.call_count) == len(before)
            assert places[turn.id].people_ahead == len(before)

    def teardown(self) -> None:
        self.database.close()
        self.databases.drop(self.url)

    def _act(self, clerk: ClerkAtDesk, turn: Row[Any], choice: int) -> None:
        seen, request_id = TurnStatus(turn.status), new_request_id()
        actions = [action for action in ACTIONS if (action, seen) in TRANSITIONS]
        action = actions[choice % len(actions)]
        self._command(lambda: clerk.act(action, turn.id, seen=seen, request_id=request_id))

    def _command(self, command: Callable[[], Any], *, repeatable: bool = True, must_work: bool = False) -> bool:
        """Whether it was done; a refusal must leave everything as it was."""
        before = dump(self.database)
        try:
            answer = command()
        except QueueingError:
            assert not must_work
            assert dump(self.database) == before
            return False
        if repeatable:
            self.given.append(Given(command, answer))
        return True

    def _screens_show_today_only(self) -> None:
        today = {turn.id for turn in self._turns(today=True)}
        numbers = {ticket.number for ticket in self._look().tickets if ticket.service_day == self._service_day()}
        board = self.centre.board()
        assert {call.number for call in (board.current, *board.earlier) if call} <= numbers
        for counter in self.clerks:
            desk = self.centre.desk(counter)
            shown = (*desk.waiting, *desk.on_hold, *desk.absent, *([desk.turn] if desk.turn else []))
            assert {turn.turn for turn in shown} <= today

    def _turns(self, status: tuple[str, ...] = (), *, today: bool = False) -> list[Row[Any]]:
        return [
            turn
            for turn in self._look().turns
            if (not status or turn.status in status) and (not today or turn.service_day == self._service_day())
        ]

    def _pick(self, pick: int, status: tuple[str, ...] = (), *, today: bool = False) -> Row[Any]:
        turns = self._turns(status, today=today)
        return turns[pick % len(turns)]

    def _clerk_of(self, turn: Row[Any]) -> ClerkAtDesk:
        with self.database.read() as connection:
            number = connection.execute(select(Counter.number).where(Counter.id == turn.counter_id)).scalar_one()
        return self.clerks[number]

    def _service_day(self) -> date:
        return service_day(self.centre.clock.now(), "Asia/Vientiane")

    def _look(self) -> Seen:
        with self.database.read() as connection:
            version, head = connection.execute(select(CentreState.version, CentreState.log_head)).one()
            if version != self.seen.version:
                rows = [
                    list(connection.execute(select(model).order_by(model.id))) for model in (Ticket, Turn, TicketLog)
                ]
                self.seen = Seen(version, *rows, head, read_open_services(connection, self.centre.id))
        return self.seen


@pytest.mark.parametrize(("engine", "days"), [("sqlite", 45), ("postgresql", 10)])
def test_any_order_of_all_actions_keeps_what_must_be_true(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str, days: int
) -> None:
    prepared = _prepare(request.getfixturevalue(engine), tmp_path)
    run_state_machine_as_test(
        lambda: QueueMachine(prepared),
        settings=settings(
            max_examples=days,
            stateful_step_count=25,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def _prepare(databases: Databases, folder: Path) -> Prepared:
    url = databases.create()
    centre = create_centre(create_database(folder, url=url), folder)
    people = {counter: create_clerk(centre, f"clerk{counter}") for counter in (1, 2, 3)}
    centre.database.close()
    return Prepared(databases, url, centre, people)
