"""Where the server speaks https itself: the certificate of the centre's authority, and what a plain request gets."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, abort, send_file
from werkzeug.utils import redirect
from werkzeug.wrappers import Request
from werkzeug.wrappers import Response as PlainResponse

from onedoor.refusals import WebErrorCode
from onedoor.settings import AUTHORITY_FILE
from onedoor.web.auth import PUBLIC, SAFE_METHODS
from onedoor.web.context import context
from onedoor.web.endpoints import page
from onedoor.web.errors import error_body, status_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AUTHORITY_PATH = f"/{AUTHORITY_FILE}"

blueprint = Blueprint("secure", __name__)


@blueprint.get(AUTHORITY_PATH)
@page(allow=PUBLIC)
def authority_certificate() -> Response:
    """The certificate that a device has to trust before it can use https here; systems open it to be installed."""
    authority = context().settings.tls_dir / AUTHORITY_FILE
    if not authority.exists():
        abort(404)
    return send_file(authority.resolve(), mimetype="application/x-x509-ca-cert", download_name=AUTHORITY_FILE)


def authority_address() -> str | None:
    """Where a device gets the authority's certificate, None if the centre has no authority."""
    return AUTHORITY_PATH if (context().settings.tls_dir / AUTHORITY_FILE).exists() else None


def require_https(app: Flask) -> None:
    """Serve nothing over plain http but the authority's certificate. Call it last: the websocket is behind it, too."""
    app.wsgi_app = _OverHttps(app.wsgi_app)  # type: ignore[method-assign]


class _OverHttps:
    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        if request.is_secure or request.path == AUTHORITY_PATH:
            return self._inner(environ, start_response)
        return _answer_plain(request)(environ, start_response)


def _answer_plain(request: Request) -> PlainResponse:
    """Who only looks is sent on; a command that has travelled in clear is refused, so that its sender is set right."""
    if request.method in SAFE_METHODS:
        return redirect(request.url.replace("http://", "https://", 1), 308)
    body = json.dumps(error_body(WebErrorCode.https_needed), ensure_ascii=False)
    return PlainResponse(body, status_of(WebErrorCode.https_needed), mimetype="application/json")
