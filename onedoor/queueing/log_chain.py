"""The chain of a centre's log: each row's hash covers the row and the hash of the row before it.

What is hashed (SHA-256, in hexadecimal digits) is the hash of the row before, a newline, and the row's form. The form
is a JSON object in UTF-8 of the columns that are not null, except `id` and `hash`: keys sorted, no spaces, letters as
they are, the time in UTC as `2026-11-24T01:30:00.000000+00:00`. It is the same on every engine, after a backup and in
an archive, and it never changes, because all hashes that exist were made of it; a column that is added, null in the
rows before it, changes none of them. The first row of a centre follows `START`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from json.encoder import encode_basestring as _text
from typing import Any

START = ""
_UNCHAINED = frozenset({"id", "hash"})


def chained_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row is chained, as JSON holds it; `at` is an aware datetime."""
    values = {name: value for name, value in row.items() if value is not None and name not in _UNCHAINED}
    values["at"] = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return values


def link(before: str, values: Mapping[str, Any]) -> str:
    """The hash of the row with these `chained_values`, which follows the row with the hash `before`."""
    # Numbers and text only: every ticket pays for this, and a JSON encoder takes longer.
    pairs = [f"{_text(name)}:{each if isinstance(each, int) else _text(each)}" for name, each in sorted(values.items())]
    return sha256(f"{before}\n{{{','.join(pairs)}}}".encode()).hexdigest()


class BrokenChain(Exception):
    """Rows are not what was written; the message names the first that is wrong."""


@dataclass
class Chain:
    """A chain as far as it was followed: the hash of its last row, and how many rows there are up to it."""

    head: str = START
    rows: int = 0

    def follow(self, values: Mapping[str, Any], its_hash: str) -> None:
        """Go on to the next row, of which these are the `chained_values`. Raises BrokenChain."""
        if link(self.head, values) != its_hash:
            raise BrokenChain(
                f"row {self.rows + 1} is not what was written: it was changed or put in, or rows before it are missing"
            )
        self.head, self.rows = its_hash, self.rows + 1

    def require_end(self, head: str) -> None:
        """Raise BrokenChain unless the last row is the one with this hash."""
        if self.head != head:
            raise BrokenChain(f"row {self.rows} is not the last that was written: rows were cut off or put in after it")
