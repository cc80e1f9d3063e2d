"""Fill a ticket template: an SVG file that a centre may change with any drawing program.

The drawing is a column of blocks, ``<g data-block="height">``, stacked from the top; what a block draws starts at its
own upper edge. In a block:

- ``data-if="name"`` / ``data-unless="name"``: the block is left out when there is no / some text of that name,
  and the others close up.
- ``<text data-text="name">`` shows a fact, ``<text data-word="key" lang="lo">`` a word of the translation files.
  ``data-width`` is the room in dots: without ``data-lines`` the text shrinks to it; with ``data-lines`` it takes up to
  so many lines, ``data-line-height`` times the size apart, and the block grows, unless it is ``data-fixed="true"``.
- ``<g data-icon="name">`` shows an icon on a grid of 256: the one that a fact of this name names, else the icon itself.
- ``<g data-qr="name" data-size="dots">`` shows a QR code in whole dots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import qrcode

from onedoor.printing.text_layout import SetText, fit_lines, fit_one_line

SVG = "{http://www.w3.org/2000/svg}"
_LINE_SPACING = 1.5


@dataclass(frozen=True)
class Content:
    """What fills a template: facts by name, words by key and language, icons by name."""

    texts: Mapping[str, str]
    words: Callable[[str, str], str]
    icon: Callable[[str], Element]


def fill_template(template: Path, content: Content) -> str:
    """The finished drawing as SVG text, as high as its blocks need; raises ``OSError`` or ``ParseError``."""
    ElementTree.register_namespace("", SVG.strip("{}"))
    drawing = ElementTree.parse(template).getroot()
    height = _stack_blocks(drawing, content)
    drawing.set("height", f"{height:g}")
    drawing.set("viewBox", f"0 0 {drawing.get('width')} {height:g}")
    return ElementTree.tostring(drawing, encoding="unicode")


def _stack_blocks(drawing: Element, content: Content) -> float:
    top = 0.0
    for block in drawing.findall(f"{SVG}g[@data-block]"):
        if not _is_shown(block, content.texts):
            drawing.remove(block)
            continue
        block.set("transform", f"translate(0 {top:g})")
        # Whole dots keep rules and QR modules sharp in every block below a shrunken text.
        top += round(float(block.get("data-block", "0")) + _fill_block(block, content))
    return top


def _is_shown(block: Element, texts: Mapping[str, str]) -> bool:
    needed, unwanted = block.get("data-if"), block.get("data-unless")
    return (needed is None or bool(texts[needed])) and (unwanted is None or not texts[unwanted])


def _fill_block(block: Element, content: Content) -> float:
    """Fill everything in a block; answers by how many dots its texts grew."""
    for place in block.findall(f".//{SVG}g[@data-icon]"):
        name = place.get("data-icon", "")
        place.extend(content.icon(content.texts.get(name, name)))
    for place in block.findall(f".//{SVG}g[@data-qr]"):
        _draw_qr_code(place, content.texts[place.get("data-qr", "")])
    growth = max((_set_text(place, content) for place in block.findall(f".//{SVG}text")), default=0.0)
    return 0.0 if block.get("data-fixed") == "true" else growth


def _set_text(place: Element, content: Content) -> float:
    text = _text_of(place, content)
    if text is None:
        return 0.0
    fitted = _fit(place, text)
    line_height = fitted.size * float(place.get("data-line-height", _LINE_SPACING))
    place.set("font-size", f"{fitted.size:g}")
    place.text = None
    for number, line in enumerate(fitted.lines):
        attributes = {"x": place.get("x", "0"), "dy": f"{line_height if number else 0:g}"}
        ElementTree.SubElement(place, f"{SVG}tspan", attributes).text = line
    return (len(fitted.lines) - 1) * line_height


def _text_of(place: Element, content: Content) -> str | None:
    fact, word = place.get("data-text"), place.get("data-word")
    if fact is not None:
        return content.texts[fact]
    return None if word is None else content.words(word, place.get("lang", "lo"))


def _fit(place: Element, text: str) -> SetText:
    size, weight = float(place.get("font-size", "24")), int(place.get("font-weight", "400"))
    width, most_lines = float(place.get("data-width", "inf")), place.get("data-lines")
    if most_lines is None:
        return fit_one_line(text, size, weight, width)
    return fit_lines(text, size, weight, width, int(most_lines))


def _draw_qr_code(place: Element, address: str) -> None:
    """Modules of whole dots, as large as the room allows, so that no edge is blurred by the black-white threshold."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(address)
    rows = code.get_matrix()
    size = max(2, int(float(place.get("data-size", "0"))) // len(rows))
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    squares = "".join(f"M{x * size} {y * size}h{size}v{size}h-{size}z" for x, y in dark)
    ElementTree.SubElement(place, f"{SVG}path", {"d": squares, "shape-rendering": "crispEdges"})
