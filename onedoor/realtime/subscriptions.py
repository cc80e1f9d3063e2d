"""The one thing a screen says over the websocket: `subscribe`. Its answer is a snapshot with the version it shows.

Rooms are joined before the snapshot is read, so that nothing falls between the two.
"""

from collections.abc import Callable
from typing import Any

from flask_socketio import SocketIO, join_room
from pydantic import ValidationError
from sqlalchemy import Connection

from onedoor.centres.queries import read_centre
from onedoor.devices.models import DeviceKind
from onedoor.queueing.errors import QueueingError
from onedoor.queueing.numbering import normalise_token
from onedoor.realtime.boards import Board, Desk, KioskBoard, LivePage, TicketPage
from onedoor.realtime.events import Subscribe, Subscribed
from onedoor.realtime.rooms import (
    centre_room,
    desk_room,
    hall_room,
    kiosk_room,
    kiosks_room,
    managers_room,
    queue_room,
    ticket_room,
)
from onedoor.refusals import WebError, WebErrorCode
from onedoor.reporting.queries import read_live_page
from onedoor.tickets.queries.board import read_board
from onedoor.tickets.queries.desk import find_counter, read_desk
from onedoor.tickets.queries.kiosk import read_kiosk_board
from onedoor.tickets.queries.ticket_page import find_ticket, read_ticket_page
from onedoor.web.auth import HEAD, current_device, current_staff
from onedoor.web.context import context, database, now
from onedoor.web.errors import error_body

Snapshot = KioskBoard | Board | Desk | LivePage | TicketPage
Reader = Callable[[Connection], Snapshot]


def register_subscriptions(socketio: SocketIO) -> None:
    """Answer `subscribe`; every refusal is an answer too, never a silence."""
    socketio.on_event("subscribe", _subscribe)


def _subscribe(message: Any = None) -> dict[str, Any]:
    try:
        wanted = Subscribe.model_validate(message)
        return _snapshot(*SCREENS[wanted.screen](wanted)).model_dump(mode="json")
    except ValidationError:
        return error_body(WebErrorCode.invalid_input)
    except (QueueingError, WebError) as error:
        return error_body(error.code)


def _snapshot(centre_id: int, rooms: tuple[str, ...], read: Reader) -> Subscribed:
    for room in (*rooms, centre_room(centre_id)):
        join_room(room)
    with database().read() as connection:
        return Subscribed(
            version=read_centre(connection, centre_id, now()).version,
            build=context().build,
            now=now(),
            clock_speed=database().clock.speed,
            snapshot=read(connection),
        )


def _kiosk(wanted: Subscribe) -> tuple[int, tuple[str, ...], Reader]:
    kiosk = current_device(DeviceKind.KIOSK)
    rooms = (kiosk_room(kiosk.device_id), kiosks_room(kiosk.centre_id))
    return kiosk.centre_id, rooms, lambda db: read_kiosk_board(db, kiosk.centre_id, kiosk.printer_id, now())


def _display(wanted: Subscribe) -> tuple[int, tuple[str, ...], Reader]:
    display = current_device(DeviceKind.DISPLAY)
    return (
        display.centre_id,
        (hall_room(display.hall_id),),
        lambda db: read_board(db, display.centre_id, display.hall_id, now()),
    )


def _counter(wanted: Subscribe) -> tuple[int, tuple[str, ...], Reader]:
    staff = current_staff()
    number = wanted.counter or 0
    with database().read() as connection:
        counter_id = find_counter(connection, staff.centre_id, number)
    return (
        staff.centre_id,
        (desk_room(counter_id),),
        lambda db: read_desk(db, staff.centre_id, number, staff.staff_user_id, now()),
    )


def _management(wanted: Subscribe) -> tuple[int, tuple[str, ...], Reader]:
    staff = current_staff()
    if staff.role not in HEAD:
        raise WebError(WebErrorCode.wrong_role)
    return staff.centre_id, (managers_room(staff.centre_id),), lambda db: read_live_page(db, staff.centre_id, now())


def _phone(wanted: Subscribe) -> tuple[int, tuple[str, ...], Reader]:
    with database().read() as connection:
        ticket_id, centre_id, service_id = find_ticket(connection, _token(wanted.token))
    rooms = (ticket_room(ticket_id), queue_room(service_id))
    return centre_id, rooms, lambda db: read_ticket_page(db, centre_id, ticket_id, now())


def _token(text: str | None) -> str:
    try:
        return normalise_token(text or "")
    except ValueError:
        raise WebError(WebErrorCode.not_found) from None


SCREENS: dict[str, Callable[[Subscribe], tuple[int, tuple[str, ...], Reader]]] = {
    "kiosk": _kiosk,
    "display": _display,
    "counter": _counter,
    "management": _management,
    "phone": _phone,
}
