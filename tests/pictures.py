"""Pictures as people send them, and as nobody should."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200), mode: str = "RGB") -> bytes:
    """A red field with a blue disc."""
    drawn = Image.new("RGB", size, "red")
    ImageDraw.Draw(drawn).ellipse((size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2), fill="blue")
    file = io.BytesIO()
    drawn.convert(mode).save(file, kind)
    return file.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def empty_png(width: int, height: int) -> bytes:
    """All black, in as few bytes as such a picture can have: a bomb if it is large."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(1)
    line = bytes(1 + (width + 7) // 8)
    lines = b"".join(packer.compress(line) for _ in range(height))
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", lines + packer.flush()) + chunk(b"IEND", b"")


LOGO = picture()
