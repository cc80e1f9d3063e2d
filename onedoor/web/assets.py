"""Static files of all screens under `/static/<build>/<path>`: the build id versions them, so browsers keep them."""

import hashlib
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

from onedoor.web.auth import PUBLIC
from onedoor.web.context import context
from onedoor.web.endpoints import page

CACHE_SECONDS = 365 * 24 * 3600
BUILD_LENGTH = 12

blueprint = Blueprint("assets", __name__)


@blueprint.get("/static/<build>/<path:path>")
@page(allow=PUBLIC)
def asset_file(build: str, path: str) -> Response:
    """A file of a screen or a shared one; an old build gets the new file, but must not keep it."""
    for folder in context().asset_folders:
        if (folder / path).is_file():
            response = send_from_directory(folder, path, max_age=CACHE_SECONDS if build == context().build else 0)
            response.headers["X-Content-Type-Options"] = "nosniff"
            return response
    abort(404)


def asset(path: str) -> str:
    """The address of a static file."""
    return f"/static/{context().build}/{path}"


def build_id(folders: tuple[Path, ...]) -> str:
    """A name for the assets and words as they are: another one makes open screens reload themselves."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:BUILD_LENGTH]
