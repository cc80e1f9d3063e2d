"""What all commands of a desk share: whose counter it is, repeats that must be harmless, the turn as it was seen."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select

from onedoor.centres.models import Counter, CounterService
from onedoor.database.prepared import Prepared
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database, Transaction
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.ticket import TurnStatus
from onedoor.staff.queries import StaffCredential
from onedoor.tickets.actions.day import enter_today
from onedoor.tickets.actions.log import Actor
from onedoor.tickets.models import IS_AT_COUNTER, DeskCommand, Turn
from onedoor.tickets.queries.desk import read_desk

AT_COUNTER = (TurnStatus.called, TurnStatus.serving)

_COUNTER = Prepared(
    select(Counter).where(Counter.centre_id == bindparam("centre"), Counter.number == bindparam("number"))
)
_SERVICES = Prepared(
    select(CounterService.service_id, CounterService.first_choice)
    .join(Counter, Counter.id == CounterService.counter_id)
    .where(Counter.id == bindparam("counter"), Counter.centre_id == bindparam("centre"))
)
_AT_HAND = Prepared(
    select(Turn.id).where(Turn.centre_id == bindparam("centre"), Turn.counter_id == bindparam("counter"), IS_AT_COUNTER)
)
_TURN = Prepared(
    select(Turn).where(
        Turn.id == bindparam("turn"), Turn.centre_id == bindparam("centre"), Turn.service_day == bindparam("day")
    )
)
_REPEATED = Prepared(
    select(DeskCommand.answer).where(
        DeskCommand.centre_id == bindparam("centre"),
        DeskCommand.counter_id == bindparam("counter"),
        DeskCommand.request_id == bindparam("request"),
    )
)
_INSERT_COMMAND = Prepared(insert(DeskCommand))


@dataclass(frozen=True)
class DeskCommandHead:
    """Who commands at which counter; the same `request_id` again is the same command."""

    staff: StaffCredential
    counter: int
    request_id: str


@dataclass(frozen=True)
class SeenTurn:
    """The turn that a command is about, in the state in which the clerk saw it."""

    turn_id: int
    status: TurnStatus


@dataclass(frozen=True)
class Desk:
    """One counter inside a transaction, after it was made sure that this clerk may command there."""

    transaction: Transaction
    counter_id: int
    counter_number: int
    hall_id: int
    staff_user_id: int

    @property
    def actor(self) -> Actor:
        """The clerk at this counter, for the log."""
        return Actor(staff_user_id=self.staff_user_id, counter_id=self.counter_id)

    @property
    def _here(self) -> dict[str, int]:
        return {"centre": self.transaction.centre_id, "counter": self.counter_id}

    def services(self) -> tuple[frozenset[int], frozenset[int]]:
        """The services that the counter serves, and those among them that it calls first."""
        rows = self.transaction.run(_SERVICES, self._here)
        return frozenset(row.service_id for row in rows), frozenset(row.service_id for row in rows if row.first_choice)

    def turn_at_hand(self) -> int | None:
        """The turn that is called or served here."""
        turn: int | None = self.transaction.run(_AT_HAND, self._here).scalar_one_or_none()
        return turn

    def require_free(self) -> None:
        """Raise counter_busy if somebody is at the desk already."""
        if self.turn_at_hand() is not None:
            raise QueueingError(ErrorCode.counter_busy)

    def find(self, seen: SeenTurn) -> AnyRow:
        """The turn's row, if it still is as the clerk saw it; else desk_changed with the fresh desk."""
        keys = {"turn": seen.turn_id, "centre": self.transaction.centre_id, "day": self.transaction.service_day}
        turn = self.transaction.run(_TURN, keys).one_or_none()
        if turn is None:
            raise QueueingError(ErrorCode.unknown_turn)
        elsewhere = turn.status in AT_COUNTER and turn.counter_id != self.counter_id
        if turn.status != seen.status or elsewhere:
            raise self.changed()
        return turn

    def changed(self) -> QueueingError:
        """The refusal of a command that was given in sight of an old desk."""
        desk = read_desk(
            self.transaction.connection,
            self.transaction.centre_id,
            self.counter_number,
            self.staff_user_id,
            self.transaction.now,
        )
        return QueueingError(ErrorCode.desk_changed, desk=desk)


def carry_out(database: Database, head: DeskCommandHead, work: Callable[[Desk], int | None]) -> int | None:
    """Carry out one command once, and answer the turn that it was about; a repeat gets the first answer.

    Raises QueueingError with unknown_counter, counter_closed, counter_not_yours, counter_on_break, or what `work`
    raises; then nothing has changed.
    """

    def once(transaction: Transaction) -> int | None:
        enter_today(transaction)
        desk = _open_desk(transaction, head)
        keys = {"centre": transaction.centre_id, "counter": desk.counter_id, "request": head.request_id}
        repeated = transaction.run(_REPEATED, keys).scalar_one_or_none()
        if repeated is not None:
            turn: int | None = repeated["turn"]
            return turn
        turn = work(desk)
        _remember(desk, head.request_id, turn)
        return turn

    return database.write_together(head.staff.centre_id, once)


def _open_desk(transaction: Transaction, head: DeskCommandHead) -> Desk:
    keys = {"centre": transaction.centre_id, "number": head.counter}
    counter = transaction.run(_COUNTER, keys).one_or_none()
    if counter is None:
        raise QueueingError(ErrorCode.unknown_counter)
    if counter.state == "closed":
        raise QueueingError(ErrorCode.counter_closed)
    if counter.staff_user_id != head.staff.staff_user_id:
        raise QueueingError(ErrorCode.counter_not_yours)
    if counter.state == "on_break":
        raise QueueingError(ErrorCode.counter_on_break)
    return Desk(transaction, counter.id, counter.number, counter.hall_id, head.staff.staff_user_id)


def _remember(desk: Desk, request_id: str, turn: int | None) -> None:
    desk.transaction.run(
        _INSERT_COMMAND,
        {
            "counter_id": desk.counter_id,
            "request_id": request_id,
            "centre_id": desk.transaction.centre_id,
            "service_day": desk.transaction.service_day,
            "answer": {"turn": turn},
        },
    )
