"""A program for a test of garbage collection: starts the application in a folder, as the server does.

It says how many objects a collection of everything has to look through then, and how many collections there are while
as many objects are made as thousands of websockets take. Run as `python -m tests.collecting_program FOLDER`.
"""

import gc
import sys
from pathlib import Path

from onedoor.clock import StoppedClock
from tests.factories import TUESDAY_MORNING, create_running

OBJECTS_OF_MANY_PAGES = 100_000


def main(folder: Path) -> None:
    application = create_running(folder, StoppedClock(TUESDAY_MORNING))
    application.running.start()
    looked_through = len(gc.get_objects())
    before = _collections()
    pages = [[page] for page in range(OBJECTS_OF_MANY_PAGES)]
    sys.stdout.write(f"{looked_through} {_collections() - before}\n")
    pages.clear()


def _collections() -> int:
    return sum(generation["collections"] for generation in gc.get_stats())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
