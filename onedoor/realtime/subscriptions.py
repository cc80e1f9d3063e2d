"""The one thing a screen says over the websocket: `subscribe`. Its answer is a snapshot with the version it shows.

Rooms are joined before the snapshot is read, so that nothing falls between the two; and the right to be there is looked
at once more with the snapshot, so that nobody joins just after he lost it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request
from flask_socketio import SocketIO, join_room, leave_room, rooms
from pydantic import ValidationError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from onedoor.centres.queries import read_centre
from onedoor.devices.models import DeviceKind
from onedoor.devices.queries import DeviceCredential, find_device
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.numbering import normalise_token
from onedoor.realtime.boards import Board, Desk, KioskBoard, LivePage, TicketPage
from onedoor.realtime.events import Subscribe, Subscribed
from onedoor.realtime.queues import Queues
from onedoor.realtime.rights import Right, Rights
from onedoor.realtime.rooms import (
    centre_room,
    desk_room,
    hall_room,
    kiosk_room,
    managers_room,
    phones_room,
    queue_room,
    ticket_room,
)
from onedoor.refusals import WebError, WebErrorCode
from onedoor.reporting.queries import read_live_page
from onedoor.staff.queries import StaffCredential, find_staff
from onedoor.tickets.queries.board import read_board
from onedoor.tickets.queries.desk import find_counter, read_desk
from onedoor.tickets.queries.kiosk import read_kiosk_board
from onedoor.tickets.queries.ticket_page import find_ticket, read_ticket_page
from onedoor.web.auth import HEAD, current_device, current_staff, device_token, session_secret
from onedoor.web.context import context, database, now
from onedoor.web.errors import error_body
from onedoor.web.limiting import counting_wrong_guesses

Snapshot = KioskBoard | Board | Desk | LivePage | TicketPage
Reader = Callable[[Connection], Snapshot]
Screen = Callable[[Subscribe], "Place"]


@dataclass(frozen=True)
class Place:
    """Where a screen hears, by what right (a phone's token is its right), and what it shows."""

    centre_id: int
    rooms: tuple[str, ...]
    read: Reader
    right: Right | None = None


class _WentOn(Exception):
    """The ticket went on to another queue after the room of the old one was joined."""


def register_subscriptions(socketio: SocketIO, queues: Queues, rights: Rights) -> None:
    """Answer `subscribe`; every refusal is an answer too, never a silence."""
    screens = SCREENS | {"phone": partial(_phone, queues)}

    def subscribe(message: Any = None) -> dict[str, Any]:
        return _answer(screens, rights, message)

    socketio.on_event("subscribe", subscribe)


def _answer(screens: Mapping[str, Screen], rights: Rights, message: Any) -> dict[str, Any]:
    try:
        wanted = Subscribe.model_validate(message)
        return _snapshot(screens[wanted.screen](wanted), rights).model_dump(mode="json")
    except ValidationError:
        return error_body(WebErrorCode.invalid_input)
    except _WentOn:
        return _answer(screens, rights, message)
    except (QueueingError, WebError) as error:
        return error_body(error.code)
    except SQLAlchemyError as error:
        if not database().outages.note(error):
            raise
        return error_body(WebErrorCode.database_unavailable)


def _snapshot(place: Place, rights: Rights) -> Subscribed:
    _move_to(place.rooms)
    rights.note(_websocket(), place.right)
    with database().read() as connection:
        _require_still(place.right, connection)
        return Subscribed(
            version=read_centre(connection, place.centre_id, now()).version,
            build=context().build,
            now=now(),
            clock_speed=database().clock.speed,
            snapshot=place.read(connection),
        )


def _require_still(right: Right | None, connection: Connection) -> None:
    if right is None or right.holds(connection):
        return
    _move_to(())
    is_staff = isinstance(right.credential, StaffCredential)
    raise WebError(WebErrorCode.sign_in_needed if is_staff else WebErrorCode.device_not_enrolled)


def _websocket() -> str:
    """The id of the websocket that asks."""
    sid: str = request.sid  # type: ignore[attr-defined]
    return sid


def _move_to(wanted: Collection[str]) -> None:
    """Join these rooms and leave all others but the websocket's own: a ticket may have gone on to another queue."""
    here = {room for room in rooms() if ":" in room}
    for room in here.difference(wanted):
        leave_room(room)
    for room in wanted:
        join_room(room)


def _kiosk(wanted: Subscribe) -> Place:
    kiosk = current_device(DeviceKind.KIOSK)
    to = (kiosk_room(kiosk.device_id), centre_room(kiosk.centre_id))
    return Place(
        kiosk.centre_id,
        to,
        lambda db: read_kiosk_board(db, kiosk.centre_id, kiosk.printer_id, now()),
        _right_of_device(kiosk),
    )


def _display(wanted: Subscribe) -> Place:
    display = current_device(DeviceKind.DISPLAY)
    to = (hall_room(display.hall_id), centre_room(display.centre_id))
    return Place(
        display.centre_id,
        to,
        lambda db: read_board(db, display.centre_id, display.hall_id, now()),
        _right_of_device(display),
    )


def _counter(wanted: Subscribe) -> Place:
    staff = current_staff()
    number = wanted.counter or 0
    with database().read() as connection:
        counter_id = find_counter(connection, staff.centre_id, number)
    return Place(
        staff.centre_id,
        (desk_room(counter_id), centre_room(staff.centre_id)),
        lambda db: read_desk(db, staff.centre_id, number, staff.staff_user_id, now()),
        _right_of_staff(staff),
    )


def _management(wanted: Subscribe) -> Place:
    staff = current_staff()
    if staff.role not in HEAD:
        raise WebError(WebErrorCode.wrong_role)
    to = (managers_room(staff.centre_id), centre_room(staff.centre_id))
    return Place(staff.centre_id, to, lambda db: read_live_page(db, staff.centre_id, now()), _right_of_staff(staff))


def _phone(queues: Queues, wanted: Subscribe) -> Place:
    token = _token(wanted.token)
    with counting_wrong_guesses(), database().read() as connection:
        ticket_id, centre_id, service_id = find_ticket(connection, token)
    to = (ticket_room(ticket_id), queue_room(service_id), phones_room(centre_id))
    # Joined first: a queue that nobody hears is forgotten.
    _move_to(to)
    queues.follow(centre_id, service_id)
    return Place(centre_id, to, partial(_read_followed, token, (ticket_id, centre_id, service_id)))


def _read_followed(token: str, followed: tuple[int, int, int], connection: Connection) -> TicketPage:
    if find_ticket(connection, token) != followed:
        raise _WentOn
    ticket_id, centre_id, _ = followed
    return read_ticket_page(connection, centre_id, ticket_id, now())


def _right_of_device(device: DeviceCredential) -> Right:
    token = device_token(device.kind) or ""
    return Right(device, lambda db: find_device(db, token))


def _right_of_staff(staff: StaffCredential) -> Right:
    secret, read_time = session_secret() or "", database().now
    return Right(staff, lambda db: find_staff(db, secret, read_time()))


def _token(text: str | None) -> str:
    try:
        return normalise_token(text or "")
    except ValueError:
        raise QueueingError(ErrorCode.unknown_ticket) from None


SCREENS: dict[str, Screen] = {
    "kiosk": _kiosk,
    "display": _display,
    "counter": _counter,
    "management": _management,
}
