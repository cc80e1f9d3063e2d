"""What the hall hears: a call as a row of tokens, one recorded clip each, and the same in words.

Ticket numbers are read digit by digit: ten clips are enough, and nobody mistakes 15 for 50. A counter is read as a
number. The Lao wording is standard but not yet reviewed by native speakers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

LARGEST_NUMBER = 9999

LAO_DIGITS = ("ສູນ", "ໜຶ່ງ", "ສອງ", "ສາມ", "ສີ່", "ຫ້າ", "ຫົກ", "ເຈັດ", "ແປດ", "ເກົ້າ")
LAO_TENS = ("", "ສິບ", "ຊາວ", *(f"{digit}ສິບ" for digit in LAO_DIGITS[3:]))
LAO_ONE_AFTER_TENS = "ເອັດ"
LAO_HUNDRED = "ຮ້ອຍ"
LAO_THOUSAND = "ພັນ"
LAO_LETTERS: Mapping[str, str] = {
    "A": "ເອ",
    "D": "ດີ",
    "H": "ແຮັດ",
    "K": "ເຄ",
    "L": "ແອວ",
    "M": "ແອັມ",
    "R": "ອາ",
    "S": "ແອັສ",
}

ENGLISH_SMALL_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def lao_number_words(n: int) -> str:
    """A number from 0 to 9999 in Lao words without spaces; others raise ValueError.

    Twenty is a word of its own and a final one after tens is too. A hundred always says its multiplier: the short
    form of 101 is also said for 100. (CLDR's own Lao spelling has Thai words and is not used.)
    """
    _refuse_unspeakable(n)
    if n == 0:
        return LAO_DIGITS[0]
    thousands, hundreds, rest = n // 1000, n // 100 % 10, n % 100
    return _lao_multiple(thousands, LAO_THOUSAND) + _lao_multiple(hundreds, LAO_HUNDRED) + _lao_below_hundred(rest)


def english_number_words(n: int) -> str:
    """A number from 0 to 9999 in English words; others raise ValueError."""
    _refuse_unspeakable(n)
    if n < len(ENGLISH_SMALL_NUMBERS):
        return ENGLISH_SMALL_NUMBERS[n]
    if n < 100:
        return ENGLISH_TENS[n // 10] + (f"-{ENGLISH_SMALL_NUMBERS[n % 10]}" if n % 10 else "")
    unit, word, joint = (1000, "thousand", " ") if n >= 1000 else (100, "hundred", " and ")
    multiple, rest = divmod(n, unit)
    return f"{english_number_words(multiple)} {word}" + (joint + english_number_words(rest) if rest else "")


@dataclass(frozen=True)
class AnnouncementLanguage:
    """How one language says a call: the order of the carrier phrases around number and counter, and the words."""

    before_number: tuple[str, ...]
    before_counter: tuple[str, ...]
    phrases: Mapping[str, str]
    letters: Mapping[str, str]
    number_words: Callable[[int], str]


LANGUAGES: Mapping[str, AnnouncementLanguage] = {
    "lo": AnnouncementLanguage(
        before_number=("please", "number"),
        before_counter=("at_counter",),
        phrases={"please": "ຂໍເຊີນ", "number": "ໝາຍເລກ", "at_counter": "ທີ່ຊ່ອງບໍລິການ"},
        letters=LAO_LETTERS,
        number_words=lao_number_words,
    ),
    "en": AnnouncementLanguage(
        before_number=("number",),
        before_counter=("please", "at_counter"),
        phrases={"number": "Ticket", "please": ", please go to", "at_counter": "counter"},
        letters={},
        number_words=english_number_words,
    ),
}


def announcement_tokens(number: str, counter: int, language: str) -> tuple[str, ...]:
    """The clips of a call in the order they are played, the chime first; the ticket's number before the counter.

    Raises ValueError for a language without an announcement.
    """
    order = _language(language)
    characters = (f"digit:{character}" if character.isdecimal() else f"letter:{character}" for character in number)
    return ("chime", *order.before_number, *characters, *order.before_counter, f"number:{counter}")


def spoken(tokens: tuple[str, ...], language: str) -> str:
    """The same call in words, for screen readers; the chime has none. Raises ValueError for an unknown language."""
    words = (_word(token, _language(language)) for token in tokens if token != "chime")
    return " ".join(words).replace(" ,", ",")


def _word(token: str, language: AnnouncementLanguage) -> str:
    kind, _, value = token.partition(":")
    if kind == "letter":
        return language.letters.get(value, value)
    return language.number_words(int(value)) if value else language.phrases[kind]


def _language(code: str) -> AnnouncementLanguage:
    if code not in LANGUAGES:
        raise ValueError(f"there is no announcement in {code!r}")
    return LANGUAGES[code]


def _lao_multiple(digit: int, unit: str) -> str:
    return LAO_DIGITS[digit] + unit if digit else ""


def _lao_below_hundred(n: int) -> str:
    tens, ones = divmod(n, 10)
    if ones == 0:
        return LAO_TENS[tens]
    return LAO_TENS[tens] + (LAO_ONE_AFTER_TENS if tens and ones == 1 else LAO_DIGITS[ones])


def _refuse_unspeakable(n: int) -> None:
    if not 0 <= n <= LARGEST_NUMBER:
        raise ValueError(f"only numbers from 0 to {LARGEST_NUMBER} are spoken, not {n}")
