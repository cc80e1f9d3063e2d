"""Two come at once, after many who came alone: `python -m tests.groups_program SECONDS`, which a commit takes.

It runs under green threads and says how large their groups were.
"""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet

eventlet.monkey_patch()

import sys
from collections.abc import Callable, Sequence

from eventlet.patcher import original

from onedoor.database.group import LOOK_AROUND_EVERY, Groups, Member

block = original("time").sleep


def main(seconds: float) -> None:
    """Say the sizes of the last groups."""
    sizes: list[int] = []

    def serve(_key: int, group: Sequence[Member]) -> Callable[[], None]:
        sizes.append(len(group))
        block(seconds)
        return lambda: None

    groups = Groups(serve)
    for _ in range(LOOK_AROUND_EVERY + 1):
        groups.join(1, lambda _: None)
    sizes.clear()
    for task in [eventlet.spawn(groups.join, 1, lambda _: None) for _ in range(2)]:
        task.wait()
    sys.stdout.write(" ".join(map(str, sizes)))


if __name__ == "__main__":
    main(float(sys.argv[1]))
