"""What the forms of all screens share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator

RequestId = Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Form(BaseModel):
    """Base of all forms: an unknown field is an error, and types are not guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @field_validator("*")
    @classmethod
    def _storable(cls, value: object) -> object:
        """PostgreSQL holds no text with the character NUL."""
        if isinstance(value, str) and "\0" in value:
            raise ValueError("NUL is no character of a text")
        return value


class CommandForm(Form):
    """A command: the same `request_id` again is the same command."""

    request_id: RequestId
