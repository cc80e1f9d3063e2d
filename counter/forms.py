"""What a desk sends and gets."""

from typing import Literal

from pydantic import Field, model_validator

from onedoor.database.rows import LARGEST_NUMBER
from onedoor.queueing.ticket import TurnStatus
from onedoor.realtime.boards import CounterChoice, Desk, ReadModel
from onedoor.tickets.actions.desk import SeenTurn
from onedoor.web.forms import Code, CommandForm

State = Literal["waiting", "called", "serving", "on_hold", "no_show"]


class CallForm(CommandForm):
    """Call the next; with `turn` and its state that turn is finished in the same step."""

    turn: int | None = Field(None, ge=1, le=LARGEST_NUMBER)
    state: Literal["serving"] | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> "CallForm":
        if (self.turn is None) != (self.state is None):
            raise ValueError("turn and state go together")
        return self

    @property
    def finishing(self) -> SeenTurn | None:
        """The turn to finish first."""
        return SeenTurn(self.turn, TurnStatus(self.state)) if self.turn and self.state else None


class TurnForm(CommandForm):
    """A command on a turn, with the state in which the clerk saw it."""

    state: State


class TransferForm(TurnForm):
    """A transfer names the service to go to."""

    service: Code


class DeskAnswer(ReadModel):
    """The desk after a command."""

    desk: Desk
    version: int


class TurnAnswer(ReadModel):
    """The turn that a command was about (None if a service ended and nobody waits), and the desk after it."""

    turn: int | None
    number: str | None
    desk: Desk
    version: int


class ChoicesAnswer(ReadModel):
    """The counters to choose from."""

    choices: tuple[CounterChoice, ...]
