"""Routes of the hall display."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from onedoor.centres.queries import read_centre
from onedoor.devices.models import DeviceKind
from onedoor.realtime.boards import Board
from onedoor.tickets.queries.board import read_board
from onedoor.web.auth import (
    DISPLAY,
    PUBLIC,
    current_device,
    device_or_none,
)
from onedoor.web.context import database, now
from onedoor.web.endpoints import endpoint, page
from onedoor.web.enrolment import EnrolmentAnswer, enrol_browser, enrol_if_wanted
from onedoor.web.forms import CommandForm
from onedoor.web.pages import render_screen

blueprint = Blueprint("display", __name__, url_prefix="/display", template_folder="templates")


@blueprint.get("/")
@page(allow=PUBLIC)
def hall() -> ResponseReturnValue:
    """The hall's board; a browser that is not enrolled shows a code."""
    display = device_or_none(DeviceKind.DISPLAY)
    if display is None:
        return render_screen("display", "OneDoor", None, enrolled=False), 401
    with database().read() as connection:
        shown = read_board(connection, display.centre_id, display.hall_id, now())
        version = read_centre(connection, display.centre_id, now()).version
    return render_screen("display", shown.centre.name_lo, shown, version, enrolled=True)


@blueprint.get("/enrol/<code>")
@page(allow=PUBLIC)
def enrol_display(code: str) -> Response:
    """Make this browser a hall display, once."""
    return enrol_browser(DeviceKind.DISPLAY, code, "/display/")


@blueprint.post("/enrolment")
@endpoint(allow=PUBLIC, form=CommandForm, answer=EnrolmentAnswer)
def ask_for_enrolment(form: CommandForm) -> Response:
    """Make this browser a display if the code that it shows was accepted; else answer the code to show."""
    return enrol_if_wanted(DeviceKind.DISPLAY)


@blueprint.get("/board")
@endpoint(allow=DISPLAY, answer=Board)
def board() -> Board:
    """The board of the display's hall, for a program that shows it elsewhere."""
    display = current_device(DeviceKind.DISPLAY)
    with database().read() as connection:
        return read_board(connection, display.centre_id, display.hall_id, now())
