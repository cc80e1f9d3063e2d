"""How a route declares itself: who may use it, which form or file it takes, what it answers, which errors it knows.

The same declaration guards the route, validates its input and describes it in `/openapi.json`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError

from onedoor.refusals import WebError, WebErrorCode
from onedoor.uploads.kinds import Upload
from onedoor.web.auth import Allowed, require

View = Callable[..., ResponseReturnValue | BaseModel]
Route = Callable[..., ResponseReturnValue]
DECLARATION = "onedoor_declaration"
JSON = "application/json"


@dataclass(frozen=True)
class Declaration:
    """What a route says of itself; a page answers HTML and is not part of the API."""

    allowed: Allowed
    form: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    errors: tuple[str, ...] = field(default=())
    is_page: bool = False
    upload: Upload | None = None


def endpoint(
    *,
    allow: Allowed,
    form: type[BaseModel] | None = None,
    answer: type[BaseModel] | None = None,
    status: int = 200,
    errors: tuple[str, ...] = (),
    upload: Upload | None = None,
) -> Callable[[View], Route]:
    """Declare a JSON route.

    With `form` the view gets the validated form as its argument `form`, with `upload` as `file` what the door made of
    the request's body.
    """
    return _declare(Declaration(allow, form, answer, status, errors, upload=upload))


def page(*, allow: Allowed) -> Callable[[View], Route]:
    """Declare a page or a file."""
    return _declare(Declaration(allow, is_page=True))


def declaration_of(view: Any) -> Declaration | None:
    """What a view function declared, None for one that declared nothing."""
    return getattr(view, DECLARATION, None)


def _declare(declaration: Declaration) -> Callable[[View], Route]:
    def decorate(view: View) -> Route:
        @wraps(view)
        def guarded(**arguments: Any) -> ResponseReturnValue:
            require(declaration.allowed)
            if declaration.form:
                arguments["form"] = read_form(declaration.form)
            if declaration.upload:
                arguments["file"] = read_upload(declaration.upload)
            return _as_response(view(**arguments), declaration.status)

        setattr(guarded, DECLARATION, declaration)
        return guarded

    return decorate


def read_form(form: type[BaseModel]) -> BaseModel:
    """The request's JSON as a form. Raises not_json or invalid_input with the fields that are wrong."""
    if not request.is_json:
        raise WebError(WebErrorCode.not_json)
    try:
        return form.model_validate_json(request.get_data())
    except ValidationError as error:
        fields = {".".join(map(str, problem["loc"])) or "body": problem["type"] for problem in error.errors()}
        code = WebErrorCode.not_json if "json_invalid" in fields.values() else WebErrorCode.invalid_input
        raise WebError(code, fields=fields) from None


def read_upload(upload: Upload) -> bytes:
    """The request's body as the kind of file that is taken here. Raises too_large, and what the kind refuses.

    No more is read than the length that the request says, if the kind may be so large; without a length nothing is.
    """
    request.max_content_length = upload.most_bytes
    return upload.accept(request.get_data())


def _as_response(answered: ResponseReturnValue | BaseModel, status: int) -> ResponseReturnValue:
    if not isinstance(answered, BaseModel):
        return answered
    return Response(answered.model_dump_json(), status, mimetype=JSON)
