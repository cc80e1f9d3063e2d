"""The manager's live page: one centre's day. A wait runs from the moment of waiting to the first call."""

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Category, Counter, Service
from onedoor.centres.queries import read_centre
from onedoor.database.rows import AnyRow
from onedoor.printing.queries import read_printer_loads
from onedoor.queueing.service_level import (
    summarise,
    wait_seconds,
    waits_over_day,
    within_target,
)
from onedoor.realtime.boards import CounterLoad, LivePage, ServiceLoad, WaitSlot
from onedoor.staff.models import StaffUser
from onedoor.tickets.models import Ticket, Turn

# The numbers are read apart, for a few: tickets of one centre lie far apart where many centres share a database.
_TURNS = (
    select(
        Turn.id,
        Turn.ticket_id,
        Turn.status,
        Turn.waiting_since,
        Turn.first_called_at,
        Turn.service_id,
        Turn.counter_id,
        Turn.called_at,
        Turn.started_at,
        Service.target_wait_minutes,
    )
    .join(Service, Service.id == Turn.service_id)
    .where(Turn.centre_id == bindparam("centre"), Turn.service_day == bindparam("day"))
    .order_by(Turn.waiting_since, Turn.id)
)
_NUMBERS = (
    select(Turn.id, Ticket.number)
    .join(Ticket, Ticket.id == Turn.ticket_id)
    .where(Turn.centre_id == bindparam("centre"), Turn.id.in_(bindparam("turns", expanding=True)))
)
_SERVICES = (
    select(
        Service.id,
        Service.code,
        Service.name_lo,
        Service.name_en,
        Service.icon,
        Category.colour,
        Service.target_wait_minutes,
    )
    .join(Category, Category.id == Service.category_id)
    .where(Service.centre_id == bindparam("centre"))
    .order_by(Service.position)
)
_COUNTERS = (
    select(Counter.id, Counter.number, Counter.state, Counter.break_since, Counter.opened_at, StaffUser.display_name)
    .outerjoin(StaffUser, StaffUser.id == Counter.staff_user_id)
    .where(Counter.centre_id == bindparam("centre"))
    .order_by(Counter.number)
)


class _Day(NamedTuple):
    """The turns of one service day, and those among them that wait, the longest first."""

    turns: Sequence[AnyRow]
    waiting: Sequence[AnyRow]


def read_live_page(connection: Connection, centre_id: int, now: datetime) -> LivePage:
    """Everything that the live page shows."""
    centre = read_centre(connection, centre_id, now)
    turns = connection.execute(_TURNS, {"centre": centre_id, "day": centre.service_day}).all()
    day = _Day(turns, [turn for turn in turns if turn.status == "waiting"])
    waits = summarise(_wait(turn) for turn in turns if turn.first_called_at)
    counters = connection.execute(_COUNTERS, {"centre": centre_id}).all()
    states = Tally(turn.status for turn in turns)
    longest = day.waiting[0] if day.waiting else None
    at_hand = {turn.counter_id: turn for turn in turns if turn.status in ("called", "serving")}
    numbers = _numbers(connection, centre_id, (*at_hand.values(), *day.waiting[:1]))
    return LivePage(
        centre=centre.facts,
        service_day=centre.service_day,
        tickets=len({turn.ticket_id for turn in turns}),
        waiting=len(day.waiting),
        longest_wait_seconds=wait_seconds(longest.waiting_since, now) if longest else None,
        longest_wait_number=numbers[longest.id] if longest else None,
        waits_counted=waits.count if waits else 0,
        average_wait_seconds=waits.average if waits else None,
        median_wait_seconds=waits.median if waits else None,
        p90_wait_seconds=waits.p90 if waits else None,
        within_target=_within_target(turns),
        served=states["finished"],
        no_shows=states["no_show"],
        counters_open=sum(counter.state == "open" for counter in counters),
        services=_service_loads(connection, centre_id, day, now),
        counters=tuple(_counter_load(counter, at_hand.get(counter.id), numbers) for counter in counters),
        slots=_slots(turns, ZoneInfo(centre.time_zone)),
        printers=read_printer_loads(connection, centre_id, _start_of(centre.service_day, centre.time_zone)),
        clock_trusted=centre.suspect_time is None,
        suspect_time=centre.suspect_time,
    )


def _numbers(connection: Connection, centre_id: int, turns: Sequence[AnyRow]) -> dict[int, str]:
    """The numbers on the tickets, by the turn's id."""
    rows = connection.execute(_NUMBERS, {"centre": centre_id, "turns": [turn.id for turn in turns]})
    return {row.id: row.number for row in rows}


def _wait(turn: AnyRow) -> float:
    return wait_seconds(turn.waiting_since, turn.first_called_at)


def _within_target(turns: Sequence[AnyRow]) -> float | None:
    return within_target((_wait(turn), turn.target_wait_minutes * 60.0) for turn in turns if turn.first_called_at)


def _service_loads(connection: Connection, centre_id: int, day: _Day, now: datetime) -> tuple[ServiceLoad, ...]:
    return tuple(_service_load(row, day, now) for row in connection.execute(_SERVICES, {"centre": centre_id}))


def _service_load(service: AnyRow, day: _Day, now: datetime) -> ServiceLoad:
    turns = [turn for turn in day.turns if turn.service_id == service.id]
    waiting = [turn for turn in day.waiting if turn.service_id == service.id]
    return ServiceLoad(
        code=service.code,
        name_lo=service.name_lo,
        name_en=service.name_en,
        icon=service.icon,
        colour=service.colour,
        waiting=len(waiting),
        longest_wait_seconds=wait_seconds(waiting[0].waiting_since, now) if waiting else None,
        issued=len(turns),
        within_target=_within_target(turns),
        target_wait_minutes=service.target_wait_minutes,
    )


def _counter_load(counter: AnyRow, turn: AnyRow | None, numbers: Mapping[int, str]) -> CounterLoad:
    since = (turn.started_at or turn.called_at) if turn else counter.break_since or counter.opened_at
    return CounterLoad(
        counter=counter.number,
        state=counter.state,
        clerk=counter.display_name,
        number=numbers[turn.id] if turn else None,
        turn_status=turn.status if turn else None,
        since=since if counter.state != "closed" else None,
    )


def _slots(turns: Sequence[AnyRow], zone: ZoneInfo) -> tuple[WaitSlot, ...]:
    waits = ((turn.first_called_at.astimezone(zone), _wait(turn)) for turn in turns if turn.first_called_at)
    return tuple(
        WaitSlot(starts_at=slot.starts_at, median_seconds=slot.median, p10_seconds=slot.p10, p90_seconds=slot.p90)
        for slot in waits_over_day(waits)
    )


def _start_of(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(time_zone))
