"""`onedoor audit`: whether the log of tickets is whole, and its old years in files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from sqlalchemy import Connection

from onedoor.centres.queries import read_centre, read_centre_ids
from onedoor.database.session import Database
from onedoor.opening import chosen_centre, open_database
from onedoor.queueing.log_chain import BrokenChain, Chain
from onedoor.settings import load_settings
from onedoor.tickets.actions.archive import archive_years
from onedoor.tickets.archive_file import FOLDER as ARCHIVE_FOLDER
from onedoor.tickets.queries.audit import verify_archive, verify_log

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
Check = Callable[[Connection], Chain]

of_centre = click.option("--centre", metavar="CODE", help="only this centre")


@click.group()
def audit() -> None:
    """The log of who did what with which ticket."""


@audit.command()
@of_centre
@click.argument("files", nargs=-1, type=FILE)
def verify(centre: str | None, files: tuple[Path, ...]) -> None:
    """Follow the log of each centre, or the archives in FILES, row by row. Exit status 1: one is not whole."""
    database = open_database(load_settings())
    checks = [(file.name, partial(verify_archive, file=file)) for file in files] or _logs(database, centre)
    verdicts = [_verdict(database, name, check) for name, check in checks]
    raise SystemExit(0 if all(verdicts) else 1)


@audit.command()
@of_centre
@click.option("--before", type=click.IntRange(2000), metavar="YEAR", required=True, help="the first year that stays")
@click.option("--to", type=FOLDER, help="the folder for the files; if not given, archive/ in the data folder")
def archive(centre: str | None, before: int, to: Path | None) -> None:
    """Move each year before YEAR to a file, and keep the file's head; the server may run."""
    settings = load_settings()
    database = open_database(settings)
    folder = to or settings.data_dir / ARCHIVE_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for centre_id in _centres(database, centre):
        for file in archive_years(database, centre_id, before, folder):
            click.echo(f"{file}: written, and removed from the log")


def _logs(database: Database, centre: str | None) -> list[tuple[str, Check]]:
    """The name of each centre, and what follows its log."""
    centres = _centres(database, centre)
    with database.read() as connection:
        codes = [read_centre(connection, centre_id, database.now()).facts.code for centre_id in centres]
    return [(code, partial(verify_log, centre_id=centre_id)) for code, centre_id in zip(codes, centres, strict=True)]


def _centres(database: Database, centre: str | None) -> list[int]:
    if centre:
        return [chosen_centre(database, centre)]
    with database.read() as connection:
        return read_centre_ids(connection)


def _verdict(database: Database, name: str, check: Check) -> bool:
    """Say of one chain whether it is whole."""
    try:
        with database.read() as connection:
            chain = check(connection)
    except BrokenChain as error:
        click.echo(f"{name}: NOT WHOLE: {error}")
        return False
    click.echo(f"{name}: whole, {chain.rows} rows, head {chain.head}")
    return True
