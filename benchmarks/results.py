"""The last results of each part, kept as files, so that one part can be measured again without the others."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from benchmarks.section import Section

FOLDER = Path(__file__).parent / "results"


class Result(BaseModel):
    """A section with the time at which its measuring ended, and the load average of the 5 minutes before."""

    model_config = ConfigDict(frozen=True)

    section: Section
    measured_at: datetime
    load_average: float


def keep(part: str, section: Section) -> None:
    """Write down what was measured just now."""
    FOLDER.mkdir(exist_ok=True)
    result = Result(section=section, measured_at=datetime.now(UTC), load_average=os.getloadavg()[1])
    _file(part).write_text(result.model_dump_json(indent=2), "utf-8")


def read_results(parts: Iterable[str]) -> list[Result]:
    """What is known of these parts, in their order."""
    return [Result.model_validate_json(_file(part).read_text("utf-8")) for part in parts if _file(part).exists()]


def _file(part: str) -> Path:
    return FOLDER / f"{part}.json"
