"""A program that runs for as long as its owner does: on a port of its own, with its words in a log."""

import os
import pwd
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import BinaryIO, Self

START_SECONDS = 30.0
STOP_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.02
OTHER_USER = "nobody"
# Linux gives the ports above to outgoing connections.
PORTS = range(20_000, 32_768)


class ProgramFailed(Exception):
    """A program is not there, did not start or did not end; the message says which one, and what it said last."""


class Program:
    """One running program. Use it inside `with`: on exit it is asked to end, and killed if it does not.

    `ready` says whether it answers yet; `stop_signal` is what it takes as a request to end in order. The kernel sends
    the same signal when the owner dies, so that nothing is left behind. A program that `drops_root` runs as another
    user if its owner is root.
    """

    def __init__(
        self,
        name: str,
        command: list[str],
        log: Path,
        ready: Callable[[], bool],
        *,
        stop_signal: signal.Signals = signal.SIGTERM,
        environment: Mapping[str, str] | None = None,
        drops_root: bool = False,
    ) -> None:
        self.name = name
        self.log = log
        # Only a change of the user would make the kernel forget the signal, so that comes first.
        on_death = ["setpriv", "--pdeathsig", stop_signal.name.removeprefix("SIG")]
        self._command = [*(without_root() if drops_root else ()), *on_death, "--", *command]
        self._ready = ready
        self._stop_signal = stop_signal
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether it runs no more."""
        return self._process is None or self._process.poll() is not None

    def start(self) -> None:
        """Start it and wait until it answers. Raises `ProgramFailed`."""
        with self.log.open("ab") as log:
            self._process = self._run(log)
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if self.has_ended or time.monotonic() > deadline:
                self.kill()
                raise ProgramFailed(f"{self.name} did not start; {self.last_words()}")
            time.sleep(LOOK_EVERY_SECONDS)

    def _run(self, log: BinaryIO) -> "subprocess.Popen[bytes]":
        try:
            # Ctrl-C in a terminal goes to its whole group; who started the programs ends them in order.
            return subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise ProgramFailed(
                f"{self.name} did not start: there is no {error.filename} (package util-linux)"
            ) from None

    def stop(self) -> None:
        """End it in order. Raises `ProgramFailed` if it must be killed."""
        if self._process is None:
            return
        self._process.send_signal(self._stop_signal)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ProgramFailed(f"{self.name} did not end and was killed; {self.last_words()}") from None

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def last_words(self) -> str:
        """The end of its log."""
        return f"the end of {self.log}:\n{self.log.read_text(errors='replace')[-2000:]}"


def installed_program(variable: str, package: str, name: str) -> str:
    """The path of a program: what the environment variable names, else the one in the Python package.

    Raises `ProgramFailed` if there is neither.
    """
    if chosen := os.environ.get(variable):
        return chosen
    with suppress(metadata.PackageNotFoundError):
        for file in metadata.files(package) or ():
            if file.name == name:
                return str(file.locate())
    raise ProgramFailed(f"there is no {name}: install the Python package {package}, or let {variable} name one")


def free_port() -> int:
    """A port of this machine on which nobody listens, and that no outgoing connection can take before it is used."""
    while True:
        port = secrets.choice(PORTS)
        with suppress(OSError), socket.socket() as trial:
            trial.bind(("127.0.0.1", port))
            return port


def takes_connections(port: int) -> bool:
    """Whether somebody listens on this port of this machine."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def without_root() -> list[str]:
    """What to put before a command so that it runs as another user if this is root; PostgreSQL refuses root.

    The other user may enter every folder as root may: test folders and homes are closed to others.
    """
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam(OTHER_USER)
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", *identity, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"]


def give_to_other_user(folder: Path) -> None:
    """Let the other user own an existing folder, if this is root."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(OTHER_USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
