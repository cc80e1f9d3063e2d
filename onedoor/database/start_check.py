"""Before a server works on a SQLite file: is it there, can it be written, does it look whole?"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from onedoor.database.backup_folder import newest_backups
from onedoor.database.contents import Damaged
from onedoor.database.sqlite_file import look_over

# A year of one centre takes 0.1 s, or 0.5 s from a disk just started; the nightly backup looks at every byte. Longer
# would be half of what a whole start takes.
LOOK_SECONDS = 0.5
LEAST_FREE_BYTES = 16_000_000
NAMED_BACKUPS = 3


class NotReady(Exception):
    """A server cannot work on the database as it is; the message says why and what to do."""


def require_ready_file(file: Path, backups: Path) -> None:
    """Raise `NotReady` if a SQLite file is gone, damaged, or in a place that takes no writes.

    A file that does not exist is fine where no backup says that there has been one.
    """
    _require_place(file.parent)
    kept = newest_backups(backups)
    if file.exists() and file.stat().st_size:
        try:
            look_over(file, LOOK_SECONDS)
        except Damaged as error:
            raise NotReady(f"the database {file} is damaged ({error}). {_way_on(file, kept)}") from error
    elif kept:
        problem = "is empty" if file.exists() else "is gone"
        raise NotReady(
            f"the database {file} {problem}, but there are backups of it. {_way_on(file, kept)}. "
            f"To begin anew, first move {backups} away"
        )


def _require_place(folder: Path) -> None:
    if not folder.is_dir():
        raise NotReady(f"there is no folder {folder}: run `onedoor migrate`, or mount the disk that it is on")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotReady(f"nothing can be written to {folder}: it must belong to the user that runs OneDoor")
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise NotReady(f"the disk of {folder} is full ({free // 1_000_000} MB are free): make room, at least 16 MB")


def _way_on(file: Path, kept: Sequence[Path]) -> str:
    if not kept:
        return (
            f"There is no backup beside it: first copy {file} and what is named like it to a safe place; "
            "`sqlite3 FILE .recover` may save what is left"
        )
    named = ", ".join(map(str, kept[:NAMED_BACKUPS]))
    return f"Nothing was changed. Newest backups: {named}. To bring one back: onedoor restore {kept[0]}"
