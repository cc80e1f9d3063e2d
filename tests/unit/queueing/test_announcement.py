from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.queueing.announcement import (
    LANGUAGES,
    announcement_tokens,
    english_number_words,
    lao_number_words,
    spoken,
)
from onedoor.queueing.numbering import READABLE_LETTERS, ticket_number


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "ສູນ"),
        (1, "ໜຶ່ງ"),
        (2, "ສອງ"),
        (3, "ສາມ"),
        (4, "ສີ່"),
        (5, "ຫ້າ"),
        (6, "ຫົກ"),
        (7, "ເຈັດ"),
        (8, "ແປດ"),
        (9, "ເກົ້າ"),
        (10, "ສິບ"),
        (11, "ສິບເອັດ"),
        (12, "ສິບສອງ"),
        (20, "ຊາວ"),
        (21, "ຊາວເອັດ"),
        (22, "ຊາວສອງ"),
        (30, "ສາມສິບ"),
        (31, "ສາມສິບເອັດ"),
        (99, "ເກົ້າສິບເກົ້າ"),
        (100, "ໜຶ່ງຮ້ອຍ"),
        (101, "ໜຶ່ງຮ້ອຍໜຶ່ງ"),
        (110, "ໜຶ່ງຮ້ອຍສິບ"),
        (111, "ໜຶ່ງຮ້ອຍສິບເອັດ"),
        (215, "ສອງຮ້ອຍສິບຫ້າ"),
        (999, "ເກົ້າຮ້ອຍເກົ້າສິບເກົ້າ"),
        (1000, "ໜຶ່ງພັນ"),
        (1001, "ໜຶ່ງພັນໜຶ່ງ"),
        (2025, "ສອງພັນຊາວຫ້າ"),
        (9999, "ເກົ້າພັນເກົ້າຮ້ອຍເກົ້າສິບເກົ້າ"),
    ],
)
def test_lao_numbers_are_said_as_the_table_says(n: int, words: str) -> None:
    assert lao_number_words(n) == words


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "zero"),
        (3, "three"),
        (12, "twelve"),
        (20, "twenty"),
        (42, "forty-two"),
        (100, "one hundred"),
        (215, "two hundred and fifteen"),
        (1000, "one thousand"),
        (9999, "nine thousand nine hundred and ninety-nine"),
    ],
)
def test_english_numbers_are_said_in_words(n: int, words: str) -> None:
    assert english_number_words(n) == words


@pytest.mark.parametrize("n", [-1, 10_000])
def test_numbers_beyond_four_digits_are_not_spoken(n: int) -> None:
    with pytest.raises(ValueError):
        lao_number_words(n)
    with pytest.raises(ValueError):
        english_number_words(n)


@pytest.mark.parametrize("number_words", [lao_number_words, english_number_words])
def test_no_two_numbers_are_said_alike(number_words: Callable[[int], str]) -> None:
    assert len({number_words(n) for n in range(10_000)}) == 10_000


def test_a_lao_call_asks_first_and_names_the_number_before_the_counter() -> None:
    assert announcement_tokens("A015", 3, "lo") == (
        *("chime", "please", "number", "letter:A", "digit:0", "digit:1", "digit:5", "at_counter", "number:3"),
    )


def test_an_english_call_names_the_number_and_then_asks_to_the_counter() -> None:
    assert announcement_tokens("A015", 3, "en") == (
        *("chime", "number", "letter:A", "digit:0", "digit:1", "digit:5", "please", "at_counter", "number:3"),
    )


def test_a_call_in_lao_words() -> None:
    tokens = announcement_tokens("A015", 3, "lo")
    assert spoken(tokens, "lo") == "ຂໍເຊີນ ໝາຍເລກ ເອ ສູນ ໜຶ່ງ ຫ້າ ທີ່ຊ່ອງບໍລິການ ສາມ"


def test_a_call_in_english_words() -> None:
    tokens = announcement_tokens("A015", 3, "en")
    assert spoken(tokens, "en") == "Ticket A zero one five, please go to counter three"


def test_a_counter_is_said_as_a_number_and_a_ticket_digit_by_digit() -> None:
    assert spoken(announcement_tokens("A1000", 21, "lo"), "lo").endswith("ເອ ໜຶ່ງ ສູນ ສູນ ສູນ ທີ່ຊ່ອງບໍລິການ ຊາວເອັດ")


def test_a_number_without_a_letter_is_announced_too() -> None:
    assert announcement_tokens("101", 2, "lo")[3:6] == ("digit:1", "digit:0", "digit:1")


@pytest.mark.parametrize("letter", READABLE_LETTERS)
def test_every_readable_letter_has_a_lao_name(letter: str) -> None:
    assert letter not in spoken((f"letter:{letter}",), "lo")


@pytest.mark.parametrize("language", LANGUAGES)
@given(letter=st.sampled_from(READABLE_LETTERS), sequence=st.integers(1, 9999), counter=st.integers(1, 99))
def test_every_call_can_be_said_in_every_language(language: str, letter: str, sequence: int, counter: int) -> None:
    tokens = announcement_tokens(ticket_number(letter, sequence), counter, language)
    assert tokens[0] == "chime"
    assert tokens[-1] == f"number:{counter}"
    assert spoken(tokens, language)


def test_a_language_without_an_announcement_is_refused() -> None:
    with pytest.raises(ValueError):
        announcement_tokens("A015", 3, "xx")
    with pytest.raises(ValueError):
        spoken(("please",), "xx")
