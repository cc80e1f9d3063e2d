"""The commands that keep the database and bring it back."""

from pathlib import Path

import click

from onedoor.database.backup import FOLDER, make_backup, remove_older_backups
from onedoor.settings import load_settings


@click.command()
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="not the usual folder backups")
@click.option("--keep", type=click.IntRange(min=1), help="remove all but so many of the newest backups in the folder")
def backup(folder: Path | None, keep: int | None) -> None:
    """Write the whole database into one file, while servers run; the file is checked."""
    settings = load_settings()
    folder = folder or settings.data_dir / FOLDER
    made = make_backup(settings.database, folder)
    click.echo(f"{made.file}: {made.size_bytes / 1e6:.1f} MB, {made.contents.tickets} tickets")
    if keep:
        remove_older_backups(folder, keep)
