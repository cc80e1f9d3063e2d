"""Routes of signing in and out, for people and programs alike."""

from flask import Blueprint, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from onedoor.centres.queries import read_centre, read_centre_ids
from onedoor.realtime.boards import CentreFacts
from onedoor.staff.actions import sessions
from onedoor.staff.actions.sessions import SESSION_LIFE
from onedoor.staff.models import Role
from onedoor.web.auth import (
    CLERK,
    HEAD,
    PUBLIC,
    SESSION_COOKIE,
    asking_address,
    current_staff,
    set_secret_cookie,
    staff_or_none,
)
from onedoor.web.context import database, now
from onedoor.web.endpoints import endpoint, page
from onedoor.web.pages import render_screen
from signin.forms import FEWEST_CHARACTERS, PasswordForm, SignedInAnswer, SignInForm

blueprint = Blueprint("signin", __name__, template_folder="templates")

DESK, LIVE_PAGE = "/counter/", "/management/"
PAGES = (DESK, LIVE_PAGE, *(f"/management/{name}" for name in ("printers", "devices", "staff", "logo")), "/password")


@blueprint.get("/")
@page(allow=PUBLIC)
def start() -> Response:
    """The address without a path leads to signing in: screens have links of their own."""
    return redirect("/sign-in")  # type: ignore[return-value]


@blueprint.get("/sign-in")
@page(allow=PUBLIC)
def form_page() -> str:
    """The sign-in page."""
    centre = _only_centre()
    return render_screen(
        "signin",
        centre.name_lo if centre else "OneDoor",
        None,
        view="signin",
        next=_asked_page("next") or "",
        centre=centre.model_dump(mode="json") if centre else None,
    )


@blueprint.post("/session")
@endpoint(
    allow=PUBLIC,
    form=SignInForm,
    answer=SignedInAnswer,
    errors=("wrong_password", "sign_in_delayed"),
)
def sign_in(form: SignInForm) -> Response:
    """Sign in: sets the session cookie `onedoor_session`, which all other routes for staff need."""
    signed_in = sessions.sign_in(database(), form.sign_in_name, form.password, asking_address())
    answer = SignedInAnswer(
        display_name=signed_in.display_name, role=signed_in.role, next=_first_page_of(signed_in.role)
    )
    response = jsonify(answer.model_dump(mode="json"))
    set_secret_cookie(response, SESSION_COOKIE, signed_in.secret, int(SESSION_LIFE.total_seconds()))
    return response


@blueprint.get("/password")
@page(allow=PUBLIC)
def password_page() -> ResponseReturnValue:
    """Where whoever is signed in changes the own password; whoever is not goes to the sign-in page."""
    staff = staff_or_none()
    if staff is None:
        return redirect("/sign-in?next=/password")
    with database().read() as connection:
        centre = read_centre(connection, staff.centre_id, now()).facts
    return render_screen(
        "signin",
        centre.name_lo,
        None,
        view="password",
        back=_asked_page("back") or _first_page_of(staff.role),
        centre=centre.model_dump(mode="json"),
        display_name=staff.display_name,
        fewest=FEWEST_CHARACTERS,
    )


@blueprint.post("/session/password")
@endpoint(allow=CLERK, form=PasswordForm, status=204, errors=("wrong_password", "sign_in_delayed"))
def change_password(form: PasswordForm) -> Response:
    """Change the own password: all other sessions of this person end."""
    secret = request.cookies[SESSION_COOKIE]
    sessions.change_password(database(), current_staff(), secret, form.old, form.new, asking_address())
    return Response(status=204)


@blueprint.delete("/session")
@endpoint(allow=CLERK, status=204)
def sign_out() -> Response:
    """Sign out: ends the session at once."""
    sessions.sign_out(database(), current_staff().centre_id, request.cookies[SESSION_COOKIE])
    response = Response(status=204)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _asked_page(argument: str) -> str | None:
    """The page of ours that the address names: no link leads to another site through here."""
    asked = request.args.get(argument)
    return asked if asked in PAGES else None


def _first_page_of(role: Role) -> str:
    return LIVE_PAGE if role in HEAD else DESK


def _only_centre() -> CentreFacts | None:
    """The centre whose name the page shows before anybody has signed in; None where several share a server."""
    with database().read() as connection:
        centres = read_centre_ids(connection)
        return read_centre(connection, centres[0], now()).facts if len(centres) == 1 else None
