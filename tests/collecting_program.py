"""A program for a test of garbage collection: starts the application in a folder, as the server does.

It says how many objects a collection of everything has to look through then; and while as many objects are made as
thousands of websockets take, how many collections there are, and how many objects the largest of them looks through.
Run as `python -m tests.collecting_program FOLDER`.
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
    collections: list[int] = []

    def note(phase: str, collection: dict[str, int]) -> None:
        if phase == "start":
            collections.append(sum(len(gc.get_objects(young)) for young in range(collection["generation"] + 1)))

    gc.callbacks.append(note)
    pages = [[page] for page in range(OBJECTS_OF_MANY_PAGES)]
    gc.callbacks.remove(note)
    sys.stdout.write(f"{looked_through} {len(collections)} {max(collections)}\n")
    pages.clear()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
