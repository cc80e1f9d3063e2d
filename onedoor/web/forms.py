"""What the forms of all screens share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

RequestId = Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Form(BaseModel):
    """Base of all forms: an unknown field is an error, and types are not guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CommandForm(Form):
    """A command: the same `request_id` again is the same command."""

    request_id: RequestId
