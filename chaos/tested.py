"""The faults that have tests of their own, which are run here once more."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from chaos.finding import Finding

PROJECT = Path(__file__).parents[1]
TESTED = (
    (
        "a printer hangs, has no paper, is cut off in the middle of a ticket",
        "a ticket of which a byte may have gone out is uncertain, any other is tried again until it expires",
        ("tests/unit/printing/test_transports.py", "tests/integration/printing"),
    ),
    (
        "the clock jumps in a running server, and midnight while people wait",
        "no ticket is given out before the date is confirmed; the day is closed once, and numbers begin again",
        ("tests/integration/tickets/test_clock.py", "tests/integration/tickets/test_days.py"),
    ),
    (
        "a page that reads nothing",
        "the others hear everything; it is cut off when 500 messages wait for it",
        ("tests/integration/serving/test_broadcasts.py",),
    ),
    (
        "a full disk, a lock that is not given back, no PostgreSQL, as screens and the operator see them",
        "503 with words, nothing changed, one line in the log; the same touch gets its ticket afterwards",
        ("tests/web/test_outages.py",),
    ),
    (
        "3,000 half-open connections, and requests byte by byte",
        "everybody else is answered; a head and a body have 10 s each",
        ("tests/integration/serving/test_slow_requests.py",),
    ),
    (
        "a flood of requests from one address, through nginx",
        "held back and refused (429), while a hall of 300 phones behind one address, and any other address, is served",
        ("tests/integration/deploy/test_crowds.py",),
    ),
    (
        "floods of bad JSON, of bad packets and of questions",
        "refused or cut off; others are answered, neither memory nor log grows",
        ("tests/integration/serving/test_floods.py",),
    ),
)


def faults_with_tests() -> Iterator[Finding]:
    """Run the tests of each."""
    for fault, expected, tests in TESTED:
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", *tests]
        run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        seen = run.stdout.strip().splitlines()[-1]
        yield Finding(fault, expected, seen, () if run.returncode == 0 else (seen,))
