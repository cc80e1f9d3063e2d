"""What a server needs to speak https. Loads no more than that: it is looked at before the server program runs."""

import ssl
from pathlib import Path

from onedoor.settings import Settings
from onedoor.tls.errors import TlsError


def load_tls(settings: Settings) -> ssl.SSLContext | None:
    """How the server speaks https, None where it speaks http. Raises `TlsError`."""
    certificate = settings.serving_certificate
    return make_context(certificate, settings.tls_key) if certificate else None


def make_context(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    """TLS 1.2 and newer with this certificate; its file holds the key, too, where none is given. Raises `TlsError`."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # A client that asks for it again and again would have the server compute without end.
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise TlsError(f"cannot speak https with {certificate} ({error})") from error
    return context
