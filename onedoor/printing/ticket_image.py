"""Draw a ticket as a black and white picture, because no code page of a receipt printer can print Lao."""

from __future__ import annotations

import io
import json
import logging
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

import resvg_py
from PIL import Image

from onedoor.printing.fonts import can_draw, font_files
from onedoor.printing.protocol import PaperWidth, TestPageFacts, TicketFacts
from onedoor.printing.svg_template import Content, fill_template

TEMPLATE_FOLDER = Path(__file__).parent / "templates"
ICON_FOLDER = Path(__file__).parent / "icons"
TRANSLATION_FOLDER = Path(__file__).parents[1] / "translations"

DARK_BELOW = 140
"""Grey values below this become black: thin strokes stay whole on thermal paper. No dithering."""

SPARE_ICON = "file-text"

logger = logging.getLogger(__name__)


class DrawingFailed(Exception):
    """The picture could not be drawn; nothing was sent to the printer."""


def draw(facts: TicketFacts | TestPageFacts, width: PaperWidth, templates: Path = TEMPLATE_FOLDER) -> Image.Image:
    """The picture of a ticket or test page: 1 bit per dot, ``width`` dots wide, as high as it needs.

    A template in ``templates`` replaces the built-in one of the same name. Raises ``DrawingFailed`` for a broken
    template, and ``FontsMissing``.
    """
    texts = _ticket_texts(facts) if isinstance(facts, TicketFacts) else _test_page_texts(facts)
    content = Content({name: _drawable(text) for name, text in texts.items()}, _word, _icon)
    try:
        svg = fill_template(_template(facts.kind, width, templates), content)
        return _black_and_white(_render(svg))
    except (OSError, ParseError, ValueError, KeyError) as error:
        raise DrawingFailed(f"{facts.kind} at {width} dots: {error!r}") from error


def _ticket_texts(facts: TicketFacts) -> dict[str, str]:
    if not all(can_draw(character) for character in facts.number):
        raise DrawingFailed(f"the font cannot show the number {facts.number!r}")
    return facts.model_dump(include={"number", "centre_lo", "centre_en", "service_lo", "service_en", "icon"}) | {
        "people_ahead": str(facts.people_ahead),
        "people_ahead_en": _word("person_ahead" if facts.people_ahead == 1 else "people_ahead", "en"),
        "estimate": "–".join(str(minutes) for minutes in facts.estimate or ()),
        "issued_at": facts.issued_at_local,
        "follow_url": facts.follow_url or "",
        "copy_mark": f"{_word('copy', 'lo')} / {_word('copy', 'en')}" if facts.copy_mark else "",
    }


def _test_page_texts(facts: TestPageFacts) -> dict[str, str]:
    return facts.model_dump(include={"centre_lo", "centre_en", "printer_name", "printed_at_local"})


def _drawable(text: str) -> str:
    """The text without what the font lacks: a name with one odd sign must not cost a citizen the ticket."""
    text = " ".join(text.split())
    missing = {character for character in text if not can_draw(character)}
    if missing:
        logger.warning("left out of %r, the font lacks it: %s", text, sorted(missing))
    return "".join(character for character in text if character not in missing)


def _template(kind: str, width: PaperWidth, folder: Path) -> Path:
    own = folder / f"{kind}_{width}.svg"
    return own if own.is_file() else TEMPLATE_FOLDER / own.name


@lru_cache(maxsize=2)
def _words(language: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((TRANSLATION_FOLDER / f"paper.{language}.json").read_text("utf-8"))
    return words


def _word(key: str, language: str) -> str:
    return _words(language)[f"paper.{key}"]


def _icon(name: str) -> Element:
    file = ICON_FOLDER / f"{name}.svg"
    if not file.is_file():
        logger.warning("no icon %r for paper, %s instead", name, SPARE_ICON)
        file = ICON_FOLDER / f"{SPARE_ICON}.svg"
    return ElementTree.parse(file).getroot()


def _render(svg: str) -> Image.Image:
    picture = resvg_py.svg_to_bytes(
        svg_string=svg, background="#ffffff", skip_system_fonts=True, font_files=font_files()
    )
    return Image.open(io.BytesIO(picture)).convert("L")


def _black_and_white(picture: Image.Image) -> Image.Image:
    return picture.point([0 if grey < DARK_BELOW else 255 for grey in range(256)], "1")
