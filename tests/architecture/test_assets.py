"""Pages load nothing from elsewhere and run nothing that is written into them: a centre has no internet."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import name_of, product_files

FOREIGN = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE)
# Names, not addresses: nothing is loaded from them.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=\s*[\"'$]", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
ASSETS = product_files(".html", ".css", ".js", ".svg")
PAGES = product_files(".html")
SCRIPTS = product_files(".js")


@pytest.mark.parametrize("path", ASSETS, ids=name_of)
def test_an_asset_loads_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    assert not FOREIGN.findall(text)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_has_no_script_style_or_handler_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not INLINE_SCRIPT.search(text)
    assert not INLINE_STYLE.search(text)
    assert not INLINE_HANDLER.search(text)


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_draws_no_style_attribute_which_the_policy_would_drop(path: Path) -> None:
    assert not INLINE_STYLE.search(path.read_text("utf-8"))


def test_the_guards_see_the_pages_of_every_screen() -> None:
    assert len(PAGES) >= 6
    assert len(SCRIPTS) >= 12
