"""The place in docs/operations.md that keeps the output of the last whole run."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from chaos.finding import Finding, table

PAGE = Path(__file__).parents[1] / "docs/operations.md"
BEGIN, END = "<!-- make chaos writes from here -->\n", "<!-- to here -->\n"


def keep(findings: Sequence[Finding], seed: int) -> None:
    """Write the findings in place of the last ones."""
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    _, after = rest.split(END)
    when = f"{datetime.now(UTC):%d/%m/%Y at %H:%M} UTC, {os.cpu_count()} cores, Linux {platform.release()}, seed {seed}"
    PAGE.write_text(f"{before}{BEGIN}\n{when}:\n\n{table(findings)}\n\n{END}{after}", "utf-8")
