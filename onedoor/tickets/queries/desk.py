"""A counter's page: the turn at hand, the lists beside it, the clerk's own figures, and what may be done now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, func, or_, select

from onedoor.centres.models import Category, Counter, CounterService, Service
from onedoor.centres.queries import CentreNow, read_centre
from onedoor.database.prepared import Prepared
from onedoor.database.rows import AnyRow
from onedoor.printing.queries import read_worst_printer_state
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.service_level import wait_seconds, within_target
from onedoor.queueing.ticket import (
    GOLDEN_ACTION,
    SIDE_ACTIONS,
    GoldenAction,
    TurnAction,
    TurnStatus,
)
from onedoor.realtime.boards import Desk, DeskFigures, ServiceAtDesk, TurnAtDesk
from onedoor.staff.models import StaffUser
from onedoor.tickets.models import IS_AT_COUNTER, IS_WAITING, Ticket, Turn

LONGEST_LIST = 60
FINISH = "finish"
RETURN_FROM_BREAK = "return_from_break"
NOTHING = "none"

_TURNS_AT_DESK = TypeAdapter(tuple[TurnAtDesk, ...])

_COUNTER = Prepared(
    select(Counter.id, Counter.number, Counter.state, Counter.staff_user_id, StaffUser.display_name)
    .outerjoin(StaffUser, StaffUser.id == Counter.staff_user_id)
    .where(Counter.centre_id == bindparam("centre"), Counter.number == bindparam("number"))
)
_TURNS = (
    select(
        Turn.id.label("turn"),
        Ticket.number,
        Turn.status,
        Service.code.label("service"),
        Turn.waiting_since,
        Turn.is_return,
        Turn.first_called_at,
        Turn.called_at,
        Turn.started_at,
        Turn.call_count,
        Ticket.language,
    )
    .join(Ticket, Ticket.id == Turn.ticket_id)
    .join(Service, Service.id == Turn.service_id)
    .where(Turn.centre_id == bindparam("centre"))
)
_SERVED_ANYWHERE = (
    select(CounterService.service_id)
    .join(Counter, Counter.id == CounterService.counter_id)
    .where(Counter.centre_id == bindparam("centre"))
)
_SERVED_HERE = _SERVED_ANYWHERE.where(Counter.id == bindparam("counter"))
_AT_HAND = Prepared(_TURNS.where(Turn.counter_id == bindparam("counter"), IS_AT_COUNTER))
# The first of the queue are found before anything is joined to them, and by the services, whose waiting turns an index
# holds in order: thousands may wait.
_FIRST_OF_QUEUE = (
    select(Turn.id, CounterService.first_choice)
    .join(CounterService, CounterService.service_id == Turn.service_id)
    .join(Counter, Counter.id == CounterService.counter_id)
    .where(Counter.centre_id == bindparam("centre"), Counter.id == bindparam("counter"), IS_WAITING)
    .order_by(CounterService.first_choice.desc(), Turn.due_at, Turn.id)
    .limit(LONGEST_LIST)
    .subquery()
)
_WAITING = Prepared(
    _TURNS.join(_FIRST_OF_QUEUE, _FIRST_OF_QUEUE.c.id == Turn.id).order_by(
        _FIRST_OF_QUEUE.c.first_choice.desc(), Turn.due_at, Turn.id
    )
)
_RESTING = Prepared(
    _TURNS.where(
        Turn.service_day == bindparam("day"),
        Turn.status == bindparam("status"),
        Turn.service_id.in_(_SERVED_HERE),
    )
    .order_by(Turn.id.desc())
    .limit(LONGEST_LIST)
)
_SERVICES = Prepared(
    select(
        Service.id,
        Service.code,
        Service.name_lo,
        Service.name_en,
        Service.icon,
        Category.colour,
        Service.target_wait_minutes,
        Service.target_service_minutes,
        Service.id.in_(_SERVED_HERE).label("served_here"),
        Service.id.in_(_SERVED_ANYWHERE).label("is_served"),
    )
    .join(Category, Category.id == Service.category_id)
    .where(Service.centre_id == bindparam("centre"))
    .order_by(Service.position)
)
_COUNTS = Prepared(
    select(Turn.service_id, func.count().label("people"))
    .where(Turn.service_id.in_(select(Service.id).where(Service.centre_id == bindparam("centre"))), IS_WAITING)
    .group_by(Turn.service_id)
)
_SERVED_TODAY = Prepared(
    select(Turn.started_at, Turn.finished_at, Turn.waiting_since, Turn.first_called_at, Service.target_wait_minutes)
    .join(Service, Service.id == Turn.service_id)
    .where(
        Turn.centre_id == bindparam("centre"),
        Turn.service_day == bindparam("day"),
        or_(Turn.status == "finished", Turn.status == "transferred"),
        Turn.staff_user_id == bindparam("staff"),
        Turn.started_at.is_not(None),
        Turn.duration_is_reliable,
    )
)
_NUMBER = Prepared(
    select(Ticket.number)
    .join(Turn, Turn.ticket_id == Ticket.id)
    .where(Turn.id == bindparam("turn"), Turn.centre_id == bindparam("centre"))
)


def read_desk(
    connection: Connection, centre_id: int, counter_number: int, staff_user_id: int | None, now: datetime
) -> Desk:
    """One counter as `staff_user_id` sees it. Raises unknown_counter."""
    counter = _COUNTER.run(connection, {"centre": centre_id, "number": counter_number}).one_or_none()
    if counter is None:
        raise QueueingError(ErrorCode.unknown_counter)
    centre = read_centre(connection, centre_id, now)
    here = {"centre": centre_id, "counter": counter.id, "day": centre.service_day}
    turn = _AT_HAND.run(connection, here).one_or_none()
    waiting = _WAITING.run(connection, here)
    return Desk(
        centre=centre.facts,
        counter=counter.number,
        state=counter.state,
        clerk=counter.display_name,
        clerk_is_you=counter.staff_user_id is not None and counter.staff_user_id == staff_user_id,
        printer=read_worst_printer_state(connection, centre_id),
        turn=TurnAtDesk.model_validate(turn, from_attributes=True) if turn else None,
        golden=_golden(counter.state, turn, bool(waiting)),
        actions=_actions(turn),
        waiting=_TURNS_AT_DESK.validate_python(waiting, from_attributes=True),
        on_hold=_read_resting(connection, here, "on_hold"),
        absent=_read_resting(connection, here, "no_show"),
        services=_read_services(connection, here),
        figures=_read_figures(connection, centre_id, centre, counter.staff_user_id),
    )


def read_waiting_counts(connection: Connection, centre_id: int) -> dict[int, int]:
    """People waiting, by the service's id; services without any are left out."""
    counts = _COUNTS.run(connection, {"centre": centre_id})
    return {row.service_id: row.people for row in counts}


def _read_resting(connection: Connection, here: Mapping[str, Any], status: str) -> tuple[TurnAtDesk, ...]:
    rows = _RESTING.run(connection, {**here, "status": status})
    return _TURNS_AT_DESK.validate_python(rows, from_attributes=True)


def _golden(state: str, turn: AnyRow | None, somebody_waits: bool) -> str:
    """The golden key's action; it never offers to call where nobody waits."""
    if state != "open":
        return RETURN_FROM_BREAK if state == "on_break" else NOTHING
    golden = GOLDEN_ACTION[TurnStatus(turn.status) if turn else None]
    if somebody_waits or golden is GoldenAction.start:
        return golden
    return FINISH if golden is GoldenAction.finish_and_call_next else NOTHING


def _actions(turn: AnyRow | None) -> tuple[TurnAction, ...]:
    return SIDE_ACTIONS[TurnStatus(turn.status)] if turn else ()


def _read_services(connection: Connection, here: dict[str, Any]) -> tuple[ServiceAtDesk, ...]:
    counts = read_waiting_counts(connection, here["centre"])
    return tuple(
        ServiceAtDesk(
            code=row.code,
            name_lo=row.name_lo,
            name_en=row.name_en,
            icon=row.icon,
            colour=row.colour,
            target_wait_minutes=row.target_wait_minutes,
            target_service_minutes=row.target_service_minutes,
            people_waiting=counts.get(row.id, 0),
            served_here=row.served_here,
            is_served=row.is_served,
        )
        for row in _SERVICES.run(connection, here)
    )


def _read_figures(connection: Connection, centre_id: int, centre: CentreNow, staff_user_id: int | None) -> DeskFigures:
    keys = {"centre": centre_id, "day": centre.service_day, "staff": staff_user_id}
    rows = _SERVED_TODAY.run(connection, keys)
    seconds = [(row.finished_at - row.started_at).total_seconds() for row in rows]
    return DeskFigures(
        served=len(rows),
        average_service_seconds=sum(seconds) / len(seconds) if seconds else None,
        within_target=within_target(
            (wait_seconds(row.waiting_since, row.first_called_at), row.target_wait_minutes * 60) for row in rows
        ),
    )


def find_counter(connection: Connection, centre_id: int, counter_number: int) -> int:
    """The id of a centre's counter. Raises unknown_counter."""
    counter = _COUNTER.run(connection, {"centre": centre_id, "number": counter_number}).one_or_none()
    if counter is None:
        raise QueueingError(ErrorCode.unknown_counter)
    return int(counter.id)


def read_number(connection: Connection, centre_id: int, turn_id: int) -> str:
    """The number on the ticket of a turn."""
    return str(_NUMBER.run(connection, {"centre": centre_id, "turn": turn_id}).scalar_one())
