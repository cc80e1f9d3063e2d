import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from onedoor.printing import fonts
from onedoor.printing.ticket_image import TRANSLATION_FOLDER
from tests.paper import STACKED_MARKS


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_every_weight_has_a_glyph_for_every_character_on_paper(weight: int) -> None:
    words = [
        json.loads((TRANSLATION_FOLDER / f"paper.{language}.json").read_text("utf-8")) for language in ("lo", "en")
    ]
    texts = [*STACKED_MARKS, "AHKLMRS0123456789–/:", *(word for language in words for word in language.values())]
    glyphs = TTFont(fonts.FONT_FOLDER / f"NotoSansLaoLooped-{weight}.ttf").getBestCmap()
    assert {character for text in texts for character in text if ord(character) not in glyphs} == set()


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_lao_and_latin_of_a_weight_are_in_one_file_of_that_weight(weight: int) -> None:
    font = TTFont(fonts.FONT_FOLDER / f"NotoSansLaoLooped-{weight}.ttf")
    assert font["OS/2"].usWeightClass == weight
    assert {ord("ກ"), ord("A"), ord("₭")} <= font.getBestCmap().keys()


def test_what_can_be_drawn_agrees_with_the_font() -> None:
    glyphs = TTFont(fonts.FONT_FOLDER / "NotoSansLaoLooped-400.ttf").getBestCmap()
    sample = [*range(0x20, 0x7F), *range(0xE80, 0xEE0), 0x20AD, 0x4E2D, 0x1F600, 0x0E01]
    assert [code for code in sample if fonts.can_draw(chr(code)) != (code in glyphs)] == []


def test_missing_font_files_are_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FONT_FOLDER", tmp_path)
    with pytest.raises(fonts.FontsMissing, match=r"NotoSansLaoLooped-400\.ttf.*build_assets"):
        fonts.font_files()


def test_a_heavier_text_is_wider() -> None:
    widths = [fonts.text_width("ຈົດທະບຽນ A015", 32, weight) for weight in fonts.WEIGHTS]
    assert widths == sorted(set(widths))
