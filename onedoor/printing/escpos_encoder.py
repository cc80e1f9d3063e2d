"""Turn a picture into the bytes of an ESC/POS printer.

Only pictures: the library's ``text()`` prints Lao as question marks without an error, so nothing here uses it.
"""

from __future__ import annotations

from PIL import Image

from onedoor.printing.escpos_library import Dummy, capabilities

BAND_HEIGHT = 480
"""Rows per raster command: cheap printers hold no whole ticket in memory."""


def encode(picture: Image.Image) -> bytes:
    """Bytes that initialise the printer, print the 1-bit picture, feed it past the knife and cut."""
    printer = Dummy(profile=_profile(picture.width))
    printer.hw("INIT")
    printer.image(picture, impl="bitImageRaster", fragment_height=BAND_HEIGHT)
    printer.cut(feed=False)
    encoded: bytes = printer.output
    return encoded


def _profile(width: int) -> capabilities.Profile:
    """A profile of known width: without one the library prints a remark on standard output."""
    profile = capabilities.Profile()
    profile.profile_data = profile.profile_data | {"media": {"width": {"pixels": width}}}
    return profile
