"""The demonstration centre of a measurement: its server, and a queue that is as long at the start of every round."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select, update

from benchmarks.load_generator import REQUEST_ID, http_request
from onedoor.centres.actions.catalogue import ensure_counter
from onedoor.centres.models import Counter, Service
from onedoor.centres.plan import CounterPlan
from onedoor.devices.actions import create_device, new_token
from onedoor.devices.models import DeviceKind
from onedoor.devices.queries import find_device
from onedoor.printing.actions import create_printer
from onedoor.printing.models import PrintJob
from onedoor.staff.actions.users import create_user
from onedoor.staff.models import Role
from onedoor.tickets.actions.issue import TicketOrder, issue_ticket
from onedoor.tickets.models import IS_WAITING, Turn
from tests.live_server import LiveServer


def ticket_requests(server: LiveServer, device: str = "kiosk-1") -> tuple[bytes, ...]:
    """One request of this kiosk for each service of the centre."""
    here = Service.centre_id == server.centre_id
    with server.database.read() as connection:
        services = connection.execute(select(Service.code).where(here).order_by(Service.position)).scalars().all()
    return order_requests(new_token(server.database, server.centre_id, device), services)


def order_requests(token: str, services: Sequence[str]) -> tuple[bytes, ...]:
    """One request for each service from whoever holds the token of a kiosk."""
    headers = {"Authorization": f"Bearer {token}"}
    return tuple(http_request("POST", "/kiosk/tickets", headers, ticket_order(service)) for service in services)


def add_kiosk_without_printer(server: LiveServer, name: str) -> str:
    """A further kiosk whose tickets nobody prints; gives its name."""
    create_device(
        server.database, server.centre_id, kind=DeviceKind.KIOSK, name=name, hall_code="main", printer_code=None
    )
    return name


def add_kiosk_with_printer(server: LiveServer, name: str, transport: str) -> str:
    """A further kiosk with a printer of its own; gives its name."""
    create_printer(server.database, server.centre_id, code=name, name=name, transport=transport, width_dots=576)
    create_device(
        server.database, server.centre_id, kind=DeviceKind.KIOSK, name=name, hall_code="main", printer_code=name
    )
    return name


def add_counter(server: LiveServer, number: int, services: tuple[str, ...]) -> None:
    """A further counter for these services, and its clerk."""
    plan = CounterPlan(number=number, hall="main", first_choices=(), others=services)
    with server.database.write(server.centre_id) as transaction:
        ensure_counter(transaction, plan)
    clerk, password = f"clerk{number}", secrets.token_hex()
    create_user(server.database, server.centre_id, clerk, clerk, Role.CLERK, password)
    server.passwords[clerk] = password


def issue_tickets(server: LiveServer, service: str, count: int) -> list[str]:
    """Waiting tickets without paper, put into the database past the server; gives their tokens, in their order."""
    name = add_kiosk_without_printer(server, "kiosk-of-those-who-wait")
    token = new_token(server.database, server.centre_id, name)
    with server.database.read() as connection:
        kiosk = find_device(connection, token)
    assert kiosk is not None
    orders = (TicketOrder(secrets.token_hex(16), service, "lo", False) for _ in range(count))
    return [issue_ticket(server.database, kiosk, order, None).token for order in orders]


def open_all_counters(server: LiveServer) -> None:
    """Every counter serves, so that people ahead and estimates are worked out."""
    with server.database.write(server.centre_id) as transaction:
        transaction.execute(update(Counter).values(state="open"))


def empty_the_queue(server: LiveServer) -> None:
    """Nobody waits and nothing is to be printed: every round starts alike."""
    with server.database.write(server.centre_id) as transaction:
        transaction.execute(update(Turn).where(IS_WAITING).values(status="cancelled"))
        transaction.execute(update(PrintJob).where(PrintJob.status == "queued").values(status="expired"))


def ticket_order(service: str) -> dict[str, object]:
    """What a kiosk sends for a ticket; each time that it is sent it is another one."""
    return {"request_id": REQUEST_ID, "service": service, "language": "lo", "priority": False}
