"""A browser becomes a kiosk or a display: by its one-time link, or by the code that it shows, once that is accepted."""

import secrets

from flask import jsonify, redirect, request
from werkzeug.wrappers import Response

from onedoor.devices.actions import SECRET_BYTES, enrol, enrol_if_accepted
from onedoor.devices.models import DeviceKind
from onedoor.devices.queries import read_key
from onedoor.devices.shown_codes import codes_of
from onedoor.realtime.boards import ReadModel
from onedoor.refusals import WebError
from onedoor.web.auth import DEVICE_COOKIES, device_or_none, set_secret_cookie
from onedoor.web.context import database, now
from onedoor.web.limiting import counting_wrong_guesses

WAITING_COOKIES = {DeviceKind.KIOSK: "onedoor_new_kiosk", DeviceKind.DISPLAY: "onedoor_new_display"}


class EnrolmentAnswer(ReadModel):
    """Whether the browser is enrolled now; if not, the code to show."""

    enrolled: bool
    code: str | None


def enrol_browser(kind: DeviceKind, code: str, home: str) -> Response:
    """Exchange the code for the device's cookie and go to the screen's page. Raises code_used.

    A device that opens its own spent link again, from its history say, just goes to its page.
    """
    response = redirect(home)
    try:
        with counting_wrong_guesses():
            token = enrol(database(), kind, code)
        set_secret_cookie(response, DEVICE_COOKIES[kind], token)
    except WebError:
        if device_or_none(kind) is None:
            raise
    return response


def enrol_if_wanted(kind: DeviceKind) -> Response:
    """What a waiting browser asks again and again: it gets its cookie as soon as its code is accepted.

    It is known by a secret of its own, so that whoever reads the code on the screen cannot take its place.
    """
    if device_or_none(kind):
        return _answer(EnrolmentAnswer(enrolled=True, code=None))
    secret = request.cookies.get(WAITING_COOKIES[kind]) or secrets.token_urlsafe(SECRET_BYTES)
    token = enrol_if_accepted(database(), kind, secret)
    if token is None:
        return _show_code(kind, secret)
    response = _answer(EnrolmentAnswer(enrolled=True, code=None))
    set_secret_cookie(response, DEVICE_COOKIES[kind], token)
    response.delete_cookie(WAITING_COOKIES[kind])
    return response


def _show_code(kind: DeviceKind, secret: str) -> Response:
    with database().read() as connection:
        code, _ = codes_of(read_key(connection), kind, secret, now())
    response = _answer(EnrolmentAnswer(enrolled=False, code=code))
    set_secret_cookie(response, WAITING_COOKIES[kind], secret)
    return response


def _answer(answer: EnrolmentAnswer) -> Response:
    return jsonify(answer.model_dump())
