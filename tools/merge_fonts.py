"""Merge the web font's subsets into one TrueType file per weight, for drawing tickets.

A font renderer that gets lao, latin and latin-ext as separate files falls back from one file to the next without
looking at the weight: bold Lao silently comes out regular. One file per weight has no fallback to get wrong.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

FAMILY = "noto-sans-lao-looped"
SUBSETS = ("lao", "latin", "latin-ext")
WEIGHTS = (400, 600, 700)


def merge_fonts(fontsource_dir: Path, out_dir: Path) -> None:
    """Write ``NotoSansLaoLooped-<weight>.ttf`` for every weight into ``out_dir``, replacing what is there.

    ``fontsource_dir`` is the unpacked npm package ``@fontsource/noto-sans-lao-looped``. Raises ``FileNotFoundError``
    naming the first subset file that is not in it.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        sources = [fontsource_dir / "files" / f"{FAMILY}-{subset}-{weight}-normal.woff2" for subset in SUBSETS]
        _merge(sources, out_dir / f"NotoSansLaoLooped-{weight}.ttf")


def _merge(sources: list[Path], target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        merged = Merger().merge([str(_as_truetype(source, Path(folder))) for source in sources])
        unfinished = target.with_suffix(".part")
        merged.save(unfinished)
        unfinished.replace(target)


def _as_truetype(source: Path, folder: Path) -> Path:
    """Unpack a compressed web font, because the merger reads plain TrueType only."""
    font = TTFont(source)
    font.flavor = None
    target = folder / f"{source.stem}.ttf"
    font.save(target)
    return target


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fontsource_dir", type=Path)
    parser.add_argument("out_dir", type=Path)
    arguments = parser.parse_args()
    merge_fonts(arguments.fontsource_dir, arguments.out_dir)
