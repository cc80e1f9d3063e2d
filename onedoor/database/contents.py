"""What a database or a backup of it holds, and what is said of one that is not whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contents:
    """The revision of the schema, and how many tickets there are."""

    revision: str
    tickets: int


class Damaged(Exception):
    """A database or a backup cannot be read as a whole; the message says which, and what was found."""


class BackupFailed(Exception):
    """No backup was made; the message says why and what to do."""
