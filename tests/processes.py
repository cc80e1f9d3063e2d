"""Looking at processes from outside, as the operating system lists them."""

import os
import resource
from pathlib import Path

ESTABLISHED = "01"


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


def processor_seconds(process: int) -> float:
    """The time that a process and everything that it started have computed so far, of those that still run."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0  # a child that has just ended
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(processor_seconds, children_of(process)))


def machine_processor_seconds() -> float:
    """The time that all processors together have computed since the machine started."""
    user, nice, system, _idle, _disk, *interrupts = map(int, Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def connections_of(port: int) -> int:
    """How many connections are open to whoever listens on this port of this machine."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(local.endswith(f":{port:04X}") and state == ESTABLISHED for _, local, _, state, *_ in rows)
