"""The file of a year of a centre's log: compressed JSON lines, to be read without the program that wrote them.

The first line says what it is: `{"centre": CODE, "year": 2025, "after": HASH}`, with the hash that its first row
follows. Then comes a line for each row: `{"hash": HASH, "row": {...}}`, with the values that
`onedoor.queueing.log_chain` chains.
"""

import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from onedoor.queueing.log_chain import BrokenChain, Chain

FOLDER = "archive"
SUFFIX = ".jsonl.gz"

Write = Callable[[Mapping[str, Any], str], None]


@dataclass(frozen=True)
class Heading:
    """The first line of the file."""

    centre: str
    year: int
    after: str


@contextmanager
def new_archive(path: Path, heading: Heading) -> Iterator[Write]:
    """Write rows, as values and hash, to a new file: at the end it is on the disk, after a failure it is not there.

    Raises OSError; FileExistsError if there is such a file, because nothing is ever written over.
    """
    if path.exists():
        raise FileExistsError(f"there is a file {path} already: move it away, or name another folder with --to")
    part = path.with_name(f"{path.name}.part")
    try:
        with open(part, "wb", opener=_open_private) as file:
            with gzip.open(file, "wt", encoding="utf-8") as lines:
                lines.write(_line(asdict(heading)))
                yield lambda values, its_hash: _write(lines, values, its_hash)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        _keep_name(path)
    finally:
        part.unlink(missing_ok=True)


def read_archive(path: Path) -> tuple[Heading, Chain]:
    """What a file is, and its chain, followed to the end. Raises OSError, and BrokenChain also if it is no archive."""
    chain = Chain()
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            heading = Heading(**json.loads(next(lines)))
            chain.head = heading.after
            for line in lines:
                entry = json.loads(line)
                chain.follow(entry["row"], entry["hash"])
    except (gzip.BadGzipFile, zlib.error, EOFError, StopIteration, ValueError, TypeError, KeyError) as error:
        raise BrokenChain(f"the file cannot be read after row {chain.rows}: it is damaged, or no archive") from error
    return heading, chain


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _keep_name(path: Path) -> None:
    """A name is on the disk when its folder is."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(lines: TextIO, values: Mapping[str, Any], its_hash: str) -> None:
    lines.write(_line({"hash": its_hash, "row": values}))


def _line(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"
