"""Runs all measurements; the report goes to standard output, what the servers say to standard error."""

import sys
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.calling import measure_calling
from benchmarks.issuing import measure_issuing
from benchmarks.report import write_report
from benchmarks.starting import measure_starting


def main() -> None:
    """Measure issuing, calling and starting, each on fresh data, and print the report."""
    with redirect_stdout(sys.stderr), TemporaryDirectory() as folder:
        folders = [Path(folder) / name for name in ("issuing", "calling", "starting")]
        for each in folders:
            each.mkdir()
        print("issuing tickets ...")
        issuing = measure_issuing(folders[0])
        print("calling ...")
        calling = measure_calling(folders[1])
        print("starting ...")
        starting = measure_starting(folders[2])
    print(write_report(issuing, calling, starting), end="")


if __name__ == "__main__":
    main()
