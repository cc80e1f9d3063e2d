"""The results as one Markdown page: machine, command, tables, and how they stand to the goals."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median

from benchmarks.calling import CALLS_PER_ROUND, DISPLAYS, TICKETS_IN_A_ROW, HallRound
from benchmarks.calling import ROUNDS as HALL_ROUNDS
from benchmarks.figures import median_of
from benchmarks.issuing import CLIENTS, EMPTY, ONE_ROW, ROUND_SECONDS, TICKET, Rounds
from benchmarks.issuing import ROUNDS as ISSUE_ROUNDS
from benchmarks.starting import STARTS

PACKAGES = ("eventlet", "Flask", "Flask-SocketIO", "SQLAlchemy")
MOST_TIMES_ONE_ROW = 2.0
FEWEST_TICKETS_PER_SECOND = 1000
MOST_TIMES_P50 = 3.0
MOST_HALL_MS = 5.0
MOST_TIMES_QUIET = 1.5
MOST_START_SECONDS = 1.5


def write_report(issuing: Rounds, calling: dict[str, list[HallRound]], starting: Sequence[float]) -> str:
    """The page; `starting` are the seconds of each start."""
    parts = (
        _heading(),
        _goals(issuing, calling, starting),
        _issuing(issuing),
        _calling(calling),
        _starting(starting),
    )
    return "\n\n".join(parts) + "\n"


def _heading() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"""# Results

Written by `make bench` (`.venv/bin/python -m benchmarks`) on {datetime.now(UTC):%d/%m/%Y at %H:%M} UTC.

- Machine: {_processor()}, {os.cpu_count()} cores, Linux {platform.release()}; load average at the end \
{os.getloadavg()[1]:.1f} (5 minutes).
- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}.

Machines are noisy: the ratios of one run are the result, not the milliseconds.
How it is measured: [README.md](README.md)."""


def _goals(issuing: Rounds, calling: dict[str, list[HallRound]], starting: Sequence[float]) -> str:
    times_one_row = _p50(issuing, TICKET, 1) / _p50(issuing, ONE_ROW, 1)
    per_second = median_of(issuing[TICKET, 32], lambda load: load.per_second)
    times_p50 = _p99(issuing, TICKET, 32) / _p50(issuing, TICKET, 32)
    quiet, printing = (median_of(calling[how], lambda each: each.p99) for how in ("quiet", "printing"))
    return _table(
        ("goal", "limit", "measured", ""),
        (
            _at_most("ticket / a route that commits one row, 1 client, p50", times_one_row, MOST_TIMES_ONE_ROW, " x"),
            _at_least("tickets per second, 32 clients", per_second, FEWEST_TICKETS_PER_SECOND),
            _at_most("ticket, 32 clients, p99 / p50", times_p50, MOST_TIMES_P50, " x"),
            _at_most(f"call to hall, {DISPLAYS} displays, p99", quiet, MOST_HALL_MS, " ms"),
            _at_most("call to hall, p99, printing / quiet", printing / quiet, MOST_TIMES_QUIET, " x"),
            _at_most("start to first page, second start", median(starting), MOST_START_SECONDS, " s"),
        ),
    )


def _issuing(rounds: Rounds) -> str:
    rows = (_issuing_row(rounds, name, clients) for clients in CLIENTS for name in (EMPTY, ONE_ROW, TICKET))
    return f"""## Issuing a ticket, beside the floor

Medians of {ISSUE_ROUNDS} rounds of {ROUND_SECONDS:g} s each; the three routes take turns within each round.

{_table(("clients", "route", "p50, ms", "p99, ms", "per second", "p50 / one row"), rows)}"""


def _issuing_row(rounds: Rounds, name: str, clients: int) -> tuple[str, ...]:
    loads = rounds[name, clients]
    return (
        str(clients),
        name,
        f"{_p50(rounds, name, clients):.2f}",
        f"{_p99(rounds, name, clients):.2f}",
        f"{median_of(loads, lambda load: load.per_second):,.0f}",
        f"{_p50(rounds, name, clients) / _p50(rounds, ONE_ROW, clients):.2f}",
    )


def _calling(rounds: dict[str, list[HallRound]]) -> str:
    rows = (_calling_row(how, each) for how, each in rounds.items())
    return f"""## From the call to the hall

From sending `POST /counter/<counter>/calls` to `ticket_called` on each of {DISPLAYS} displays; medians of \
{HALL_ROUNDS} rounds of at least {CALLS_PER_ROUND} calls, in turns without and with {TICKETS_IN_A_ROW} tickets at a \
time printing in a row.

{_table(("", "p50, ms", "p99, ms", "p99 of each round"), rows)}"""


def _calling_row(how: str, rounds: Sequence[HallRound]) -> tuple[str, ...]:
    each = ", ".join(f"{one.p99:.1f}" for one in rounds)
    return how, f"{median_of(rounds, lambda one: one.p50):.2f}", f"{median_of(rounds, lambda one: one.p99):.2f}", each


def _starting(seconds: Sequence[float]) -> str:
    each = ", ".join(f"{one:.2f}" for one in seconds)
    return f"""## Starting

`onedoor serve` on data that exists, to the first page answered: median of {STARTS} starts \
{median(seconds):.2f} s ({each})."""


def _p50(rounds: Rounds, name: str, clients: int) -> float:
    return median_of(rounds[name, clients], lambda load: load.p50)


def _p99(rounds: Rounds, name: str, clients: int) -> float:
    return median_of(rounds[name, clients], lambda load: load.p99)


def _at_most(goal: str, value: float, limit: float, unit: str) -> tuple[str, ...]:
    return goal, f"at most {limit:g}{unit}", f"{value:.2f}{unit}", _reached(value <= limit)


def _at_least(goal: str, value: float, limit: float) -> tuple[str, ...]:
    return goal, f"at least {limit:,g}", f"{value:,.0f}", _reached(value >= limit)


def _reached(is_reached: bool) -> str:
    return "reached" if is_reached else "**missed**"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = (line.partition(":")[2].strip() for line in file if line.startswith("model name"))
        return next(models, platform.machine())
