"""Breaks a running centre in every way that is known, and says what was expected and what was seen."""

import secrets
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from chaos.finding import table
from chaos.kills import kill_again_and_again
from chaos.page import PAGE, keep

KILLS = 50


@click.command(help=f"Break a running centre; ends with status 1 if a promise was broken. Written to {PAGE.name}.")
@click.option("--kills", default=KILLS, help=f"how often a process is killed; the page keeps runs of {KILLS} or more")
@click.option("--seed", default=lambda: secrets.randbelow(1_000_000), type=int, help="repeats a run")
def main(kills: int, seed: int) -> None:
    """Print each fault as it comes, and the whole as a table in the end."""
    with TemporaryDirectory() as folder:
        findings = kill_again_and_again(Path(folder), kills, seed)
    print(table(findings))
    if kills >= KILLS:
        keep(findings, seed)
    sys.exit(not all(finding.is_well for finding in findings))


if __name__ == "__main__":
    main()
