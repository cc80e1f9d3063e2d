"""A PostgreSQL database as one file, by PostgreSQL's own programs, which must be at least as new as the server."""

import os
import shutil
import subprocess
from pathlib import Path

from psycopg2.extensions import make_dsn
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from onedoor.database.contents import BackupFailed, Contents, Damaged
from onedoor.database.sqlite_file import REVISION, TICKETS


def dump_database(url: str, target: Path) -> Contents:
    """Write the database as it is at this moment into a file; readers and writers go on meanwhile.

    Raises `BackupFailed`, or `Damaged` if what was written cannot be read again.
    """
    # Not the product's engine: its limits would end a transaction that only keeps the moment.
    engine = create_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            moment = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
            contents = Contents(
                connection.exec_driver_sql(REVISION).scalar_one(), connection.exec_driver_sql(TICKETS).scalar_one()
            )
            options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={target}")
            run_client_program(url, "pg_dump", *options, f"--dbname={_without_password(make_url(url))}")
    except OperationalError as error:
        raise BackupFailed(f"the database does not answer: {error.orig}") from error
    read_dump(url, target)
    return contents


def read_dump(url: str, file: Path) -> None:
    """Read every block of a dump once. Raises `Damaged`."""
    try:
        run_client_program(url, "pg_restore", f"--file={os.devnull}", str(file))
    except BackupFailed as error:
        raise Damaged(f"{file} is damaged: {error}") from error


def revision_of_dump(url: str, file: Path) -> str:
    """The revision of the schema in a dump. Raises `Damaged`."""
    try:
        words = run_client_program(url, "pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    except BackupFailed as error:
        raise Damaged(f"{file} is no whole backup of OneDoor: {error}") from error
    lines = iter(words.splitlines())
    revision = next((next(lines, "") for line in lines if line.startswith("COPY ")), "")
    if not revision:
        raise Damaged(f"{file} is no backup of OneDoor: it names no schema")
    return revision


def load_dump(url: str, file: Path) -> None:
    """Write a dump into the empty database, all of it or nothing. Raises `BackupFailed`."""
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    run_client_program(url, "pg_restore", *options, f"--dbname={_without_password(make_url(url))}", str(file))


def run_client_program(url: str, name: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs; answers what it wrote. Raises `BackupFailed` with what it said."""
    program = shutil.which(name)
    if program is None:
        raise BackupFailed(f"there is no {name}: install PostgreSQL's client programs (package postgresql-client)")
    # The password never stands on a command line, which every user of the machine can read.
    environment = os.environ | ({"PGPASSWORD": password} if (password := make_url(url).password) else {})
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        raise BackupFailed(f"{name} failed: {' '.join(done.stderr.split())}")
    return done.stdout


def _without_password(url: URL) -> str:
    names = url.translate_connect_args(username="user", database="dbname") | dict(url.query)
    return str(make_dsn(**{name: value for name, value in names.items() if name != "password"}))
