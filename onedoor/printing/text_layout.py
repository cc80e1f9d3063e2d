"""Lines of text that fit the paper: Lao is written without spaces, so a dictionary finds where a line may end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from icu4py.breakers import CharacterBreaker, LineBreaker

from onedoor.printing.fonts import text_width

SMALLEST_SCALE = 0.7
"""A wrapped text is never set smaller than this part of its size: it takes more lines instead."""

_SCALE_STEPS = (1.0, 0.9, 0.8, SMALLEST_SCALE)
_BALANCING_STEPS = 6


@dataclass(frozen=True)
class SetText:
    """A text as it is drawn: its lines, and its size in dots."""

    lines: tuple[str, ...]
    size: float


def fit_one_line(text: str, size: float, weight: int, width: float) -> SetText:
    """The text on one line, as small as it takes to be at most ``width`` dots wide."""
    natural = text_width(text, size, weight)
    return SetText((text,), size if natural <= width else size * width / natural)


def fit_lines(text: str, size: float, weight: int, width: float, most_lines: int) -> SetText:
    """The text on at most ``most_lines`` lines, smaller where needed; nothing is ever cut off.

    Lines end between phrases (Lao puts spaces there) where that fits, else between words: no dictionary knows
    every place name.
    """
    for scale in _SCALE_STEPS:
        fitted = size * scale
        for pieces in (_phrases(text), _words(text, fitted, weight, width)):
            lines = _balanced(pieces, fitted, weight, width)
            if len(lines) <= most_lines and max(text_width(line, fitted, weight) for line in lines) <= width:
                return SetText(tuple(lines), fitted)
    return SetText(tuple(lines), fitted)


def _balanced(pieces: list[str], size: float, weight: int, width: float) -> list[str]:
    """As few lines as possible, then about equally long: a last line of one short word looks like an accident."""
    lines = _wrapped(pieces, size, weight, width)
    too_narrow, enough = width / 2, width
    for _ in range(_BALANCING_STEPS if len(lines) > 1 else 0):
        middle = (too_narrow + enough) / 2
        narrower = _wrapped(pieces, size, weight, middle)
        if len(narrower) > len(lines):
            too_narrow = middle
        else:
            lines, enough = narrower, middle
    return lines


def _wrapped(pieces: list[str], size: float, weight: int, width: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        longer = lines[-1] + piece
        if lines[-1] and text_width(longer.rstrip(), size, weight) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    return [line.strip() for line in lines]


def _phrases(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text)


def _words(text: str, size: float, weight: int, width: float) -> list[str]:
    """Words, and the syllable clusters of a word that is wider than a line."""
    pieces: list[str] = []
    for word in LineBreaker(text, "lo"):
        too_wide = text_width(word.rstrip(), size, weight) > width
        pieces.extend(CharacterBreaker(word, "lo") if too_wide else [word])
    return pieces
