"""Routes of the citizen's phone page. Who has the token may see this one ticket."""

import io

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from onedoor.centres.queries import read_centre
from onedoor.queueing.errors import ErrorCode, QueueingError
from onedoor.queueing.numbering import normalise_token
from onedoor.realtime.boards import TicketPage
from onedoor.tickets.addresses import follow_url
from onedoor.tickets.queries.ticket_page import find_ticket, read_ticket_page
from onedoor.web.auth import PUBLIC
from onedoor.web.context import context, database, now
from onedoor.web.endpoints import endpoint, page
from onedoor.web.limiting import counting_wrong_guesses
from onedoor.web.pages import render_screen

blueprint = Blueprint("phone", __name__, template_folder="templates")


@blueprint.get("/t/<token>")
@blueprint.get("/T/<token>")
@page(allow=PUBLIC)
def ticket(token: str) -> ResponseReturnValue:
    """One ticket, live; an unknown token gets a page that says so."""
    try:
        stored = _normal(token)
        with counting_wrong_guesses(), database().read() as connection:
            ticket_id, centre_id, _ = find_ticket(connection, stored)
            shown = read_ticket_page(connection, centre_id, ticket_id, now())
            version = read_centre(connection, centre_id, now()).version
    except QueueingError:
        return render_screen("phone", "OneDoor", None, token=None), 404
    return render_screen("phone", shown.number, shown, version, token=stored)


@blueprint.get("/t/<token>/state")
@endpoint(allow=PUBLIC, answer=TicketPage, errors=("unknown_ticket", "too_many_requests"))
def state(token: str) -> TicketPage:
    """One ticket as data."""
    with counting_wrong_guesses(), database().read() as connection:
        ticket_id, centre_id, _ = find_ticket(connection, _normal(token))
        return read_ticket_page(connection, centre_id, ticket_id, now())


@blueprint.get("/t/<token>/qr.svg")
@page(allow=PUBLIC)
def qr_picture(token: str) -> Response:
    """The QR code of a ticket's page, for the kiosk to show when no paper comes."""
    stored = _normal(token)
    with counting_wrong_guesses(), database().read() as connection:
        find_ticket(connection, stored)
    address = follow_url(context().settings.public_url, stored)
    if address is None:
        raise QueueingError(ErrorCode.unknown_ticket)
    drawn = io.BytesIO()
    # Drawn hardly ever, and with it comes a library of pictures: not a matter of a server's start.
    import qrcode
    import qrcode.image.svg

    qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=2).save(drawn)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


def _normal(token: str) -> str:
    try:
        return normalise_token(token)
    except ValueError:
        raise QueueingError(ErrorCode.unknown_ticket) from None
