"""Words: both languages have all of them, and Lao is written in one way."""

import json
import re
import string
import unicodedata
from pathlib import Path

import pytest

from onedoor.queueing.errors import ErrorCode
from onedoor.refusals import WebErrorCode
from onedoor.web.errors import STATUS, status_of
from onedoor.web.words import LANGUAGES, TRANSLATIONS, error_words
from tests.architecture.sources import name_of, product_files

AREAS = sorted({path.name.split(".")[0] for path in TRANSLATIONS.glob("*.json")})
ONE = ".one"
LATIN = re.compile("[A-Za-z]")
LAO = re.compile(r"[\u0e80-\u0eff]")
# The house style: one letter where an older spelling takes two. A tone mark may stand between.
OLD_SPELLINGS = re.compile("ໍ[່-໋]?າ|ຫນ|ຫມ|ຫລ(?=[ະາິີຶືຸູົັ])")
TEXT_FILES = [
    path
    for path in product_files(".json", ".toml", ".py", ".js", ".svg", ".html")
    if LAO.search(path.read_text("utf-8"))
]
CODES = [*ErrorCode, *WebErrorCode]


def words(area: str, language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((TRANSLATIONS / f"{area}.{language}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_words_with_the_same_places(area: str) -> None:
    lao, english = (words(area, language) for language in LANGUAGES)
    # Lao has no plural: a form for one person or day may be English alone.
    assert {key.removesuffix(ONE) for key in lao} == {key.removesuffix(ONE) for key in english}
    for key, text in lao.items():
        assert _places(text) == _places(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty_and_none_hides_another(language: str) -> None:
    known: set[str] = set()
    for area in AREAS:
        found = words(area, language)
        assert not known & found.keys()
        assert all(text.strip() for text in found.values())
        known |= found.keys()


def test_words_with_letters_are_lao_unless_they_are_the_same_in_english() -> None:
    for area in AREAS:
        lao, english = (words(area, language) for language in LANGUAGES)
        written = {key: re.sub(r"\{.*?\}", "", text) for key, text in lao.items()}
        untranslated = {key for key, text in written.items() if LATIN.search(text) and not LAO.search(text)}
        assert all(lao[key] == english[key] for key in untranslated)


@pytest.mark.parametrize("code", CODES)
def test_every_error_code_has_a_status_and_words_in_both_languages(code: str) -> None:
    assert 400 <= status_of(code) <= 599
    assert LAO.search(error_words(code, "lo"))
    assert not LAO.search(error_words(code, "en"))


def test_no_status_and_no_words_are_for_a_code_that_nobody_raises() -> None:
    assert {str(code) for code in STATUS} <= {str(code) for code in CODES}
    assert {key.removeprefix("error.") for key in words("error", "en")} == {str(code) for code in CODES}


@pytest.mark.parametrize("path", TEXT_FILES, ids=name_of)
def test_lao_is_written_in_the_house_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    old = [line for line in text.splitlines() if OLD_SPELLINGS.search(line) and "normalise" not in line]
    assert not old


def test_the_guard_of_spelling_knows_the_old_spellings() -> None:
    assert TEXT_FILES
    assert all(OLD_SPELLINGS.search(old) for old in ("ຄໍາ", "ນໍ້າ", "ຫນ້າ", "ຫມາຍ"))
    assert not any(OLD_SPELLINGS.search(new) for new in ("ຄຳ", "ນ້ຳ", "ໜ້າ", "ໝາຍ"))


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
