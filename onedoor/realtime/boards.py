"""The read models that screens draw: page, snapshot and push all use these same classes.

Times are ISO 8601 in UTC; durations name their unit; nothing here identifies a person.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

PrinterState = Literal["ready", "out_of_paper", "offline", "unreachable", "unknown"]
CounterState = Literal["open", "on_break", "closed"]
PrintJobState = Literal["queued", "sending", "sent", "uncertain", "failed", "expired"]
TurnState = Literal[
    "waiting", "called", "serving", "on_hold", "no_show", "finished", "cancelled", "transferred", "expired"
]


class ReadModel(BaseModel):
    """A frozen picture of stored facts, handed to screens instead of database rows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Estimate(ReadModel):
    """A waiting time as a range in whole minutes, rounded to five."""

    low_minutes: int
    high_minutes: int


class CentreFacts(ReadModel):
    """The building: its names, the distance of its clock from UTC in minutes, and the address of its logo."""

    code: str
    name_lo: str
    name_en: str
    utc_offset_minutes: int
    opening_hours: tuple[str, ...]
    logo: str | None


class Call(ReadModel):
    """One call as the hall shows it: number and counter, nothing else about the person."""

    call_id: int
    number: str
    counter: int
    called_at: datetime


class FeeLine(ReadModel):
    """One line at the foot of the hall screen: what a service costs (kip) and how long it takes (working days)."""

    name_lo: str
    name_en: str
    fee_kip: int
    processing_days: int


class Board(ReadModel):
    """What a hall shows: the newest call, up to five earlier ones, and the foot line."""

    centre: CentreFacts
    service_day: date
    hall: str
    current: Call | None
    earlier: tuple[Call, ...]
    fees: tuple[FeeLine, ...]


class TurnAtDesk(ReadModel):
    """The turn that a counter has at hand, or that waits or rests in its lists."""

    turn: int
    number: str
    status: TurnState
    service: str
    waiting_since: datetime
    is_return: bool
    first_called_at: datetime | None = None
    called_at: datetime | None = None
    started_at: datetime | None = None
    call_count: int = 0
    language: str | None = None


class ServiceAtDesk(ReadModel):
    """A service as a clerk sees it: names, icon, colour, and its two targets in minutes.

    `is_served`: some counter serves it, so that a transfer to it leads somewhere.
    """

    code: str
    name_lo: str
    name_en: str
    icon: str
    colour: str
    target_wait_minutes: int
    target_service_minutes: int
    people_waiting: int
    served_here: bool
    is_served: bool


class DeskFigures(ReadModel):
    """The clerk's own day: people served, mean service time, share of waits within the target (0 to 1)."""

    served: int
    average_service_seconds: float | None
    within_target: float | None


class Desk(ReadModel):
    """Everything that one counter's page shows; `golden` and `actions` name what may be done now."""

    centre: CentreFacts
    counter: int
    state: CounterState
    clerk: str | None
    clerk_is_you: bool
    printer: PrinterState | None
    turn: TurnAtDesk | None
    golden: str
    actions: tuple[str, ...]
    waiting: tuple[TurnAtDesk, ...]
    on_hold: tuple[TurnAtDesk, ...]
    absent: tuple[TurnAtDesk, ...]
    services: tuple[ServiceAtDesk, ...]
    figures: DeskFigures


class CounterChoice(ReadModel):
    """One counter in the list that a clerk chooses from."""

    counter: int
    state: CounterState
    clerk: str | None
    opened_at: datetime | None
    categories_lo: tuple[str, ...]
    categories_en: tuple[str, ...]
    people_waiting: int
    is_yours: bool
    was_yours: bool


class KioskService(ReadModel):
    """One service as the kiosk offers it. Fee in kip; processing time in working days (0 = the same day)."""

    code: str
    category: str
    name_lo: str
    name_en: str
    icon: str
    fee_kip: int
    processing_days: int
    documents: tuple["Document", ...]
    people_waiting: int
    is_open: bool
    next_opening: datetime | None


class Document(ReadModel):
    """A paper that the citizen must bring."""

    name_lo: str
    name_en: str
    icon: str


class Category(ReadModel):
    """A group of services on the kiosk's first page."""

    code: str
    name_lo: str
    name_en: str
    icon: str
    colour: str


class KioskBoard(ReadModel):
    """Everything that a kiosk's pages are drawn from."""

    centre: CentreFacts
    categories: tuple[Category, ...]
    services: tuple[KioskService, ...]
    printer: PrinterState | None
    issuing: bool


class IssuedTicket(ReadModel):
    """The answer to a kiosk: the ticket just issued. `paper_expected` is false when the printer is known to fail.

    `follow_url` is the address in the QR code, None when the centre has no address that phones reach.
    """

    number: str
    token: str
    service: str
    issued_at: datetime
    people_ahead: int
    estimate: Estimate | None
    print_job: int | None
    paper_expected: bool
    follow_url: str | None


class QueueMove(ReadModel):
    """Whoever has at least `at` people ahead gets `by` more; moves apply one after the other."""

    at: int
    by: int


class TicketPage(ReadModel):
    """What a citizen's phone shows of one ticket."""

    centre: CentreFacts
    number: str
    status: TurnState
    service: str
    service_lo: str
    service_en: str
    issued_at: datetime
    people_ahead: int | None
    estimate: Estimate | None
    counter: int | None
    called_at: datetime | None
    call_count: int
    now_calling: Call | None


class ServiceLoad(ReadModel):
    """One service on the manager's page: people waiting now, the longest wait, the share within target (0 to 1)."""

    code: str
    name_lo: str
    name_en: str
    icon: str
    colour: str
    waiting: int
    longest_wait_seconds: float | None
    issued: int
    within_target: float | None
    target_wait_minutes: int


class CounterLoad(ReadModel):
    """One counter on the manager's page, and who it has at hand since when."""

    counter: int
    state: CounterState
    clerk: str | None
    number: str | None
    turn_status: TurnState | None
    since: datetime | None


class WaitSlot(ReadModel):
    """Waits of the people called in one half hour, in seconds: median, and the band from p10 to p90."""

    starts_at: datetime
    median_seconds: float
    p10_seconds: float
    p90_seconds: float


class PrinterLoad(ReadModel):
    """One printer, its state, and its jobs that need a person."""

    code: str
    name: str
    state: PrinterState
    state_at: datetime | None
    queued: int
    uncertain: int
    printed: int


class PrintJobLine(ReadModel):
    """One print job in the administrator's list; `picture` is the address of what a printer without hardware drew."""

    print_job: int
    printer: str
    number: str | None
    state: PrintJobState
    reason: str | None
    created_at: datetime
    picture: str | None
    is_copy: bool


class LivePage(ReadModel):
    """The manager's live page: the whole day of one centre at a glance. Waits run from waiting to the first call."""

    centre: CentreFacts
    service_day: date
    tickets: int
    waiting: int
    longest_wait_seconds: float | None
    longest_wait_number: str | None
    waits_counted: int
    average_wait_seconds: float | None
    median_wait_seconds: float | None
    p90_wait_seconds: float | None
    within_target: float | None
    served: int
    no_shows: int
    counters_open: int
    services: tuple[ServiceLoad, ...]
    counters: tuple[CounterLoad, ...]
    slots: tuple[WaitSlot, ...]
    printers: tuple[PrinterLoad, ...]
    clock_trusted: bool
    suspect_time: datetime | None
