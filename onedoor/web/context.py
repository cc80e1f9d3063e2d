"""What a request finds in its application: settings, database, and the parts that act after a commit."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from onedoor.database.session import Database
from onedoor.limits import Limits
from onedoor.settings import Settings

EXTENSION = "onedoor"


@dataclass(frozen=True)
class Context:
    """The parts of one application; `build` names the version of pages and assets."""

    settings: Settings
    database: Database
    build: str
    asset_folders: tuple[Path, ...]
    limits: Limits


def context() -> Context:
    """The parts of the application that serves this request."""
    found: Context = current_app.extensions[EXTENSION]
    return found


def database() -> Database:
    """The application's database."""
    return context().database


def now() -> datetime:
    """The application's time."""
    return context().database.now()
