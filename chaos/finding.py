"""What one fault showed: what was expected, what was seen."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One row of the report; `violations` are the broken expectations, in words."""

    fault: str
    expected: str
    seen: str
    violations: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether every expectation was met."""
        return not self.violations


def table(findings: Sequence[Finding]) -> str:
    """The findings as a Markdown table."""
    lines = ["| fault | expected | seen | |", "|---|---|---|---|"]
    for each in findings:
        verdict = "kept" if each.is_well else f"**broken**: {'; '.join(each.violations)}"
        lines.append(f"| {each.fault} | {each.expected} | {each.seen} | {verdict} |")
    return "\n".join(lines)
