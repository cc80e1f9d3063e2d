"""Copy the browser packages, fonts and icons that the screens and the printer need out of node_modules.

Run after `npm ci --ignore-scripts`: `python tools/build_assets.py`. A second run does nothing unless a source changed.
"""

import hashlib
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from icon_sprites import ICON_NAMES_SHARED, OWN_ICONS, icon_requests, read_icon, sprite
from merge_fonts import merge_fonts

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
FONT_FAMILY = MODULES / "@fontsource/noto-sans-lao-looped"
VENDOR = ROOT / "onedoor/static/vendor"
PAPER_FONTS = ROOT / "onedoor/printing/fonts"
PAPER_ICONS = ROOT / "onedoor/printing/icons"
STAMP = VENDOR / ".stamp"

SCREENS = ("kiosk", "counter", "display", "management", "phone", "signin")
FONT_SUBSETS = ("lao", "latin", "latin-ext")
FONT_WEIGHTS = (400, 500, 600, 700)
MODULE_FILES = {
    "lit-html.js": "lit-html/lit-html.js",
    "socket.io.js": "socket.io-client/dist/socket.io.esm.min.js",
    "uplot.js": "uplot/dist/uPlot.esm.js",
    "uplot.css": "uplot/dist/uPlot.min.css",
}
# tsc takes the types of a copied file from the package it came from.
TYPE_FILES = {
    "lit-html.d.ts": 'export * from "lit-html";\n',
    "socket.io.d.ts": 'export * from "socket.io-client";\n',
    "uplot.d.ts": 'export { default } from "uplot";\n',
}


def main() -> None:
    if not FONT_FAMILY.is_dir():
        sys.exit("node_modules is missing or incomplete: run `npm ci --ignore-scripts` first")
    fingerprint = source_fingerprint()
    if STAMP.is_file() and STAMP.read_text() == fingerprint:
        return
    build()
    STAMP.write_text(fingerprint)


def build() -> None:
    """Write every file anew, so that nothing of an older version stays behind."""
    for folder in (VENDOR, PAPER_ICONS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    copy_modules()
    copy_fonts()
    for screen in SCREENS:
        write_sprite(screen)
    copy_paper_icons()
    merge_fonts(FONT_FAMILY, PAPER_FONTS)


def copy_modules() -> None:
    for name, source in MODULE_FILES.items():
        (VENDOR / name).write_text(without_source_map((MODULES / source).read_text()))
    for name, text in TYPE_FILES.items():
        (VENDOR / name).write_text(text)


def without_source_map(text: str) -> str:
    """The maps are not copied, so a line that points to one would only be a failed request."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("//# sourceMappingURL="))


def copy_fonts() -> None:
    folder = VENDOR / "fonts"
    folder.mkdir()
    for subset in FONT_SUBSETS:
        for weight in FONT_WEIGHTS:
            source = FONT_FAMILY / f"files/noto-sans-lao-looped-{subset}-{weight}-normal.woff2"
            shutil.copyfile(source, folder / f"{subset}-{weight}.woff2")


def write_sprite(screen: str) -> None:
    requests = icon_requests(screen_icon_list(screen))
    (VENDOR / f"icons-{screen}.svg").write_text(sprite(MODULES, requests))


def copy_paper_icons() -> None:
    """Paper is black or white only: the regular outline, never duotone."""
    for name, _ in icon_requests(ICON_NAMES_SHARED):
        (PAPER_ICONS / f"{name}.svg").write_text(read_icon(MODULES, name, "regular"))


def screen_icon_list(screen: str) -> Path:
    return ROOT / screen / "static" / screen / "icons.txt"


def source_fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(source_files()):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def source_files() -> Iterator[Path]:
    """Whatever decides about the outcome: the pinned packages, the wished icons, our drawings and these tools."""
    yield ROOT / "package-lock.json"
    yield from existing(screen_icon_list(screen) for screen in SCREENS)
    yield ICON_NAMES_SHARED
    yield from OWN_ICONS.glob("*.svg")
    yield from Path(__file__).parent.glob("*.py")


def existing(paths: Iterable[Path]) -> Iterator[Path]:
    return (path for path in paths if path.is_file())


if __name__ == "__main__":
    main()
