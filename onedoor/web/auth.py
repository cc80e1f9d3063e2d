"""Who is asking: staff by a session cookie, devices by a cookie of their kind or a bearer token.

The centre always comes from the credential, never from the address.
"""

from collections.abc import Iterable

from flask import g, request
from werkzeug.wrappers import Response

from onedoor.devices.models import DeviceKind
from onedoor.devices.queries import DeviceCredential, find_device
from onedoor.refusals import WebError, WebErrorCode
from onedoor.staff.models import Role
from onedoor.staff.queries import StaffCredential, find_staff
from onedoor.web.context import database, now

SESSION_COOKIE = "onedoor_session"
DEVICE_COOKIES = {DeviceKind.KIOSK: "onedoor_kiosk", DeviceKind.DISPLAY: "onedoor_display"}
PUBLIC = "public"
CLERK = frozenset({Role.CLERK, Role.HEAD, Role.ADMINISTRATOR})
HEAD = frozenset({Role.HEAD, Role.ADMINISTRATOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
KIOSK = frozenset({DeviceKind.KIOSK})
DISPLAY = frozenset({DeviceKind.DISPLAY})
Allowed = str | frozenset[Role] | frozenset[DeviceKind]
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
COOKIE_SECONDS = 400 * 24 * 3600


def require(allowed: Allowed) -> None:
    """Raise unless the request comes from somebody who is allowed, and from our own pages or a program."""
    refuse_foreign_origin()
    if isinstance(allowed, str):
        return
    if any(isinstance(each, Role) for each in allowed):
        _require_role(allowed)
    else:
        _require_device(allowed)


def current_staff() -> StaffCredential:
    """The signed-in member of staff. Raises sign_in_needed."""
    staff = staff_or_none()
    if staff is None:
        raise WebError(WebErrorCode.sign_in_needed)
    return staff


def staff_or_none() -> StaffCredential | None:
    """The signed-in member of staff, looked up once per request."""
    if "staff" not in g:
        secret = session_secret()
        with database().glance() as connection:
            g.staff = find_staff(connection, secret, now()) if secret else None
    found: StaffCredential | None = g.staff
    return found


def session_secret() -> str | None:
    """The secret of the session that the request shows."""
    return request.cookies.get(SESSION_COOKIE)


def current_device(kind: DeviceKind) -> DeviceCredential:
    """The enrolled device of this kind. Raises device_not_enrolled."""
    device = device_or_none(kind)
    if device is None:
        raise WebError(WebErrorCode.device_not_enrolled)
    return device


def device_or_none(kind: DeviceKind) -> DeviceCredential | None:
    """The device of this kind behind the request, if it is enrolled."""
    token = device_token(kind)
    device = _holder(token) if token else None
    return device if device and device.kind == kind else None


def device_token(kind: DeviceKind) -> str | None:
    """The device's token that the request shows."""
    return bearer() or request.cookies.get(DEVICE_COOKIES[kind])


def asking_address() -> str:
    """Where the request comes from, as the believed proxies say."""
    return request.remote_addr or ""


def set_secret_cookie(response: Response, name: str, secret: str, seconds: int = COOKIE_SECONDS) -> None:
    """Give the browser a secret that no script reads and no other site sends."""
    response.set_cookie(
        name, secret, max_age=seconds, httponly=True, samesite="Strict", secure=request.is_secure, path="/"
    )


def refuse_foreign_origin() -> None:
    """Refuse commands that another site's page sends; programs send no Origin at all."""
    origin = request.headers.get("Origin")
    if origin is None or request.method in SAFE_METHODS:
        return
    if origin.partition("://")[2] != request.host:
        raise WebError(WebErrorCode.foreign_origin)


def _require_role(allowed: Iterable[object]) -> None:
    if current_staff().role not in allowed:
        raise WebError(WebErrorCode.wrong_role)


def _require_device(allowed: Iterable[object]) -> None:
    if not any(device_or_none(kind) for kind in DeviceKind if kind in allowed):
        raise WebError(WebErrorCode.device_not_enrolled)


def _holder(token: str) -> DeviceCredential | None:
    """The device that holds this token, looked up once per request."""
    holders: dict[str, DeviceCredential | None] = g.setdefault("device_by_token", {})
    if token not in holders:
        with database().glance() as connection:
            holders[token] = find_device(connection, token)
    return holders[token]


def bearer() -> str | None:
    """The token that a program shows, if it shows one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else None
