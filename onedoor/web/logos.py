"""Logos of centres under `/logos/<hash>.png`: another picture has another address, so browsers keep each for good."""

from flask import Blueprint, Response, abort

from onedoor.centres.queries import find_logo
from onedoor.web.assets import CACHE_SECONDS
from onedoor.web.auth import PUBLIC
from onedoor.web.context import database
from onedoor.web.endpoints import page

blueprint = Blueprint("logos", __name__)


@blueprint.get("/logos/<digest>.png")
@page(allow=PUBLIC)
def logo(digest: str) -> Response:
    """The picture of this hash, as the door for uploads has drawn it."""
    with database().read() as connection:
        picture = find_logo(connection, digest)
    if picture is None:
        abort(404)
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}, immutable"
    return response
