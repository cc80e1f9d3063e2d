"""The fonts of paper: where the files are, how wide a text is, and which characters can be drawn."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FAMILY = "Noto Sans Lao Looped"
FONT_FOLDER = Path(__file__).parent / "fonts"
WEIGHTS = (400, 600, 700)

_MEASURED_AT = 1000
_COMPARED_AT = 32
_NOT_A_CHARACTER = "\uffff"


class FontsMissing(Exception):
    """The font files were not built, so that Lao would come out as boxes; the message says what to do."""


def font_files() -> list[str]:
    """One file per weight, every script in each; raises ``FontsMissing``."""
    files = [_font_file(weight) for weight in WEIGHTS]
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise FontsMissing(f"{', '.join(missing)} not found in {FONT_FOLDER}: run tools/build_assets.py")
    return [str(file) for file in files]


def text_width(text: str, size: float, weight: int) -> float:
    """Width of one line in dots. Lao marks have no width of their own, so the sum of the advances is exact."""
    return _font(weight, _MEASURED_AT).getlength(text) * size / _MEASURED_AT


@lru_cache(maxsize=4096)
def can_draw(character: str) -> bool:
    """Whether the font has a glyph of its own for this character, rather than the box for a missing one."""
    font = _font(WEIGHTS[0], _COMPARED_AT)
    return bytes(font.getmask(character)) != bytes(font.getmask(_NOT_A_CHARACTER))


@lru_cache(maxsize=2 * len(WEIGHTS))
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_font_file(weight)), size, layout_engine=ImageFont.Layout.BASIC)


def _font_file(weight: int) -> Path:
    return FONT_FOLDER / f"NotoSansLaoLooped-{weight}.ttf"
