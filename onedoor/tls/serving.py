"""https from the start of a server on, and a word in the log when certificates near their end."""

import logging
import ssl
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from onedoor.background import sleep, start_task
from onedoor.clock import SystemClock
from onedoor.settings import AUTHORITY_FILE, SERVER_FILE, Settings
from onedoor.tls.context import load_tls
from onedoor.tls.errors import TlsError

TOLD_BEFORE = timedelta(days=30)
TOLD_EVERY_SECONDS = 24 * 3600.0

log = logging.getLogger(__name__)


def start_tls(settings: Settings) -> ssl.SSLContext | None:
    """How the server speaks https, None where it speaks http; from now on the log tells of certificates that end.

    Raises `TlsError`.
    """
    context = load_tls(settings)
    if context:
        used = (settings.serving_certificate, settings.tls_dir / AUTHORITY_FILE)
        start_task(_tell_every_day, [path for path in used if path and path.exists()])
    return context


def ending(certificates: Iterable[Path], now: datetime) -> list[str]:
    """A sentence for each certificate that has ended or soon will."""
    dates = ((path, _end_of(path)) for path in certificates)
    return [
        f"the certificate {path} ends on {end:%Y-%m-%d}: see `onedoor tls init`"
        for path, end in dates
        if end - now < TOLD_BEFORE
    ]


def certificate_end(settings: Settings) -> datetime | None:
    """Until when the certificate of https is valid, whether the server uses it or a proxy; None if none can be read."""
    path = settings.serving_certificate or settings.tls_dir / SERVER_FILE
    try:
        return _end_of(path) if path.exists() else None
    except TlsError:
        return None


def _end_of(certificate: Path) -> datetime:
    # A server over plain http needs nothing of this package, nor one over https to start.
    from onedoor.tls.files import read_certificate

    return read_certificate(certificate).not_valid_after_utc


def _tell_every_day(certificates: list[Path]) -> None:
    while True:
        for sentence in ending(certificates, SystemClock().now()):
            log.warning(sentence)
        sleep(TOLD_EVERY_SECONDS)
