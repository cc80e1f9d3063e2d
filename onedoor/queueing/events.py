"""What happened, in the words of the domain: recorded in a transaction, handled after its commit."""

from dataclasses import dataclass
from datetime import date

from onedoor.queueing.ticket import TurnAction, TurnStatus


@dataclass(frozen=True, slots=True)
class QueueEvent:
    """Something that happened in a centre."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class TicketIssued(QueueEvent):
    """A citizen got a ticket and its first turn waits; `print_job_id` is None when no paper was asked for."""

    ticket_id: int
    turn_id: int
    service_id: int
    print_job_id: int | None


@dataclass(frozen=True, slots=True)
class TurnCalled(QueueEvent):
    """A turn was called to a counter; `call_id` names this one call."""

    turn_id: int
    ticket_id: int
    call_id: int
    counter_id: int
    hall_id: int


@dataclass(frozen=True, slots=True)
class TurnRecalled(QueueEvent):
    """A called turn was called once more to the same counter; `call_id` names this one call."""

    turn_id: int
    ticket_id: int
    call_id: int
    counter_id: int
    hall_id: int


@dataclass(frozen=True, slots=True)
class TurnChanged(QueueEvent):
    """Any other action on a turn."""

    turn_id: int
    ticket_id: int
    service_id: int
    action: TurnAction
    from_status: TurnStatus
    to_status: TurnStatus


@dataclass(frozen=True, slots=True)
class CounterChanged(QueueEvent):
    """A counter opened, closed, took a break, or changed its clerk or services."""

    counter_id: int


@dataclass(frozen=True, slots=True)
class DayClosed(QueueEvent):
    """Every turn of the service day got its end."""

    service_day: date


@dataclass(frozen=True, slots=True)
class ClockChanged(QueueEvent):
    """Issuing stopped because of the clock, or the head confirmed the date."""


@dataclass(frozen=True, slots=True)
class LogoChanged(QueueEvent):
    """The centre shows another logo, or none."""


@dataclass(frozen=True, slots=True)
class RightsChanged(QueueEvent):
    """A device, or a member of staff, lost a right or has another one: what it holds open must be looked at."""


@dataclass(frozen=True, slots=True)
class PrinterChanged(QueueEvent):
    """A printer reported another state."""

    printer_id: int


@dataclass(frozen=True, slots=True)
class PrintJobChanged(QueueEvent):
    """A print job went one step on."""

    print_job_id: int
