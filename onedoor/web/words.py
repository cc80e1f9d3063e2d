"""Words in Lao and English from the translation files, where a centre corrects them without touching code."""

import json
from functools import cache
from pathlib import Path

LANGUAGES = ("lo", "en")
TRANSLATIONS = Path(__file__).parent.parent / "translations"


@cache
def words_of(area: str, language: str) -> dict[str, str]:
    """The words of one area (a screen, `common`, `error`) in one language."""
    words: dict[str, str] = json.loads((TRANSLATIONS / f"{area}.{language}.json").read_text("utf-8"))
    return words


def words_for(*areas: str) -> dict[str, dict[str, str]]:
    """The words of some areas by language, as a page needs them."""
    return {
        language: {key: text for area in areas for key, text in words_of(area, language).items()}
        for language in LANGUAGES
    }


def error_words(code: str, language: str) -> str:
    """What an error code says to a person."""
    return words_of("error", language)[f"error.{code}"]
