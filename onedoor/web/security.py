"""Headers on every answer: pages load nothing from elsewhere, run no inline script, and are framed by nobody.

And which headers of a request are believed when proxies stand in front.
"""

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

POLICY = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
)


def register_security(app: Flask) -> None:
    """Add the headers after each request."""
    app.after_request(_add_headers)


def believe_proxies(app: Flask, proxies: int) -> None:
    """Take address, scheme and host of a request from the `X-Forwarded-*` headers that this many proxies set.

    With none they count for nothing, because anybody could send them. Call it after the websocket is in place, so that
    its check of the origin sees the same.
    """
    if proxies:
        behind = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        app.wsgi_app = behind  # type: ignore[method-assign]


def _add_headers(response: Response) -> Response:
    given = set(response.headers.keys(lower=True))
    for name, value in HEADERS:
        if name.lower() not in given:
            response.headers.add(name, value)
    if "cache-control" not in given and not request.path.startswith("/static/"):
        response.headers.add("Cache-Control", "no-store")
    return response
