"""Measures the parts that are named, or all, and writes RESULTS.md: `python -m benchmarks [part ...]`."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.parts import PARTS
from benchmarks.report import PAGE, write_page
from benchmarks.results import keep, read_results


@click.command(help=f"Measure parts, all if none is named, and write {PAGE.name}. Parts: {', '.join(PARTS)}.")
@click.argument("parts", nargs=-1, type=click.Choice(list(PARTS)))
def main(parts: tuple[str, ...]) -> None:
    """The page is written after each part; parts that are not measured now keep their last results."""
    for name in parts or PARTS:
        click.echo(f"{name} ...")
        with TemporaryDirectory() as folder:
            keep(name, PARTS[name](Path(folder)))
        PAGE.write_text(write_page(read_results(PARTS)), "utf-8")
    click.echo(f"written: {PAGE}")


if __name__ == "__main__":
    main()
