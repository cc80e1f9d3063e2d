"""What the door for pictures lets through is drawn anew; what would harm, or is no picture, is refused in words."""

import io
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from onedoor.refusals import WebError, WebErrorCode
from onedoor.uploads import picture_program
from onedoor.uploads.kinds import redraw_picture
from onedoor.uploads.picture_program import MOST_DRAWN_BYTES, SIDES
from tests.pictures import SIGNATURE, chunk, empty_png, picture

DESCRIPTION, ORIENTATION, A_QUARTER = 0x010E, 0x0112, 6
PATH = "../../../etc/passwd"
SCRIPT = b"<script>alert(document.cookie)</script>"
KINDS = [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGBA")]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
REFUSED = {
    "nothing": b"",
    "words": b"the shopping list",
    "a page": b"<!doctype html>" + SCRIPT,
    "a drawing": SVG.format("<path d='M0 0h9v9z'/>").encode(),
    "a drawing with a script": SVG.format(SCRIPT.decode()).encode(),
    "a drawing of a file": SVG.format("<image xlink:href='file:///etc/passwd'/>").encode(),
    "a drawing of another site": SVG.format("<image href='http://example.com/spy.png'/>").encode(),
    "a drawing of a billion laughs": (
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>' + SVG.format("<text>&l11;</text>")
    ).encode(),
    "a picture of another kind": picture("GIF"),
    "half a PNG": picture()[: len(picture()) // 2],
    "half a JPEG": picture("JPEG")[: len(picture("JPEG")) // 2],
    "a PNG whose margin unpacks without end": SIGNATURE
    + picture()[8:33]
    + chunk(b"zTXt", b"words\0\0" + zlib.compress(bytes(20_000_000)))
    + picture()[33:],
}


def opened(png: bytes) -> Image.Image:
    """What was drawn, within its bounds."""
    drawn = Image.open(io.BytesIO(png))
    assert drawn.format == "PNG"
    assert max(drawn.size) <= max(SIDES)
    assert len(png) <= MOST_DRAWN_BYTES
    return drawn


def refused(data: bytes) -> WebErrorCode:
    with pytest.raises(WebError) as error:
        redraw_picture(data)
    return WebErrorCode(error.value.code)


@pytest.mark.parametrize(("kind", "mode"), KINDS)
def test_a_picture_of_a_listed_kind_is_drawn_as_it_looks(kind: str, mode: str) -> None:
    drawn = opened(redraw_picture(picture(kind, (300, 200), mode))).convert("RGB")
    assert drawn.size == (300, 200)
    (red, _, _), (_, _, blue) = drawn.getpixel((5, 5)), drawn.getpixel((112, 75))
    assert (red > 200, blue > 200) == (True, True)


def test_a_large_picture_becomes_small_and_keeps_its_shape() -> None:
    assert opened(redraw_picture(picture(size=(2_000, 1_000)))).size == (512, 256)


def test_a_picture_that_packs_badly_becomes_as_small_as_it_must() -> None:
    noise = io.BytesIO()
    Image.effect_noise((700, 700), 200).save(noise, "PNG")
    assert max(opened(redraw_picture(noise.getvalue())).size) < max(SIDES)


def test_a_photograph_stands_upright() -> None:
    lying, exif = io.BytesIO(), Image.Exif()
    exif[ORIENTATION] = A_QUARTER
    Image.open(io.BytesIO(picture())).save(lying, "JPEG", exif=exif)
    assert opened(redraw_picture(lying.getvalue())).size == (200, 300)


def test_nothing_of_the_senders_is_kept_but_what_the_picture_shows() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SCRIPT.decode(), zip=False)
    words.add_text("Name", PATH)
    polyglot, archive, exif = io.BytesIO(), io.BytesIO(), Image.Exif()
    exif[DESCRIPTION] = SCRIPT.decode()
    Image.open(io.BytesIO(picture())).save(polyglot, "PNG", pnginfo=words, icc_profile=SCRIPT, exif=exif)
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(PATH, SCRIPT)
    drawn = redraw_picture(polyglot.getvalue() + SCRIPT + archive.getvalue())
    assert [name for name in (b"IHDR", b"IDAT", b"IEND") if drawn.count(name) != 1] == []
    assert [sign for sign in (b"tEXt", b"iCCP", b"eXIf", SCRIPT, b"PK", PATH.encode()) if sign in drawn] == []
    assert opened(drawn).info == {}


@pytest.mark.parametrize("size", [(50_000, 50_000), (4_001, 4_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    assert refused(empty_png(*size)) == WebErrorCode.too_many_pixels


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_picture_of_a_listed_kind_is_refused(data: bytes) -> None:
    assert refused(data) == WebErrorCode.not_a_picture


@settings(max_examples=10)
@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.integers(0, 10_000), st.binary(min_size=1, max_size=40))
def test_a_picture_with_a_fault_anywhere_is_drawn_or_refused(kind: str, place: int, fault: bytes) -> None:
    good = picture(kind)
    place %= len(good)
    try:
        opened(redraw_picture(good[:place] + fault + good[place + len(fault) :]))
    except WebError as error:
        assert error.code in {WebErrorCode.not_a_picture, WebErrorCode.too_many_pixels}


@pytest.mark.parametrize(
    "greed",
    ["while True: pass", "bytearray(2 << 30)", "open(sys.argv[2], 'wb', 0).write(b'kept')"],
    ids=["time", "memory", "a file"],
)
def test_the_program_that_draws_is_ended_when_it_wants_too_much(greed: str, tmp_path: Path) -> None:
    wanting = "import runpy, sys; confine = runpy.run_path(sys.argv[1])['confine']; confine.__globals__.update("
    program = (sys.executable, "-c", f"{wanting}MOST_SECONDS=1); confine()\n{greed}")
    file = tmp_path / "file"
    ended = subprocess.run([*program, picture_program.__file__, file], capture_output=True)
    assert ended.returncode != 0
    assert not file.exists() or file.read_bytes() == b""
