"""THE CONTRACT: every event that the server sends over the websocket, one class each.

`name` is what travels as the Socket.IO event name. `make contract` writes `static/js/contract.js` and the
example payloads that Python and JavaScript tests share from these classes. A *level* carries the whole state
and can be lost without harm, since the next level or the announced version mends it; an *edge* is a moment
(chime, voice, vibration) that is not repeated.
"""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from onedoor.database.rows import LARGEST_NUMBER
from onedoor.realtime.boards import (
    Board,
    Desk,
    KioskBoard,
    LivePage,
    PrintJobState,
    QueueMove,
    ReadModel,
    TicketPage,
)


class Event(ReadModel):
    """Base of all events; `version` is the centre's version after the change that caused it."""

    name: ClassVar[str]
    version: int


class TicketCalled(Event):
    """Edge, to a hall: chime, voice and flash for one call. `tokens` is the announcement to be spoken."""

    name: ClassVar[str] = "ticket_called"
    call_id: int
    number: str
    counter: int
    tokens: dict[str, tuple[str, ...]]


class TicketRecalled(TicketCalled):
    """Edge, to a hall: the same number is called once more."""

    name: ClassVar[str] = "ticket_recalled"


class BoardChanged(Event):
    """Level, to a hall: the whole board."""

    name: ClassVar[str] = "board_changed"
    board: Board


class DeskChanged(Event):
    """Level, to one counter's page: the whole desk."""

    name: ClassVar[str] = "desk_changed"
    desk: Desk


class QueueMoved(Event):
    """Level, to the phones of one service's queue: how places moved, from which each page computes its own.

    The moves lead to `version` from any version between `since` and `until`; a page that shows another one asks for a
    snapshot. `seconds_per_person` is the pace for the waiting time, None where it would be a guess.
    """

    name: ClassVar[str] = "queue_moved"
    service: str
    since: int
    until: int
    moves: tuple[QueueMove, ...]
    seconds_per_person: int | None
    now_calling: str | None
    now_calling_counter: int | None


class TicketChanged(Event):
    """Level, to the phones that follow one ticket: its whole page, sent when its own state changes."""

    name: ClassVar[str] = "ticket_changed"
    ticket: TicketPage


class ServicesChanged(Event):
    """Level, to kiosks: the kiosk's whole board (people waiting, open or closed, printer)."""

    name: ClassVar[str] = "services_changed"
    kiosk: KioskBoard


class PrintJobChanged(Event):
    """Level, to the kiosk that issued the ticket: what became of its paper."""

    name: ClassVar[str] = "print_job_changed"
    print_job: int
    state: PrintJobState
    reason: str | None


class StatisticsChanged(Event):
    """Level, to managers, at most once in 2 seconds: the live page."""

    name: ClassVar[str] = "statistics_changed"
    live: LivePage


class VersionAnnounced(Event):
    """Every 2 seconds to every screen: one that is behind asks for a snapshot, one of another build reloads.

    Phones hear the version at which their own queue moved last.
    """

    name: ClassVar[str] = "version_announced"
    build: str


class SnapshotNeeded(Event):
    """Edge, to the phones of a centre: something happened that moves do not tell, so that each asks for a snapshot."""

    name: ClassVar[str] = "snapshot_needed"


EVENTS: tuple[type[Event], ...] = (
    TicketCalled,
    TicketRecalled,
    BoardChanged,
    DeskChanged,
    QueueMoved,
    TicketChanged,
    ServicesChanged,
    PrintJobChanged,
    StatisticsChanged,
    VersionAnnounced,
    SnapshotNeeded,
)


class Subscribe(ReadModel):
    """The one message from a screen to the server: which screen it is. Who it is comes from its cookie or token."""

    screen: Literal["kiosk", "display", "counter", "management", "phone"]
    counter: int | None = Field(None, ge=1, le=LARGEST_NUMBER)
    token: str | None = None


class Subscribed(ReadModel):
    """The acknowledgement of `subscribe`: a snapshot and the version that it shows."""

    version: int
    build: str
    now: datetime
    clock_speed: float
    snapshot: KioskBoard | Board | Desk | LivePage | TicketPage
