"""Breaks a running centre in every way that is known, and says what was expected and what was seen."""

import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from chaos.faults import faults_of_one_machine, faults_of_several_machines
from chaos.finding import Finding, table
from chaos.kills import kill_again_and_again
from chaos.page import PAGE, keep
from chaos.tested import faults_with_tests

KILLS = 50


@click.command(help=f"Break a running centre; ends with status 1 if a promise was broken. Written to {PAGE.name}.")
@click.option("--kills", default=KILLS, help=f"how often a process is killed; the page keeps runs of {KILLS} or more")
@click.option("--seed", default=lambda: secrets.randbelow(1_000_000), type=int, help="repeats a run")
def main(kills: int, seed: int) -> None:
    """Print each fault as it comes, and the whole as a table in the end."""
    findings: list[Finding] = []
    for finding in _all_faults(kills, seed):
        print(f"{finding.fault}: {finding.seen}", flush=True)
        findings.append(finding)
    print(table(findings))
    if kills >= KILLS:
        keep(findings, seed)
    sys.exit(not all(finding.is_well for finding in findings))


def _all_faults(kills: int, seed: int) -> Iterator[Finding]:
    with TemporaryDirectory() as folder:
        yield from kill_again_and_again(Path(folder), kills, seed)
    with TemporaryDirectory() as folder:
        yield from faults_of_one_machine(Path(folder))
    with TemporaryDirectory() as folder:
        yield from faults_of_several_machines(Path(folder))
    yield from faults_with_tests()


if __name__ == "__main__":
    main()
