"""The files of https in the data folder: who may read them, making and renewing them."""

import os
import socket
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from onedoor.settings import AUTHORITY_FILE, SERVER_FILE, Settings
from onedoor.tls.certificates import NotVouchedFor, Signed, hosts_of, make_authority, make_server_certificate
from onedoor.tls.errors import TlsError
from onedoor.tls.names import Host, hosts_of_machine, without_repeats

AUTHORITY_KEY_FILE = "authority.pem"


def make_certificates(settings: Settings, named: list[Host], now: datetime, new_authority: bool = False) -> None:
    """Make the server's certificate, signed by the centre's authority, which is made if there is none.

    It is for this machine's own names and those named; with none named, for those of the certificate that it replaces.
    Raises `TlsError`.
    """
    folder = settings.tls_dir
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    hosts = without_repeats([*(named or _earlier_hosts(folder)), *hosts_of_machine()])
    if new_authority or not (folder / AUTHORITY_FILE).exists():
        _write_authority(folder, hosts, now)
    try:
        signed = make_server_certificate(_read_authority(folder), hosts, now)
    except NotVouchedFor as error:
        raise TlsError(
            f"the centre's authority was not made for {error}: make another with --new-authority, "
            "and let every device trust that one"
        ) from None
    _write(folder / SERVER_FILE, _pem(signed), 0o600)


def read_certificate(path: Path) -> x509.Certificate:
    """The first certificate in a file. Raises `TlsError`."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise TlsError(f"{path} holds no certificate that can be read ({error})") from error


def _write_authority(folder: Path, hosts: Iterable[Host], now: datetime) -> None:
    title = f"OneDoor {socket.gethostname()} {now:%Y-%m-%d}"
    authority = make_authority(title, hosts, now)
    _write(folder / AUTHORITY_KEY_FILE, _pem(authority), 0o600)
    _write(folder / AUTHORITY_FILE, authority.certificate.public_bytes(Encoding.PEM), 0o644)


def _read_authority(folder: Path) -> Signed:
    path = folder / AUTHORITY_KEY_FILE
    certificate = read_certificate(path)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TlsError(f"{path} holds no key of an authority of OneDoor")
    return Signed(certificate, key)


def _earlier_hosts(folder: Path) -> list[Host]:
    path = folder / SERVER_FILE
    return hosts_of(read_certificate(path)) if path.exists() else []


def _pem(signed: Signed) -> bytes:
    key = signed.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return signed.certificate.public_bytes(Encoding.PEM) + key


def _write(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all; a certificate and its key are one file, so that they always belong together."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
