"""What a part of the measurements yields: its goals, and its section of the page of results."""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict


class Goal(BaseModel):
    """A limit and what was measured, both as they are printed."""

    model_config = ConfigDict(frozen=True)

    what: str
    limit: str
    measured: str
    is_reached: bool


class Section(BaseModel):
    """One part's results; `text` is Markdown."""

    model_config = ConfigDict(frozen=True)

    title: str
    goals: tuple[Goal, ...]
    text: str


def at_most(what: str, value: float, limit: float, unit: str) -> Goal:
    """A goal that the value must not exceed; `unit` follows both as it stands, such as ` ms`."""
    return Goal(what=what, limit=f"at most {limit:g}{unit}", measured=f"{value:.2f}{unit}", is_reached=value <= limit)


def at_least(what: str, value: float, limit: float, unit: str = "") -> Goal:
    """A goal that the value must reach."""
    digits = 0 if limit >= 10 else 2
    return Goal(
        what=what,
        limit=f"at least {limit:,g}{unit}",
        measured=f"{value:,.{digits}f}{unit}",
        is_reached=value >= limit,
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
