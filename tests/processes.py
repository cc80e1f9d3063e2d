"""Looking at processes from outside, as the operating system lists them."""

import resource
from pathlib import Path


def children_of(process: int) -> list[int]:
    """The process ids of what a process started."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def is_alive(process: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def memory_bytes(process: int) -> int:
    """The memory that a process holds at this moment (resident set)."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize()
