"""The parts of the measurements in the order of the page; each measures in an empty folder of its own."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.calling import measure_calling
from benchmarks.calling_next import measure_calling_next
from benchmarks.issuing import measure_issuing
from benchmarks.neighbours import measure_neighbours
from benchmarks.pages import measure_pages
from benchmarks.section import Section
from benchmarks.several_processes import measure_several_processes
from benchmarks.slow_disk import measure_slow_disk
from benchmarks.starting import measure_starting
from benchmarks.year import measure_year

PARTS: dict[str, Callable[[Path], Section]] = {
    "issuing": measure_issuing,
    "calling": measure_calling,
    "calling-next": measure_calling_next,
    "starting": measure_starting,
    "pages": measure_pages,
    "several-processes": measure_several_processes,
    "slow-disk": measure_slow_disk,
    "neighbours": measure_neighbours,
    "year": measure_year,
}
