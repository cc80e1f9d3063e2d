"""The real print worker as a program, for tests: orders in, reports out."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self

from onedoor.printing.protocol import JobReport, PrinterReport, PrintOrder, parse_report

PROJECT = Path(__file__).parents[1]
LAST_STATES = ("sent", "failed", "uncertain")


class PrintWorker:
    """Use it inside ``with``; leaving ends the program by end-of-file."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._arrived: SimpleQueue[JobReport | PrinterReport] = SimpleQueue()
        self.reports: list[JobReport | PrinterReport] = []

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "onedoor.printing.worker", *self._arguments]
        self._program = subprocess.Popen(
            command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def write_line(self, line: str) -> None:
        """Send one line as it is."""
        assert self._program.stdin is not None
        self._program.stdin.write(line + "\n")
        self._program.stdin.flush()

    def order(self, order: PrintOrder) -> None:
        """Send one order."""
        self.write_line(order.to_line())

    def end(self, within: float = 10.0) -> int:
        """Close the orders; answers the exit code, or kills the program and raises when it does not end."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.close()
        try:
            return self._program.wait(within)
        finally:
            self._program.kill()
            self._reader.join(within)
            self._program.stdout.close()

    def job(self, job_id: int, state: str, within: float = 15.0) -> JobReport:
        """The report of this state of a job, as soon as it comes; raises ``AssertionError`` when another end comes."""
        while True:
            for report in self.reports:
                if isinstance(report, JobReport) and report.job_id == job_id:
                    if report.state == state:
                        return report
                    assert report.state not in LAST_STATES, report
            within = self._receive(within)

    def printer(self, code: str, state: str, within: float = 15.0) -> PrinterReport:
        """The report of this state of a printer, as soon as it comes."""
        wanted = PrinterReport.model_validate({"code": code, "state": state})
        while wanted not in self.reports:
            within = self._receive(within)
        return wanted

    def _receive(self, within: float) -> float:
        """Wait for one more report; answers the seconds that are left."""
        started = time.monotonic()
        try:
            self.reports.append(self._arrived.get(timeout=max(within, 0.001)))
        except Empty:
            raise AssertionError(f"no such report in time, only {self.reports}") from None
        return within - (time.monotonic() - started)

    def _read(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            self._arrived.put(parse_report(line))
