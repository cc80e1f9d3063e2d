"""A centre without internet, as a program: it installs a bundle, takes a ticket, upgrades, and goes the way back.

`python -m tests.integration.deploy.offline_centre BUNDLE PREFIX`, in a network namespace of its own. It writes what
it saw as JSON.
"""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import requests

from onedoor.demo.http_client import HttpClient
from tests.live_server import TUESDAY_MORNING
from tests.waiting import eventually

PATIENCE = 60.0
PORT = 8080
ADDRESS = f"http://127.0.0.1:{PORT}"
# One clock for the command line and the server: a jump between them would stop the issuing of tickets.
SETTINGS = {
    "ONEDOOR_PORT": str(PORT),
    "ONEDOOR_PUBLIC_URL": "http://192.168.1.20:8080",
    "ONEDOOR_CLOCK_START": TUESDAY_MORNING.isoformat(),
}
SET_INTERFACE_FLAGS, INTERFACE_IS_UP = 0x8914, 0x1
NEXT_VERSION = "99.0"


@dataclass(frozen=True)
class Seen:
    """What happened at the centre; addresses answer with a status."""

    interfaces: list[str]
    first_version: str
    asset: int
    number: str
    follow_url: str
    picture: str
    bytes_printed: int
    upgrade_while_serving: int
    releases: list[str]
    version_after_upgrade: str
    ticket_after_upgrade: int
    version_after_way_back: str
    ticket_after_way_back: int


def main(bundle: Path, prefix: Path) -> Seen:
    bring_loopback_up()
    install(bundle, prefix)
    first_version = current_version(prefix)
    onedoor(prefix, "seed", "--demo")
    token = onedoor(prefix, "device", "token", "kiosk-1")
    with serving(prefix):
        asset = status_of(some_asset())
        ticket = HttpClient(ADDRESS, token).command("/kiosk/tickets", service="birth", language="lo", priority=False)
        picture = eventually(lambda: printed(prefix, ".png"), PATIENCE, "a printed ticket")
        (bundle / "VERSION").write_text(NEXT_VERSION)
        upgrade_while_serving = subprocess.run([bundle / "install.sh", prefix], stdout=sys.stderr).returncode
    install(bundle, prefix)
    version_after_upgrade = current_version(prefix)
    ticket_after_upgrade = status_while_serving(prefix, f"/t/{ticket['token']}")
    go_back(prefix, first_version)
    return Seen(
        interfaces=[name for _, name in socket.if_nameindex()],
        first_version=first_version,
        asset=asset,
        number=ticket["number"],
        follow_url=ticket["follow_url"],
        picture=str(picture),
        bytes_printed=printed(prefix, ".bin").stat().st_size,
        upgrade_while_serving=upgrade_while_serving,
        releases=sorted(folder.name for folder in (prefix / "releases").iterdir()),
        version_after_upgrade=version_after_upgrade,
        ticket_after_upgrade=ticket_after_upgrade,
        version_after_way_back=current_version(prefix),
        ticket_after_way_back=status_while_serving(prefix, f"/t/{ticket['token']}"),
    )


def bring_loopback_up() -> None:
    """A new network namespace has the loopback only, and that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_INTERFACE_FLAGS, struct.pack("16sh", b"lo", INTERFACE_IS_UP))


def install(bundle: Path, prefix: Path) -> None:
    subprocess.run([bundle / "install.sh", prefix], stdout=sys.stderr, check=True)


def go_back(prefix: Path, version: str) -> None:
    """As docs/operations.md says."""
    subprocess.run(["ln", "-sfn", f"releases/{version}", prefix / "current"], check=True)


def current_version(prefix: Path) -> str:
    return os.path.basename(os.readlink(prefix / "current"))


def onedoor(prefix: Path, *arguments: str) -> str:
    """What the installed command line answers."""
    command = [prefix / "current/bin/onedoor", *arguments]
    answer = subprocess.run(
        command, cwd=prefix, env=os.environ | SETTINGS, check=True, stdout=subprocess.PIPE, text=True
    )
    return answer.stdout.strip()


@contextmanager
def serving(prefix: Path) -> Iterator[None]:
    command = [prefix / "current/bin/onedoor", "serve"]
    with subprocess.Popen(command, cwd=prefix, env=os.environ | SETTINGS, stdout=sys.stderr) as server:
        try:
            eventually(answers, PATIENCE, "the installed server answers")
            yield
        finally:
            server.terminate()


def answers() -> bool:
    with suppress(requests.ConnectionError):
        return status_of("/sign-in") == 200
    return False


def status_while_serving(prefix: Path, path: str) -> int:
    with serving(prefix):
        return status_of(path)


def status_of(path: str) -> int:
    return requests.get(ADDRESS + path, timeout=PATIENCE).status_code


def some_asset() -> str:
    """A browser package that came with the bundle."""
    build = requests.get(f"{ADDRESS}/sign-in", timeout=PATIENCE).text.split("/static/")[1].split("/")[0]
    return f"/static/{build}/vendor/lit-html.js"


def printed(prefix: Path, ending: str) -> Path | None:
    """What the printer without hardware keeps."""
    return next(iter((prefix / "data/printers/virtual").glob(f"[!.]*{ending}")), None)


if __name__ == "__main__":
    json.dump(asdict(main(Path(sys.argv[1]), Path(sys.argv[2]))), sys.stdout)
