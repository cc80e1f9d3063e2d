"""The service day: closing the old one before the first action of a new one, and the clock that it depends on."""

from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update

from onedoor.centres.actions.counter_state import close_all_counters
from onedoor.centres.models import Counter
from onedoor.centres.queries import CentreRow
from onedoor.database.rows import AnyRow
from onedoor.database.session import Database, Transaction
from onedoor.queueing.clock_rule import service_day
from onedoor.queueing.events import ClockChanged, DayClosed
from onedoor.queueing.ticket import OPEN, TurnAction, TurnStatus, status_at_close
from onedoor.tickets.actions.log import SYSTEM, log_change
from onedoor.tickets.models import DeskCommand, Ticket, Turn

CLOSE_OF_DAY = "close_of_day"

_OPEN_TURNS = select(Turn.id, Turn.ticket_id, Turn.status).where(
    Turn.centre_id == bindparam("centre"), Turn.service_day == bindparam("day"), Turn.status.in_(sorted(OPEN))
)
_ERASE_LANGUAGES = (
    update(Ticket)
    .where(
        Ticket.centre_id == bindparam("centre"), Ticket.service_day == bindparam("day"), Ticket.language.is_not(None)
    )
    .values(language=None)
)
# A command is repeated within seconds or not at all. By the counters, because that is how commands are indexed.
_FORGET_COMMANDS = delete(DeskCommand).where(
    DeskCommand.counter_id.in_(select(Counter.id).where(Counter.centre_id == bindparam("centre"))),
    DeskCommand.service_day < bindparam("day"),
)
_END_TURN = update(Turn).where(Turn.id == bindparam("turn"), Turn.centre_id == bindparam("centre"))


def day_must_roll(database: Database, centre: CentreRow) -> bool:
    """Whether `roll_day` has something to do; without it no writing transaction is needed."""
    if centre.suspect_time is not None:
        return False
    reading = database.read_clock(centre.newest_time)
    return not reading.trusted or service_day(reading.now, centre.time_zone) != centre.service_day


def roll_day(database: Database, centre_id: int) -> None:
    """Close the old day if a new one has begun, and note a clock that cannot be believed. Harmless at any time."""
    with database.write(centre_id) as transaction:
        if transaction.clock_newly_suspect:
            transaction.record(ClockChanged(centre_id))
        enter_today(transaction)


def confirm_clock(database: Database, centre_id: int, confirmed_time: datetime) -> None:
    """The head says that the wall clock is right: tickets are issued again, on the day that it shows.

    `confirmed_time` is the suspect time that the head saw; with another one nothing changes, because it is not
    what the head looked at.
    """
    with database.write(centre_id) as transaction:
        if transaction.suspect_time != confirmed_time:
            return
        transaction.believe(database.clock.now())
        transaction.record(ClockChanged(centre_id))
        enter_today(transaction)


def enter_today(transaction: Transaction) -> None:
    """Make today's service day the centre's; every action begins with it."""
    if transaction.today != transaction.service_day:
        close_day(transaction, transaction.service_day)
        transaction.service_day = transaction.today


def close_day(transaction: Transaction, day: date) -> None:
    """Give every turn of `day` its end, close the counters, erase languages and old commands; twice is harmless."""
    keys = {"centre": transaction.centre_id, "day": day}
    for turn in transaction.execute(_OPEN_TURNS, keys).all():
        _end_turn(transaction, turn)
    transaction.execute(_ERASE_LANGUAGES, keys)
    transaction.execute(_FORGET_COMMANDS, keys)
    close_all_counters(transaction)
    transaction.record(DayClosed(transaction.centre_id, day))


def _end_turn(transaction: Transaction, turn: AnyRow) -> None:
    was = TurnStatus(turn.status)
    becomes = status_at_close(was) or was
    served = becomes is TurnStatus.finished
    keys = {"centre": transaction.centre_id, "turn": turn.id}
    values = {"status": becomes, "finished_at": transaction.now, "duration_is_reliable": not served}
    transaction.execute(_END_TURN, keys | values)
    log_change(
        transaction,
        ticket_id=turn.ticket_id,
        turn_id=turn.id,
        action=TurnAction.finish if served else TurnAction.expire,
        from_status=was,
        to_status=becomes,
        actor=SYSTEM,
        reason=CLOSE_OF_DAY,
    )
