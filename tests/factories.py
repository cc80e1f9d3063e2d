"""Builders for tests: a real database with a small centre, its people at their desks, and the whole application."""

import shutil
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient
from sqlalchemy import Row, select, update

import counter
import display
import kiosk
import management
import phone
import signin
from onedoor.app import Running, create_app
from onedoor.centres.actions.catalogue import ensure_catalogue, ensure_centre
from onedoor.centres.actions.counters import close_counter, end_break, open_counter, start_break
from onedoor.centres.plan import CentrePlan
from onedoor.clock import StoppedClock
from onedoor.database.engine import make_engine
from onedoor.database.session import Database
from onedoor.database.tables import METADATA
from onedoor.devices.actions import create_device, new_enrolment_code, new_token
from onedoor.devices.models import DeviceKind
from onedoor.devices.queries import DeviceCredential, find_device
from onedoor.printing.actions import create_printer
from onedoor.printing.models import PrintJob
from onedoor.queueing.ticket import TurnAction, TurnStatus
from onedoor.realtime.boards import Board, Desk, IssuedTicket
from onedoor.settings import Settings
from onedoor.staff.actions.sessions import SESSION_LIFE
from onedoor.staff.actions.users import create_user
from onedoor.staff.models import FailedSignIn, Role, StaffUser
from onedoor.staff.queries import StaffCredential
from onedoor.tickets.actions.call import call_absentee, call_next, recall
from onedoor.tickets.actions.desk import DeskCommandHead, SeenTurn
from onedoor.tickets.actions.issue import TicketOrder, issue_ticket
from onedoor.tickets.actions.turn import change_turn, transfer
from onedoor.tickets.models import Ticket, TicketLog, Turn
from onedoor.tickets.queries.board import read_board
from onedoor.tickets.queries.desk import read_desk
from tests.databases import migrated_file

TUESDAY_MORNING = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""08:30 on a working day in Vientiane."""

BIRTH, CARD, LAND = "birth", "identity-card", "land-title"
PUBLIC_URL = "http://onedoor.test"
FAILURES = frozenset({FailedSignIn.__tablename__})
PASSWORD = "a password of tests"
SURFACES = (
    kiosk.blueprint,
    counter.blueprint,
    display.blueprint,
    management.blueprint,
    phone.blueprint,
    signin.blueprint,
)


def small_plan(
    land_hours: Iterable[Mapping[str, str]] = (), code: str = "small", name_en: str = "Small centre"
) -> CentrePlan:
    """Three services in two series, three counters, one hall. Counter 2 prefers identity cards; counter 3 has land."""
    return CentrePlan.model_validate(
        {
            "code": code,
            "name_lo": "ສູນບໍລິການ",
            "name_en": name_en,
            "time_zone": "Asia/Vientiane",
            "opening_hours": ["08:00-12:00", "13:00-16:00"],
            "head_start_minutes": 20,
            "return_after": 3,
            "halls": [{"code": "main", "name_lo": "ຫ້ອງໂຖງ", "name_en": "Hall"}],
            "categories": [
                {"code": "civil", "name_lo": "ທະບຽນ", "name_en": "Civil", "icon": "baby", "colour": "civil"},
                {"code": "land", "name_lo": "ທີ່ດິນ", "name_en": "Land", "icon": "map-trifold", "colour": "land"},
            ],
            "services": [
                _service(BIRTH, "civil", "A", "ຂຶ້ນທະບຽນເກີດ", "Birth registration"),
                _service(CARD, "civil", "A", "ບັດປະຈຳຕົວ", "Identity card"),
                _service(LAND, "land", "L", "ໃບຕາດິນ", "Land title", land_hours),
            ],
            "counters": [
                {"number": 1, "hall": "main", "first_choices": [], "others": [BIRTH, CARD]},
                {"number": 2, "hall": "main", "first_choices": [CARD], "others": [BIRTH]},
                {"number": 3, "hall": "main", "first_choices": [], "others": [LAND]},
            ],
            "printers": [],
            "devices": [],
            "staff": [],
        }
    )


def _service(
    code: str, category: str, series: str, name_lo: str, name_en: str, hours: Iterable[Mapping[str, str]] = ()
) -> dict[str, Any]:
    return {
        "code": code,
        "category": category,
        "series": series,
        "name_lo": name_lo,
        "name_en": name_en,
        "icon": "baby",
        "fee_kip": 15000,
        "processing_days": 1,
        "target_wait_minutes": 20,
        "target_service_minutes": 10,
        "documents": [{"name_lo": "ໃບຢັ້ງຢືນ", "name_en": "Certificate", "icon": "file-text"}],
        "hours": list(hours),
    }


def create_database(folder: Path, clock: StoppedClock | None = None, url: str = "") -> Database:
    """The database at `url`, or an empty one in a SQLite file in the folder."""
    return Database(make_engine(url or _sqlite_in(folder)), clock or StoppedClock(TUESDAY_MORNING))


def _sqlite_in(folder: Path) -> str:
    file = folder / "onedoor.sqlite3"
    shutil.copyfile(migrated_file(), file)
    return f"sqlite:///{file}"


@dataclass(frozen=True)
class SmallCentre:
    """A centre in a database, and what its people do there."""

    database: Database
    clock: StoppedClock
    id: int
    kiosk: DeviceCredential
    kiosk_token: str
    data_dir: Path

    def issue(self, service: str = BIRTH, *, priority: bool = False, request_id: str | None = None) -> IssuedTicket:
        """A citizen takes a ticket at the kiosk."""
        order = TicketOrder(request_id or new_request_id(), service, "lo", priority)
        return issue_ticket(self.database, self.kiosk, order, PUBLIC_URL)

    def open_desk(self, counter: int = 1, staff: StaffCredential | None = None) -> "ClerkAtDesk":
        """A clerk sits down at a counter."""
        clerk = ClerkAtDesk(self, staff or create_clerk(self, f"clerk{counter}"), counter)
        clerk.open()
        return clerk

    def turn(self, ticket: IssuedTicket) -> Row[Any]:
        """The newest turn of a ticket."""
        turns = select(Turn).join(Ticket, Ticket.id == Turn.ticket_id).where(Ticket.token == ticket.token)
        with self.database.read() as connection:
            return connection.execute(turns.order_by(Turn.id.desc()).limit(1)).one()

    def turns(self) -> list[Row[Any]]:
        """Every turn there is."""
        with self.database.read() as connection:
            return list(connection.execute(select(Turn).order_by(Turn.id)).all())

    def log(self) -> list[Row[Any]]:
        """Every row of the audit."""
        with self.database.read() as connection:
            return list(connection.execute(select(TicketLog).order_by(TicketLog.id)).all())

    def board(self) -> Board:
        """What the hall shows."""
        with self.database.read() as connection:
            return read_board(connection, self.id, self.kiosk.hall_id, self.clock.now())

    def desk(self, counter: int) -> Desk:
        """A counter as its clerk sees it."""
        with self.database.read() as connection:
            return read_desk(connection, self.id, counter, None, self.clock.now())


@dataclass(frozen=True)
class ClerkAtDesk:
    """A clerk with one counter; each command names the turn as it is now, unless told what was seen."""

    centre: SmallCentre
    staff: StaffCredential
    counter: int

    def open(self) -> None:
        open_counter(self.centre.database, self.staff, self.counter)

    def close(self) -> None:
        close_counter(self.centre.database, self.staff, self.counter)

    def take_break(self) -> None:
        start_break(self.centre.database, self.staff, self.counter)

    def come_back(self) -> None:
        end_break(self.centre.database, self.staff, self.counter)

    def call_next(self, *, finishing: int | None = None, request_id: str | None = None) -> int | None:
        seen = self._seen(finishing) if finishing else None
        return call_next(self.centre.database, self._head(request_id), seen)

    def act(
        self, action: TurnAction, turn: int, *, seen: TurnStatus | None = None, request_id: str | None = None
    ) -> int | None:
        """Any action on a turn but a transfer."""
        commands = {TurnAction.call: call_absentee, TurnAction.recall: recall}
        shown = SeenTurn(turn, seen) if seen else self._seen(turn)
        if action in commands:
            return commands[action](self.centre.database, self._head(request_id), shown)
        return change_turn(self.centre.database, self._head(request_id), shown, action)

    def transfer(self, turn: int, service: str, *, request_id: str | None = None) -> int | None:
        return transfer(self.centre.database, self._head(request_id), self._seen(turn), service)

    def serve(self) -> int:
        """Call the next and start."""
        turn = self.call_next()
        assert turn is not None
        self.act(TurnAction.start, turn)
        return turn

    def _head(self, request_id: str | None) -> DeskCommandHead:
        return DeskCommandHead(self.staff, self.counter, request_id or new_request_id())

    def _seen(self, turn: int) -> SeenTurn:
        with self.centre.database.read() as connection:
            status = connection.execute(select(Turn.status).where(Turn.id == turn)).scalar_one()
        return SeenTurn(turn, TurnStatus(status))


def create_centre(database: Database, folder: Path, plan: CentrePlan | None = None) -> SmallCentre:
    """The small centre with kiosk, display and a printer that keeps its papers in a folder."""
    assert isinstance(database.clock, StoppedClock)
    plan = plan or small_plan()
    centre_id = ensure_centre(database, plan)
    ensure_catalogue(database, centre_id, plan)
    create_printer(
        database, centre_id, code="virtual", name="Virtual", transport=f"folder://{folder / 'paper'}", width_dots=384
    )
    for kind, name, printer in ((DeviceKind.KIOSK, "kiosk-1", "virtual"), (DeviceKind.DISPLAY, "hall-1", None)):
        create_device(database, centre_id, kind=kind, name=name, hall_code="main", printer_code=printer)
    token = new_token(database, centre_id, "kiosk-1")
    with database.read() as connection:
        device = find_device(connection, token)
    assert device is not None
    return SmallCentre(database, database.clock, centre_id, device, token, folder)


def create_clerk(centre: SmallCentre, name: str, role: Role = Role.CLERK) -> StaffCredential:
    """A member of staff with the password of tests; a name that exists is answered as it is."""
    with centre.database.read() as connection:
        people = select(StaffUser.id).where(StaffUser.centre_id == centre.id, StaffUser.sign_in_name == name)
        known = connection.execute(people).scalar_one_or_none()
    user_id = known or create_user(centre.database, centre.id, name, f"Person {name}", role, PASSWORD)
    return StaffCredential(user_id, centre.id, role, f"Person {name}", centre.clock.now() + SESSION_LIFE)


@dataclass(frozen=True)
class RunningCentre:
    """The whole application on the small centre, asked through Flask's test clients."""

    running: Running
    centre: SmallCentre

    def visitor(self) -> FlaskClient:
        """A browser that nobody knows."""
        return self.running.app.test_client()

    def kiosk(self) -> FlaskClient:
        """The enrolled kiosk's browser."""
        return self._device("kiosk", "kiosk-1")

    def display(self) -> FlaskClient:
        """The enrolled hall display's browser."""
        return self._device("display", "hall-1")

    def staff(self, role: Role = Role.CLERK, name: str | None = None) -> FlaskClient:
        """A signed-in browser."""
        name = name or str(role)
        create_clerk(self.centre, name, role)
        client = self.visitor()
        answer = client.post("/session", json={"sign_in_name": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return client

    def clerk_at(self, counter: int, name: str | None = None) -> FlaskClient:
        """A signed-in clerk with an open counter."""
        client = self.staff(name=name or f"clerk{counter}")
        answer = client.post(f"/counter/{counter}/opening", json={"request_id": new_request_id()})
        assert answer.status_code == 200, answer.text
        return client

    def websocket(self, client: FlaskClient) -> SocketIOTestClient:
        """The websocket of a browser."""
        return self.running.socketio.test_client(self.running.app, flask_test_client=client)

    def beside(self, code: str) -> "RunningCentre":
        """A second centre in the same database, alike but for its code and name, behind the same application."""
        folder = self.centre.data_dir / code
        plan = small_plan(code=code, name_en=code.capitalize())
        return RunningCentre(self.running, create_centre(self.running.database, folder, plan))

    def _device(self, screen: str, name: str) -> FlaskClient:
        client = self.visitor()
        code = new_enrolment_code(self.running.database, self.centre.id, name)
        assert client.get(f"/{screen}/enrol/{code}").status_code == 302
        return client


def create_running(
    folder: Path,
    clock: StoppedClock | None = None,
    plan: CentrePlan | None = None,
    public_url: str | None = PUBLIC_URL,
    async_mode: Literal["threading", "eventlet"] = "threading",
    database_url: str = "",
    proxies: int = 0,
) -> RunningCentre:
    """The application, in plain threads unless told otherwise; its tasks are not started."""
    clock = clock or StoppedClock(TUESDAY_MORNING)
    settings = Settings(
        data_dir=folder,
        database_url=database_url or _sqlite_in(folder),
        async_mode=async_mode,
        public_url=public_url,
        log_level="WARNING",
        proxies=proxies,
    )
    running = create_app(settings, SURFACES, clock)
    return RunningCentre(running, create_centre(running.database, folder, plan))


def dump(database: Database, without: frozenset[str] = FAILURES) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to compare before and after; that a sign-in was refused is counted, and no change."""
    with database.read() as connection:
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]
            for name in METADATA.tables.keys() - without
        }


def dump_of(centre: SmallCentre) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that belongs to a centre."""
    with centre.database.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().where(table.c.centre_id == centre.id))]
            for table in METADATA.tables.values()
            if "centre_id" in table.c
        }


def let_leases_run_out(database: Database) -> None:
    """Where several servers may live, the print jobs of a dead one are given up when their lease has run out: now."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.begin() as connection:
            connection.execute(update(PrintJob).values(leased_until=datetime.now(UTC) - timedelta(days=365)))


def new_request_id() -> str:
    """What a screen makes up for each command."""
    return uuid.uuid4().hex
