import logging
from itertools import combinations
from pathlib import Path

import pytest

from onedoor.printing import ticket_image
from onedoor.printing.protocol import PaperWidth
from onedoor.printing.ticket_image import DrawingFailed, draw
from tests.paper import FOLLOW_URL, STACKED_MARKS, WIDTHS, black_dots, page_facts, qr_codes, same_dots, ticket_facts

TEXT_TEMPLATE = """<svg xmlns="http://www.w3.org/2000/svg" width="576" height="99" font-family="Noto Sans Lao Looped">
<g data-block="99"><text x="10" y="60" font-size="40" font-weight="{weight}" data-text="service_lo"/></g></svg>"""


def draw_words(folder: Path, words: str, weight: int = 400) -> bytes:
    (folder / "ticket_576.svg").write_text(TEXT_TEMPLATE.format(weight=weight))
    return draw(ticket_facts(service_lo=words), 576, folder).tobytes()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_ticket_is_black_and_white_and_as_wide_as_the_paper(width: PaperWidth) -> None:
    picture = draw(ticket_facts(), width)
    assert (picture.mode, picture.width) == ("1", width)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_code_on_a_ticket_leads_to_its_page(width: PaperWidth) -> None:
    assert qr_codes(draw(ticket_facts(), width)) == [FOLLOW_URL]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_ticket_without_an_address_has_no_code_and_closes_up(width: PaperWidth) -> None:
    with_code, without = draw(ticket_facts(), width), draw(ticket_facts(follow_url=None), width)
    assert qr_codes(without) == []
    assert without.height < with_code.height - 100


@pytest.mark.parametrize("width", WIDTHS)
def test_a_ticket_without_an_estimate_closes_up(width: PaperWidth) -> None:
    assert draw(ticket_facts(estimate=None), width).height < draw(ticket_facts(), width).height - 50


@pytest.mark.parametrize("width", WIDTHS)
def test_a_copy_says_so(width: PaperWidth) -> None:
    original, copy = draw(ticket_facts(), width), draw(ticket_facts(copy_mark=True), width)
    assert copy.height > original.height
    assert black_dots(copy) > black_dots(original) + 5000


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", ["A1000", "M9999"])
def test_a_number_of_four_digits_stays_off_the_edges(width: PaperWidth, number: str) -> None:
    picture = draw(ticket_facts(number=number), width)
    edges = [picture.crop((left, 0, left + 8, picture.height)) for left in (0, width - 8)]
    assert [black_dots(edge) for edge in edges] == [0, 0]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_name_makes_a_longer_ticket(width: PaperWidth) -> None:
    long_name = "ຂຶ້ນທະບຽນວິສາຫະກິດ ແລະ ໃບອະນຸຍາດດຳເນີນທຸລະກິດ ສຳລັບຄົນຕ່າງປະເທດ"
    assert draw(ticket_facts(service_lo=long_name), width).height > draw(ticket_facts(), width).height


@pytest.mark.parametrize("word", STACKED_MARKS)
def test_every_mark_that_is_stacked_on_a_letter_is_drawn(tmp_path: Path, word: str) -> None:
    drawn = draw_words(tmp_path, word)
    poorer = [draw_words(tmp_path, word[:at] + word[at + 1 :]) for at in range(len(word))]
    assert drawn not in poorer


def test_stacked_marks_stand_above_each_other_not_in_each_other(tmp_path: Path) -> None:
    (tmp_path / "ticket_576.svg").write_text(TEXT_TEMPLATE.format(weight=400))
    heights = []
    for word in ("ຊນ", "ຊັນ", "ຊັ້ນ"):
        dark = draw(ticket_facts(service_lo=word), 576, tmp_path).convert("L").point(lambda grey: 255 - grey).getbbox()
        assert dark is not None
        heights.append(dark[3] - dark[1])
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("words", ["ຈົດທະບຽນ", "Birth 015"])
def test_the_three_weights_differ(tmp_path: Path, words: str) -> None:
    drawn = [draw_words(tmp_path, words, weight) for weight in (400, 600, 700)]
    assert all(one != other for one, other in combinations(drawn, 2))


def test_a_sign_that_the_font_lacks_is_left_out_and_reported(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert same_dots(
            draw(ticket_facts(service_en="Birth 中\x07"), 576), draw(ticket_facts(service_en="Birth"), 576)
        )
    assert "中" in caplog.text


def test_a_number_that_the_font_lacks_is_never_printed_in_part() -> None:
    with pytest.raises(DrawingFailed):
        draw(ticket_facts(number="中015"), 576)


def test_names_are_text_and_never_markup() -> None:
    assert qr_codes(draw(ticket_facts(service_en='<rect width="576" height="999"/>&amp;'), 576)) == [FOLLOW_URL]


def test_an_unknown_icon_costs_nobody_the_ticket(caplog: pytest.LogCaptureFixture) -> None:
    spare = draw(ticket_facts(icon=ticket_image.SPARE_ICON), 576)
    assert same_dots(draw(ticket_facts(icon="no-such-icon"), 576), spare)
    assert "no-such-icon" in caplog.text


def test_a_broken_template_of_a_centre_is_a_drawing_that_failed(tmp_path: Path) -> None:
    (tmp_path / "ticket_576.svg").write_text("<svg")
    with pytest.raises(DrawingFailed):
        draw(ticket_facts(), 576, tmp_path)


def test_a_template_that_asks_for_an_unknown_fact_is_a_drawing_that_failed(tmp_path: Path) -> None:
    (tmp_path / "ticket_576.svg").write_text(TEXT_TEMPLATE.format(weight=400).replace("service_lo", "birthday"))
    with pytest.raises(DrawingFailed, match="birthday"):
        draw(ticket_facts(), 576, tmp_path)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_test_page_is_black_at_both_edges(width: PaperWidth) -> None:
    page = draw(page_facts(), width)
    edges = [page.crop((left, 0, left + 8, page.height)) for left in (0, width - 8)]
    assert all(black_dots(edge) >= 8 * 60 for edge in edges)
