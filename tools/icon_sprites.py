"""Build one SVG sprite per screen from Phosphor's icons and our own drawings.

A wished icon is `name` (duotone) or `name:fill`, `name:regular`, `name:bold`; its symbol has the id `name` or
`name-<style>`.
"""

import re
import sys
from pathlib import Path

OWN_ICONS = Path(__file__).resolve().parent.parent / "onedoor/static/icons"
ICON_NAMES_SHARED = OWN_ICONS / "shared.txt"
STYLES = ("duotone", "fill", "regular", "bold")
SVG = re.compile(r"<svg([^>]*)>(.*)</svg>", re.DOTALL)
FRAME = re.compile(r'(?:viewBox|preserveAspectRatio)="[^"]+"')


def icon_requests(list_file: Path) -> list[tuple[str, str]]:
    """(name, style) of each line of an icon list; a screen without a list wishes nothing of its own."""
    if not list_file.is_file():
        return []
    lines = (line.strip() for line in list_file.read_text().splitlines())
    return [icon_request(line, list_file) for line in lines if line and not line.startswith("#")]


def icon_request(line: str, list_file: Path) -> tuple[str, str]:
    name, _, style = line.partition(":")
    if style and style not in STYLES:
        sys.exit(f"{list_file}: {line}: the style is one of {', '.join(STYLES)}")
    return name, style or "duotone"


def read_icon(modules: Path, name: str, style: str) -> str:
    suffix = "" if style == "regular" else f"-{style}"
    path = modules / "@phosphor-icons/core/assets" / style / f"{name}{suffix}.svg"
    if not path.is_file():
        sys.exit(f"there is no Phosphor icon {name!r} in the style {style!r}")
    return path.read_text()


def sprite(modules: Path, requests: list[tuple[str, str]]) -> str:
    """Our own drawings and the services' icons are on every screen; a screen's list adds to them."""
    wishes = dict.fromkeys(icon_requests(ICON_NAMES_SHARED) + requests)
    symbols = [symbol(symbol_id(*wish), read_icon(modules, *wish)) for wish in wishes]
    own = [symbol(path.stem, path.read_text()) for path in sorted(OWN_ICONS.glob("*.svg"))]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(own + symbols) + "\n</svg>\n"


def symbol_id(name: str, style: str) -> str:
    return name if style == "duotone" else f"{name}-{style}"


def symbol(identifier: str, svg: str) -> str:
    found = SVG.search(svg)
    if found is None:
        sys.exit(f"the icon {identifier!r} is no SVG drawing")
    attributes, drawing = found.groups()
    frame = " ".join(FRAME.findall(attributes))
    return f'<symbol id="{identifier}" {frame} fill="currentColor">{drawing.strip()}</symbol>'
