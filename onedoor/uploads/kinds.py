"""The kinds of files that routes take. The content decides what a file is, never its name or what the browser says."""

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onedoor.refusals import WebError, WebErrorCode

# Isolated (-I) and never imported: it takes in Pillow and nothing of ours, and a server takes in neither.
_DRAW = (sys.executable, "-I", str(Path(__file__).with_name("picture_program.py")))
_TOO_MANY_PIXELS = 3
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Upload:
    """A kind of file: how many bytes are read at most, what is made of them, and why they may be refused.

    Only what `accept` answers is kept and served, so that no byte of the sender's is.
    """

    most_bytes: int
    accept: Callable[[bytes], bytes]
    errors: tuple[str, ...]


def redraw_picture(data: bytes) -> bytes:
    """A PNG of bounded size that shows what this PNG, JPEG or WebP shows. Raises not_a_picture, too_many_pixels."""
    with _one_at_a_time:
        drawing = subprocess.run(_DRAW, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={})
    if drawing.returncode == _TOO_MANY_PIXELS:
        raise WebError(WebErrorCode.too_many_pixels)
    if drawing.returncode != 0:
        raise WebError(WebErrorCode.not_a_picture)
    return drawing.stdout


PICTURE = Upload(2 * 1024 * 1024, redraw_picture, errors=("not_a_picture", "too_many_pixels"))
