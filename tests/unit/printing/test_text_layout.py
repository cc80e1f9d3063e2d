import pytest

from onedoor.printing.fonts import text_width
from onedoor.printing.text_layout import SMALLEST_SCALE, fit_lines, fit_one_line

LONG_LAO = "ຂຶ້ນທະບຽນວິສາຫະກິດ ແລະ ໃບອະນຸຍາດດຳເນີນທຸລະກິດ"
ONE_WORD = "ກ" * 80


def test_a_text_that_fits_keeps_its_size() -> None:
    assert fit_lines("ຈົດທະບຽນ", 32, 600, 400, 2) == fit_one_line("ຈົດທະບຽນ", 32, 600, 400)
    assert fit_one_line("ຈົດທະບຽນ", 32, 600, 400).size == 32


def test_a_number_that_is_too_wide_shrinks_to_its_room() -> None:
    fitted = fit_one_line("A1000", 168, 700, 300)
    assert text_width("A1000", fitted.size, 700) == pytest.approx(300)


@pytest.mark.parametrize("text", [LONG_LAO, ONE_WORD, "Enterprise registration and business operating licence"])
@pytest.mark.parametrize("width", [150, 284, 420])
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    fitted = fit_lines(text, 32, 600, width, 2)
    assert max(text_width(line, fitted.size, 600) for line in fitted.lines) <= width
    assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")
    assert fitted.size >= 32 * SMALLEST_SCALE


def test_lao_lines_end_between_words() -> None:
    assert fit_lines("ໃບອະນຸຍາດດຳເນີນທຸລະກິດ", 32, 600, 220, 2).lines == ("ໃບອະນຸຍາດ", "ດຳເນີນທຸລະກິດ")


def test_lines_end_at_a_space_before_they_end_inside_a_name_that_no_dictionary_knows() -> None:
    name = "ສູນບໍລິການປະຕູດຽວ ເມືອງໄຊເສດຖາ"
    assert fit_lines(name, 32, 700, 400, 2).lines == ("ສູນບໍລິການປະຕູດຽວ", "ເມືອງໄຊເສດຖາ")


def test_two_lines_are_about_equally_long() -> None:
    first, second = (
        text_width(line, 24, 400) for line in fit_lines("a bb ccc dddd eeeee ffffff", 24, 400, 250, 2).lines
    )
    assert abs(first - second) < 80
