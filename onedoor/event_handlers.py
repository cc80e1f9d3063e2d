"""What follows from each domain event, in one readable table. Everything here runs after the commit, hall first.

The process that committed also prints and tells the other processes; each of them tells its own screens.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from onedoor.background import sleep
from onedoor.centres.queries import read_centre
from onedoor.database.session import Committed, Database
from onedoor.metrics import EVENTS
from onedoor.printing.dispatcher import Dispatcher
from onedoor.printing.queries import read_job_state
from onedoor.queueing.announcement import announcement_tokens
from onedoor.queueing.events import (
    ClockChanged,
    CounterChanged,
    DayClosed,
    LogoChanged,
    PrinterChanged,
    PrintJobChanged,
    QueueEvent,
    RightsChanged,
    TicketIssued,
    TurnCalled,
    TurnChanged,
    TurnRecalled,
)
from onedoor.realtime.addressees import read_hall_ids
from onedoor.realtime.commits import Commits
from onedoor.realtime.events import (
    BoardChanged,
    Event,
    TicketCalled,
    TicketChanged,
    TicketRecalled,
)
from onedoor.realtime.events import PrintJobChanged as PrintJobMessage
from onedoor.realtime.levels import Level, Levels
from onedoor.realtime.message_queue import MessageQueue
from onedoor.realtime.publisher import Publisher
from onedoor.realtime.queues import Queues
from onedoor.realtime.rights import Rights
from onedoor.realtime.rooms import centre_room, hall_room, kiosk_room, ticket_room
from onedoor.tickets.queries.board import read_board, read_call
from onedoor.tickets.queries.ticket_page import read_ticket_page
from onedoor.web.words import LANGUAGES

Effect = Callable[[Committed, QueueEvent], None]
Effects = Mapping[type[QueueEvent], Effect]
QUEUE_LEVELS = (Level.DESKS, Level.KIOSKS, Level.STATISTICS)
CHANGES_BOARDS = frozenset({TurnCalled, TurnRecalled, TurnChanged, DayClosed, LogoChanged})
MOVES_QUEUES = frozenset({TicketIssued, TurnCalled, TurnChanged, CounterChanged, DayClosed})
PRINTS = frozenset({TicketIssued, PrintJobChanged})

STALE: Mapping[type[QueueEvent], tuple[Level, ...]] = {
    TicketIssued: QUEUE_LEVELS,
    TurnCalled: QUEUE_LEVELS,
    TurnRecalled: (Level.DESKS,),
    TurnChanged: QUEUE_LEVELS,
    CounterChanged: QUEUE_LEVELS,
    DayClosed: QUEUE_LEVELS,
    ClockChanged: (Level.KIOSKS, Level.STATISTICS),
    LogoChanged: QUEUE_LEVELS,
    RightsChanged: (),
    PrinterChanged: (Level.DESKS, Level.KIOSKS, Level.STATISTICS),
    PrintJobChanged: (Level.STATISTICS,),
}
COUNTS = {
    kind: EVENTS.labels(re.sub(r"\B(?=[A-Z])", "_", kind.__name__).lower()) for kind in QueueEvent.__subclasses__()
}

log = logging.getLogger(__name__)


class EventHandlers:
    """Turns a committed transaction into messages: edges and boards at once, the other levels soon."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        levels: Levels,
        queues: Queues,
        rights: Rights,
        commits: Commits,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._levels = levels
        self._queues = queues
        self._rights = rights
        self._commits = commits
        self._edges: Effects = {TurnCalled: self._announce_call, TurnRecalled: self._announce_call}
        self._others: Effects = {
            TurnCalled: self._send_ticket,
            TurnRecalled: self._send_ticket,
            TurnChanged: self._send_ticket,
            DayClosed: self._have_phones_ask,
            LogoChanged: self._have_phones_ask,
            PrintJobChanged: self._tell_kiosk,
            RightsChanged: self._close_who_may_not_hear,
        }

    def handle(self, commits: Sequence[Committed]) -> None:
        """Tell this process's screens of what was committed in one centre, wherever; of all that came at once together.

        One by one, a process that hears of much would come ever later: boards are read from the database.
        """
        for each in commits:
            self._commits.hear(each.centre_id, each.version, moves_queues=_moves_queues(each))
        self._tell_screens(_together(commits) if len(commits) > 1 else commits[0])

    def _tell_screens(self, committed: Committed) -> None:
        kinds = {type(event) for event in committed.events}
        self._do_each(self._edges, committed)
        if not kinds.isdisjoint(CHANGES_BOARDS):
            self._do(self._send_boards, committed, committed.events[-1])
        self._do_each(self._others, committed)
        if self._publisher.is_heard(centre_room(committed.centre_id)):
            self._levels.mark_stale(committed.centre_id, {level for kind in kinds for level in STALE[kind]})
        if _moves_queues(committed):
            self._queues.mark_moved(committed.centre_id)

    def _do_each(self, effects: Effects, committed: Committed) -> None:
        for event in committed.events:
            if effect := effects.get(type(event)):
                self._do(effect, committed, event)

    def _do(self, effect: Effect, committed: Committed, event: QueueEvent) -> None:
        """What fails must neither fail a request whose work is committed, nor keep the other screens from hearing."""
        try:
            effect(committed, event)
        except Exception:
            log.exception("could not tell the screens of %s", event, extra={"centre": committed.centre_id})
            # The other screens find by the version that they are behind.
            self._have_phones_ask(committed, event)

    def _announce_call(self, committed: Committed, event: QueueEvent) -> None:
        assert isinstance(event, TurnCalled | TurnRecalled)
        if not self._publisher.is_heard(hall_room(event.hall_id)):
            return
        with self._database.glance() as connection:
            call = read_call(connection, committed.centre_id, event.call_id)
        message = TicketCalled if isinstance(event, TurnCalled) else TicketRecalled
        tokens = {language: announcement_tokens(call.number, call.counter, language) for language in LANGUAGES}
        edge = message(
            version=committed.version, call_id=call.call_id, number=call.number, counter=call.counter, tokens=tokens
        )
        self._tell_hall(edge, event.hall_id)

    def _send_boards(self, committed: Committed, event: QueueEvent) -> None:
        """Once for all that was committed together."""
        if not self._publisher.is_heard(centre_room(committed.centre_id)):
            return
        now = self._database.now()
        with self._database.read() as connection:
            version = read_centre(connection, committed.centre_id, now).version
            boards = [
                (hall, read_board(connection, committed.centre_id, hall, now))
                for hall in read_hall_ids(connection, committed.centre_id)
                if self._publisher.is_heard(hall_room(hall))
            ]
        for hall, board in boards:
            self._tell_hall(BoardChanged(version=version, board=board), hall)

    def _tell_hall(self, message: Event, hall_id: int) -> None:
        """Send it, and let it leave before anything else is read: the hall comes first."""
        self._publisher.publish(message, hall_room(hall_id))
        sleep(0)

    def _send_ticket(self, committed: Committed, event: QueueEvent) -> None:
        assert isinstance(event, TurnCalled | TurnRecalled | TurnChanged)
        if not self._publisher.is_heard(ticket_room(event.ticket_id)):
            return
        now = self._database.now()
        with self._database.read() as connection:
            version = read_centre(connection, committed.centre_id, now).version
            ticket = read_ticket_page(connection, committed.centre_id, event.ticket_id, now)
        self._publisher.publish(TicketChanged(version=version, ticket=ticket), ticket_room(event.ticket_id))

    def _have_phones_ask(self, committed: Committed, event: QueueEvent) -> None:
        """Each for its own ticket: no move of a queue says that the close of a day ended all of them, or of a logo."""
        self._queues.start_anew(committed.centre_id, committed.version)

    def _close_who_may_not_hear(self, committed: Committed, event: QueueEvent) -> None:
        self._rights.look_at_centre(committed.centre_id)

    def _tell_kiosk(self, committed: Committed, event: QueueEvent) -> None:
        assert isinstance(event, PrintJobChanged)
        if not self._publisher.is_heard(centre_room(committed.centre_id)):
            return
        with self._database.read() as connection:
            job = read_job_state(connection, event.print_job_id)
        if job.device_id is not None:
            message = PrintJobMessage(
                version=committed.version, print_job=job.job_id, state=job.state, reason=job.reason
            )
            self._publisher.publish(message, kiosk_room(job.device_id))


def _together(commits: Sequence[Committed]) -> Committed:
    """As if one transaction had done it all."""
    newest = max(each.version for each in commits)
    return Committed(commits[0].centre_id, newest, tuple(event for each in commits for event in each.events))


def _moves_queues(committed: Committed) -> bool:
    return not MOVES_QUEUES.isdisjoint(map(type, committed.events))


@dataclass(frozen=True)
class AfterCommit:
    """What the process that committed does: tells the other processes and its own screens, and prints."""

    handlers: EventHandlers
    dispatcher: Dispatcher
    message_queue: MessageQueue | None

    def __call__(self, committed: Committed) -> None:
        """Act on everything that one transaction did."""
        for event in committed.events:
            COUNTS[type(event)].inc()
        if self.message_queue:
            self.message_queue.tell(committed)
        self.handlers.handle((committed,))
        if not PRINTS.isdisjoint(map(type, committed.events)):
            self.dispatcher.wake()
