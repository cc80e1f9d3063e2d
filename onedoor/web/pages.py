"""What every page carries: words, the server's clock, the build, and the snapshot that it is drawn from."""

from typing import Any

from flask import render_template, request
from pydantic import BaseModel

from onedoor.web.context import context, now
from onedoor.web.secure import authority_address
from onedoor.web.words import LANGUAGES, words_for

DEFAULT_LANGUAGE = "lo"


def render_screen(screen: str, title: str, snapshot: BaseModel | None, version: int = 0, **extra: Any) -> str:
    """The HTML of a screen with its data; `extra` is what this screen's page needs beyond the snapshot."""
    page_data = {
        "screen": screen,
        "language": asked_language(),
        "build": context().build,
        "version": version,
        "now": iso_now(),
        "clock_speed": context().database.clock.speed,
        "words": words_for("common", screen),
        "snapshot": snapshot.model_dump(mode="json") if snapshot else None,
        **extra,
    }
    # A device has to trust the centre's authority before it becomes a screen over https.
    authority = authority_address() if page_data.get("enrolled") is False else None
    return render_template(
        f"{screen}/{screen}.html",
        screen=screen,
        title=title,
        language=page_data["language"],
        page_data=page_data,
        authority=authority,
    )


def asked_language() -> str:
    """The language in the address (`?language=en`), else Lao."""
    asked = request.args.get("language", DEFAULT_LANGUAGE)
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def iso_now() -> str:
    """The application's time as it travels to pages."""
    return now().isoformat().replace("+00:00", "Z")
