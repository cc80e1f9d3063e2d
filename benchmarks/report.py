"""The results as one Markdown page: machine, command, how they stand to the goals, and a section for each part."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.results import Result
from benchmarks.section import Goal, table

PAGE = Path(__file__).parent / "RESULTS.md"
PACKAGES = ("eventlet", "Flask", "Flask-SocketIO", "SQLAlchemy")


def write_page(results: Sequence[Result]) -> str:
    """The page of these results."""
    goals = [_goal(goal) for result in results for goal in result.section.goals]
    parts = (_heading(), table(("goal", "limit", "measured", ""), goals), *map(_section, results))
    return "\n\n".join(parts) + "\n"


def _heading() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"""# Results

Written by `make bench` (`.venv/bin/python -m benchmarks`).

- Machine: {_processor()}, {os.cpu_count()} cores, Linux {platform.release()}.
- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}.

Machines are noisy: the ratios of one run are the result, not the milliseconds.
How it is measured: [README.md](README.md)."""


def _goal(goal: Goal) -> tuple[str, ...]:
    return goal.what, goal.limit, goal.measured, "reached" if goal.is_reached else "**missed**"


def _section(result: Result) -> str:
    return f"""## {result.section.title}

{result.section.text}

Measured on {result.measured_at:%d/%m/%Y at %H:%M} UTC; load average {result.load_average:.1f} (5 minutes)."""


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = (line.partition(":")[2].strip() for line in file if line.startswith("model name"))
        return next(models, platform.machine())
