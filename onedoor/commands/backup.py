"""The commands that keep the database and bring it back."""

from pathlib import Path

import click

from onedoor.archive_copies import bring_archives_back, copy_archives
from onedoor.database.backup import make_backup
from onedoor.database.backup_folder import FOLDER, remove_older_backups
from onedoor.launch import hold_server_lock, make_data_folder
from onedoor.opening import open_database
from onedoor.restoring import restore as restore_database
from onedoor.settings import load_settings


@click.command()
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="not the usual folder backups")
@click.option("--keep", type=click.IntRange(min=1), help="remove all but so many of the newest backups in the folder")
def backup(folder: Path | None, keep: int | None) -> None:
    """Write the whole database into one file, while servers run, and copy archives of the log; both are checked."""
    settings = load_settings()
    folder = folder or settings.data_dir / FOLDER
    made = make_backup(settings.database, folder)
    click.echo(f"{made.file}: {made.size_bytes / 1e6:.1f} MB, {made.contents.tickets} tickets")
    for copy in copy_archives(settings.data_dir, folder):
        click.echo(f"{copy}: copied, an archive of the log")
    if keep:
        remove_older_backups(folder, keep)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--skip-numbers",
    "skip",
    type=click.IntRange(0, 10_000),
    default=100,
    show_default=True,
    help="how many numbers each series leaves out today; more than were given out since the backup",
)
def restore(file: Path, skip: int) -> None:
    """Put a backup in the place of the database, while no server runs."""
    settings = load_settings()
    make_data_folder(settings)
    hold_server_lock(settings)
    kept = restore_database(settings, file, skip)
    click.echo(f"{file} is the database now; each series leaves out {skip} numbers today.")
    if kept:
        click.echo(f"The database before is kept in {kept}.")
    archives = bring_archives_back(open_database(settings), file.parent, settings.data_dir)
    if archives.set_aside:
        click.echo(f"Archives of the log that it does not list are kept in {archives.set_aside}.")
    for name in archives.missing:
        click.echo(f"It lists an archive of the log that is not beside the backup: {name}.")
