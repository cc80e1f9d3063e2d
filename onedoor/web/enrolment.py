"""A browser becomes a kiosk or a display by opening its one-time link."""

from flask import redirect
from werkzeug.wrappers import Response

from onedoor.devices.actions import enrol
from onedoor.devices.models import DeviceKind
from onedoor.refusals import WebError
from onedoor.web.auth import DEVICE_COOKIES, device_or_none, set_secret_cookie
from onedoor.web.context import database


def enrol_browser(kind: DeviceKind, code: str, home: str) -> Response:
    """Exchange the code for the device's cookie and go to the screen's page. Raises code_used.

    A device that opens its own spent link again, from its history say, just goes to its page.
    """
    response = redirect(home)
    try:
        set_secret_cookie(response, DEVICE_COOKIES[kind], enrol(database(), kind, code))
    except WebError:
        if device_or_none(kind) is None:
            raise
    return response
