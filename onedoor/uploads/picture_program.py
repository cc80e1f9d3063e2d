"""A program of its own that draws a sender's picture anew: its bytes on standard input, a PNG on standard output.

What is wrong with a picture, or with the library that reads it, stays in here: little memory, little time, no file
can be written, and nothing of OneDoor is known. Whatever it cannot draw ends it with another status than 0.
"""

import io
import resource
import signal
import sys
import warnings

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 16_000_000
MOST_MEMORY_BYTES = 1 << 30
MOST_SECONDS = 10
SIDES = (512, 256, 128)
"""How many pixels wide or high the drawing is at most: the first of these with which it is small enough."""

MOST_DRAWN_BYTES = 128 * 1024
"""A PNG of the smallest size is smaller than this, whatever it shows."""

TOO_MANY_PIXELS = 3
"""The exit status for a picture that is refused before it is unpacked; whoever starts this program knows it."""


def main() -> None:
    """Draw what comes in."""
    confine()
    try:
        sys.stdout.buffer.write(redraw(sys.stdin.buffer.read()))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        sys.exit(TOO_MANY_PIXELS)


def confine() -> None:
    """Let the system end this process if it wants more than a picture needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.alarm(MOST_SECONDS)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def redraw(data: bytes) -> bytes:
    """The pixels as a PNG of bounded size, without anything else that was in the file."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as sent:
        picture = ImageOps.exif_transpose(sent).convert("RGBA")
    picture.info.clear()
    for side in SIDES:
        picture.thumbnail((side, side))
        drawn = io.BytesIO()
        picture.save(drawn, "PNG", optimize=True)
        if drawn.tell() <= MOST_DRAWN_BYTES:
            break
    return drawn.getvalue()


if __name__ == "__main__":
    main()
