"""Fills a fresh database with a lifelike morning of the demonstration centre, the same every time, without a server.

It goes through the same actions as the routes do, on a clock that is moved by hand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from onedoor.centres.actions.counters import open_counter
from onedoor.clock import StoppedClock
from onedoor.database.session import Database
from onedoor.demo.arrivals import Arrival, arrivals_of_a_day
from onedoor.devices.actions import new_token
from onedoor.devices.queries import DeviceCredential, find_device
from onedoor.printing.actions import claim_next_job, record_job_report
from onedoor.printing.protocol import JobReport
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.ticket import TurnAction, TurnStatus
from onedoor.staff.actions.sessions import set_password, sign_in
from onedoor.staff.queries import StaffCredential, find_staff
from onedoor.tickets.actions.call import call_next
from onedoor.tickets.actions.desk import DeskCommandHead, SeenTurn
from onedoor.tickets.actions.issue import TicketOrder, issue_ticket
from onedoor.tickets.actions.turn import change_turn

SEED = 3
TICK = timedelta(seconds=15)
SHARE_OF_NO_SHOWS = 0.06
# Minutes; service times of real desks are lognormal.
WALK = (0.3, 1.0)
SERVICE_MINUTES = 9.0
SPREAD = 0.45
PRINTER_ID = 1
WORKER = "nobody"


@dataclass
class Desk:
    """One counter, and the turn at hand with the moment at which it goes on."""

    counter: int
    staff: StaffCredential
    busy_until: datetime
    turn: SeenTurn | None = None
    commands: int = 0

    def next_head(self) -> DeskCommandHead:
        """The next command's head, under a name of its own."""
        self.commands += 1
        return DeskCommandHead(self.staff, self.counter, f"counter-{self.counter}-{self.commands}")


class LifelikeMorning:
    """A morning under way, from the opening on."""

    def __init__(self, database: Database, clock: StoppedClock, centre_id: int) -> None:
        self._database = database
        self._clock = clock
        self._centre_id = centre_id
        self._random = Random(SEED)
        self._kiosk = self._find_kiosk()
        self._issued = 0
        self._desks: list[Desk] = []

    def sit_down(self, sign_in_name: str, password: str, counter: int) -> None:
        """Give a clerk this password, and let them open and work at this counter."""
        set_password(self._database, self._centre_id, sign_in_name, password)
        secret = sign_in(self._database, sign_in_name, password, "127.0.0.1").secret
        with self._database.read() as connection:
            staff = find_staff(connection, secret, self._clock.now())
        assert staff is not None
        open_counter(self._database, staff, counter)
        self._desks.append(Desk(counter, staff, self._clock.now()))

    def play(self, until: datetime) -> None:
        """Let the morning go on until this moment, which is before lunch."""
        midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
        coming = arrivals_of_a_day(self._random)
        while self._clock.now() < until:
            self._clock.advance(TICK)
            local = self._clock.now().astimezone(until.tzinfo)
            while coming and midnight + timedelta(minutes=coming[0].minute) <= local:
                self._take_ticket(coming.pop(0))
            for desk in self._desks:
                if desk.busy_until <= local:
                    self._go_on(desk, local)

    def _find_kiosk(self) -> DeviceCredential:
        token = new_token(self._database, self._centre_id, "kiosk-1")
        with self._database.read() as connection:
            kiosk = find_device(connection, token)
        assert kiosk is not None
        return kiosk

    def _take_ticket(self, person: Arrival) -> None:
        self._issued += 1
        order = TicketOrder(f"ticket-{self._issued}", person.service, person.language, person.priority)
        try:
            issue_ticket(self._database, self._kiosk, order, None)
        except QueueingError as error:
            if error.code != ErrorCode.service_closed:
                raise
            return
        self._print()

    def _print(self) -> None:
        """As if the printer had taken the paper at once."""
        order = claim_next_job(self._database, self._centre_id, PRINTER_ID, WORKER)
        assert order is not None
        record_job_report(self._database, self._centre_id, WORKER, JobReport(job_id=order.job_id, state="sent"))

    def _go_on(self, desk: Desk, local: datetime) -> None:
        if desk.turn is None:
            self._call(desk, local)
        elif desk.turn.status == TurnStatus.serving:
            self._change(desk, desk.turn, TurnAction.finish)
        elif self._random.random() < SHARE_OF_NO_SHOWS:
            self._change(desk, desk.turn, TurnAction.no_show)
        else:
            self._start(desk, desk.turn, local)

    def _call(self, desk: Desk, local: datetime) -> None:
        try:
            turn = call_next(self._database, desk.next_head(), None)
        except QueueingError as error:
            if error.code != ErrorCode.nobody_waiting:
                raise
            return
        assert turn is not None
        desk.turn = SeenTurn(turn, TurnStatus.called)
        desk.busy_until = local + timedelta(minutes=self._random.uniform(*WALK))

    def _start(self, desk: Desk, turn: SeenTurn, local: datetime) -> None:
        self._change(desk, turn, TurnAction.start)
        desk.turn = SeenTurn(turn.turn_id, TurnStatus.serving)
        desk.busy_until = local + timedelta(minutes=SERVICE_MINUTES * self._random.lognormvariate(0, SPREAD))

    def _change(self, desk: Desk, turn: SeenTurn, action: TurnAction) -> None:
        change_turn(self._database, desk.next_head(), turn, action)
        desk.turn = None
