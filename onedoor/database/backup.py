"""Backups: the whole database as one file, made while the servers run."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from onedoor.database.backup_folder import MADE_AT
from onedoor.database.contents import BackupFailed, Contents
from onedoor.database.postgresql_dump import dump_database
from onedoor.database.sqlite_file import copy_file, file_of

UNFINISHED = ".unfinished"
DUMP_SUFFIX = ".dump"


@dataclass(frozen=True)
class Backup:
    """A backup that is whole and on the disk."""

    file: Path
    contents: Contents

    @property
    def size_bytes(self) -> int:
        """The size of the file."""
        return self.file.stat().st_size


def make_backup(url: str, folder: Path, made_at: datetime | None = None) -> Backup:
    """Write the database as it is now into a file of the folder, and check it.

    It gets its name only when it is whole and on the disk: what bears the name of a backup is one. Raises
    `BackupFailed`, or `Damaged` if the database itself is not whole.
    """
    source = file_of(url)
    try:
        with _alone_in(folder):
            unfinished = folder / UNFINISHED
            unfinished.touch(mode=0o600)  # it holds what the database holds
            contents = copy_file(source, unfinished) if source else dump_database(url, unfinished)
            force_to_disk(unfinished)
            file = unfinished.rename(folder / _name(url, contents, made_at or datetime.now(UTC)))
            force_to_disk(folder)
    except OSError as error:
        raise BackupFailed(f"the backup could not be written to {folder}: {error.strerror}") from error
    return Backup(file, contents)


def force_to_disk(path: Path) -> None:
    """Have a file's content, or the names in a folder, outlive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(url: str, contents: Contents, made_at: datetime) -> str:
    source = file_of(url)
    stem, suffix = (source.stem, source.suffix) if source else (make_url(url).database, DUMP_SUFFIX)
    return f"{stem}-{contents.revision}-{made_at.strftime(MADE_AT)}{suffix}"


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One backup at a time; what one that was cut off has left there is taken away."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _remove_unfinished(folder)
        yield
    finally:
        _remove_unfinished(folder)
        os.close(descriptor)


def _remove_unfinished(folder: Path) -> None:
    for file in folder.glob(f"{UNFINISHED}*"):
        file.unlink()
