"""The backups in a folder, by their names. Loads nothing, so that a server that starts may look for them."""

import re
from pathlib import Path

FOLDER = "backups"
MADE_AT = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r".+-[^-]+-(\d{8}T\d{6}Z)\.\w+")


def newest_backups(folder: Path) -> list[Path]:
    """The backups in a folder, the newest first."""
    named = ((NAME.fullmatch(file.name), file) for file in folder.glob("*"))
    return [file for _, file in sorted(((name[1], file) for name, file in named if name), reverse=True)]


def remove_older_backups(folder: Path, keep: int) -> None:
    """Leave only the newest `keep` backups in a folder."""
    for file in newest_backups(folder)[keep:]:
        file.unlink()
