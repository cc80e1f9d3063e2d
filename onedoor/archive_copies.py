"""The archives of the log beside the backups: rows of old years are in these files only.

An archive never changes once it is written, so that each is copied once. A copy's name carries a part of its digest: a
year that was archived again after a restore is another file, and both stay.
"""

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from onedoor.centres.queries import read_centre_ids
from onedoor.database.backup import force_to_disk
from onedoor.database.restore import ASIDE, ASIDE_AT
from onedoor.database.session import Database
from onedoor.queueing.log_chain import BrokenChain
from onedoor.tickets.archive_file import FOLDER, SUFFIX, read_archive
from onedoor.tickets.queries.audit import read_archives, verify_archive

DIGEST_SIGNS = 12


@dataclass(frozen=True)
class BroughtBack:
    """The archives that a restored database lists and that are nowhere, and where files are that it does not list."""

    missing: Sequence[str]
    set_aside: Path | None


def copy_archives(data: Path, backups: Path) -> list[Path]:
    """Copy the archives of a data folder that are not among the backups yet; answers the new copies.

    Each is followed row by row. Raises BrokenChain and OSError; the copies before are there then.
    """
    return [copy for file in _archives_in(data / FOLDER) if (copy := _copy_once(file, backups / FOLDER))]


def bring_archives_back(database: Database, backups: Path, data: Path) -> BroughtBack:
    """Let a data folder hold the archives that its restored database lists, and no others.

    They are looked for beside the backup, and among what was set aside before. Raises OSError.
    """
    listed = _listed_in(database)
    strangers = [
        file for file in _archives_in(data / FOLDER) if file.name not in listed or not _is_true(database, file)
    ]
    set_aside = _set_aside(strangers, data / ASIDE / f"{FOLDER}-{datetime.now(UTC).strftime(ASIDE_AT)}")
    wanted = [name for name in listed if not (data / FOLDER / name).exists()]
    sources = [backups / FOLDER, *(data / ASIDE).glob(f"{FOLDER}-*")]
    missing = [name for name in wanted if not _bring_back(database, sources, data / FOLDER / name)]
    return BroughtBack(missing, set_aside)


def _archives_in(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"))


def _listed_in(database: Database) -> list[str]:
    with database.read() as connection:
        centres = read_centre_ids(connection)
        return [archive.file for centre_id in centres for archive in read_archives(connection, centre_id)]


def _is_true(database: Database, file: Path) -> bool:
    """Whether this is an archive that the database lists, whole."""
    try:
        with database.read() as connection:
            verify_archive(connection, file)
    except BrokenChain:
        return False
    return True


def _copy_once(file: Path, folder: Path) -> Path | None:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()[:DIGEST_SIGNS]
    copy = folder / f"{file.name.removesuffix(SUFFIX)}.{digest}{SUFFIX}"
    if copy.exists():
        return None
    _copy(file, copy)
    return copy


def _bring_back(database: Database, sources: Sequence[Path], file: Path) -> bool:
    """Whether there is a copy that the database knows; it is in its place then."""
    named = (copy for source in sources for copy in source.glob(f"{file.name.removesuffix(SUFFIX)}.*"))
    copy = next((copy for copy in named if _is_true(database, copy)), None)
    if copy:
        _copy(copy, file)
    return copy is not None


def _copy(source: Path, target: Path) -> None:
    """Copy a whole archive; its name is there when it is on the disk. Raises BrokenChain and OSError."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        with open(part, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file, source.open("rb") as old:
            shutil.copyfileobj(old, file)
        read_archive(part)
        force_to_disk(part)
        part.rename(target)
        force_to_disk(target.parent)
    except BrokenChain as error:
        raise BrokenChain(f"{source}: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _set_aside(files: Sequence[Path], folder: Path) -> Path | None:
    if not files:
        return None
    folder.mkdir(mode=0o700, parents=True)
    for file in files:
        file.rename(folder / file.name)
    return folder
