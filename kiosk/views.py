"""Routes of the kiosk."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk.forms import TicketForm
from onedoor.centres.queries import read_centre
from onedoor.devices.models import DeviceKind
from onedoor.realtime.boards import IssuedTicket
from onedoor.tickets.actions.issue import TicketOrder, issue_ticket
from onedoor.tickets.queries.kiosk import read_kiosk_board
from onedoor.web.auth import (
    KIOSK,
    PUBLIC,
    current_device,
    device_or_none,
)
from onedoor.web.context import context, database, now
from onedoor.web.endpoints import endpoint, page
from onedoor.web.enrolment import EnrolmentAnswer, enrol_browser, enrol_if_wanted
from onedoor.web.forms import CommandForm
from onedoor.web.limiting import take_ticket_of
from onedoor.web.pages import render_screen

blueprint = Blueprint("kiosk", __name__, url_prefix="/kiosk", template_folder="templates")


@blueprint.get("/")
@page(allow=PUBLIC)
def home() -> ResponseReturnValue:
    """The kiosk's pages; a browser that is not enrolled shows a code."""
    kiosk = device_or_none(DeviceKind.KIOSK)
    if kiosk is None:
        return render_screen("kiosk", "OneDoor", None, enrolled=False), 401
    with database().read() as connection:
        board = read_kiosk_board(connection, kiosk.centre_id, kiosk.printer_id, now())
        version = read_centre(connection, kiosk.centre_id, now()).version
    return render_screen("kiosk", board.centre.name_lo, board, version, enrolled=True)


@blueprint.get("/enrol/<code>")
@page(allow=PUBLIC)
def enrol_kiosk(code: str) -> Response:
    """Make this browser a kiosk, once."""
    return enrol_browser(DeviceKind.KIOSK, code, "/kiosk/")


@blueprint.post("/enrolment")
@endpoint(allow=PUBLIC, form=CommandForm, answer=EnrolmentAnswer)
def ask_for_enrolment(form: CommandForm) -> Response:
    """Make this browser a kiosk if the code that it shows was accepted; else answer the code to show."""
    return enrol_if_wanted(DeviceKind.KIOSK)


@blueprint.post("/tickets")
@endpoint(
    allow=KIOSK,
    form=TicketForm,
    answer=IssuedTicket,
    status=201,
    errors=("unknown_service", "service_closed", "issuing_stopped_clock", "too_many_tickets"),
)
def issue(form: TicketForm) -> IssuedTicket:
    """Issue a ticket. The same `request_id` again answers the same ticket, so that a retry is harmless."""
    kiosk = current_device(DeviceKind.KIOSK)
    take_ticket_of(kiosk.device_id)
    order = TicketOrder(form.request_id, form.service, form.language, form.priority)
    return issue_ticket(database(), kiosk, order, context().settings.public_url)
