"""Routes of the desk."""

from collections.abc import Callable

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from counter.forms import (
    CallForm,
    ChoicesAnswer,
    DeskAnswer,
    TransferForm,
    TurnAnswer,
    TurnForm,
)
from onedoor.centres.actions import counters
from onedoor.centres.queries import read_centre
from onedoor.database.session import Database
from onedoor.queueing.ticket import REFUSALS, TurnAction, TurnStatus
from onedoor.staff.queries import StaffCredential
from onedoor.tickets.actions import call, turn
from onedoor.tickets.actions.desk import DeskCommandHead, SeenTurn
from onedoor.tickets.queries.choices import read_choices
from onedoor.tickets.queries.desk import read_desk, read_number
from onedoor.web.auth import CLERK, PUBLIC, current_staff, staff_or_none
from onedoor.web.context import database, now
from onedoor.web.endpoints import endpoint, page
from onedoor.web.forms import CommandForm
from onedoor.web.pages import render_screen

blueprint = Blueprint("counter", __name__, url_prefix="/counter", template_folder="templates")

DESK_ERRORS = (
    "unknown_counter",
    "counter_closed",
    "counter_not_yours",
    "counter_on_break",
    "counter_busy",
    "unknown_turn",
    "desk_changed",
)
ACTIONS_BY_PATH = {
    "start": TurnAction.start,
    "finish": TurnAction.finish,
    "no-show": TurnAction.no_show,
    "return": TurnAction.return_to_queue,
    "hold": TurnAction.hold,
    "resume": TurnAction.resume,
    "cancel": TurnAction.cancel,
}


@blueprint.get("/")
@page(allow=PUBLIC)
def home() -> ResponseReturnValue:
    """Choose a counter, or go on at one's own; whoever is not signed in goes to the sign-in page."""
    staff = staff_or_none()
    if staff is None:
        return redirect("/sign-in?next=/counter/")
    with database().read() as connection:
        choices = read_choices(connection, staff)
        own = next((choice.counter for choice in choices if choice.is_yours), None)
        desk = read_desk(connection, staff.centre_id, own, staff.staff_user_id, now()) if own else None
        centre = read_centre(connection, staff.centre_id, now())
    return render_screen(
        "counter",
        centre.facts.name_lo,
        desk,
        centre.version,
        centre=centre.facts.model_dump(mode="json"),
        staff={"display_name": staff.display_name, "role": staff.role},
        choices=[choice.model_dump(mode="json") for choice in choices],
        counter=own,
    )


@blueprint.get("/choices")
@endpoint(allow=CLERK, answer=ChoicesAnswer)
def choices() -> ChoicesAnswer:
    """The counters with who is there and how many wait."""
    with database().read() as connection:
        return ChoicesAnswer(choices=read_choices(connection, current_staff()))


@blueprint.get("/<int:counter>/desk")
@endpoint(allow=CLERK, answer=DeskAnswer, errors=("unknown_counter",))
def desk(counter: int) -> DeskAnswer:
    """One counter as it is now."""
    return _desk_answer(counter)


@blueprint.post("/<int:counter>/opening")
@endpoint(allow=CLERK, form=CommandForm, answer=DeskAnswer, errors=("unknown_counter", "counter_taken", "counter_busy"))
def opening(counter: int, form: CommandForm) -> DeskAnswer:
    """Sit down at a counter."""
    return _change_counter(counters.open_counter, counter)


@blueprint.post("/<int:counter>/closing")
@endpoint(allow=CLERK, form=CommandForm, answer=DeskAnswer, errors=DESK_ERRORS)
def closing(counter: int, form: CommandForm) -> DeskAnswer:
    """Leave the counter."""
    return _change_counter(counters.close_counter, counter)


@blueprint.post("/<int:counter>/break")
@endpoint(allow=CLERK, form=CommandForm, answer=DeskAnswer, errors=DESK_ERRORS)
def start_break(counter: int, form: CommandForm) -> DeskAnswer:
    """Take a break."""
    return _change_counter(counters.start_break, counter)


@blueprint.post("/<int:counter>/return-from-break")
@endpoint(allow=CLERK, form=CommandForm, answer=DeskAnswer, errors=DESK_ERRORS)
def end_break(counter: int, form: CommandForm) -> DeskAnswer:
    """Be back from the break."""
    return _change_counter(counters.end_break, counter)


@blueprint.post("/<int:counter>/calls")
@endpoint(
    allow=CLERK, form=CallForm, answer=TurnAnswer, status=201, errors=(*DESK_ERRORS, "nobody_waiting", "cannot_finish")
)
def call_next(counter: int, form: CallForm) -> TurnAnswer:
    """Call the citizen who is due first; with a turn, finish that one in the same step."""
    return _turn_answer(counter, call.call_next(database(), _head(counter, form), form.finishing))


@blueprint.post("/<int:counter>/turns/<int:turn_id>/call")
@endpoint(allow=CLERK, form=TurnForm, answer=TurnAnswer, errors=(*DESK_ERRORS, "cannot_call"))
def call_absentee(counter: int, turn_id: int, form: TurnForm) -> TurnAnswer:
    """Call somebody again who had not come."""
    return _turn_answer(counter, call.call_absentee(database(), _head(counter, form), _seen(turn_id, form)))


@blueprint.post("/<int:counter>/turns/<int:turn_id>/recall")
@endpoint(allow=CLERK, form=TurnForm, answer=TurnAnswer, errors=(*DESK_ERRORS, "cannot_recall"))
def recall(counter: int, turn_id: int, form: TurnForm) -> TurnAnswer:
    """Call the same number once more."""
    return _turn_answer(counter, call.recall(database(), _head(counter, form), _seen(turn_id, form)))


@blueprint.post("/<int:counter>/turns/<int:turn_id>/transfer")
@endpoint(
    allow=CLERK,
    form=TransferForm,
    answer=TurnAnswer,
    errors=(*DESK_ERRORS, "cannot_transfer", "unknown_service", "same_service", "nobody_serves"),
)
def transfer(counter: int, turn_id: int, form: TransferForm) -> TurnAnswer:
    """Send the citizen on to another service; the number stays the same."""
    moved = turn.transfer(database(), _head(counter, form), _seen(turn_id, form), form.service)
    return _turn_answer(counter, moved)


def _add_turn_route(path: str, action: TurnAction) -> None:
    @endpoint(allow=CLERK, form=TurnForm, answer=TurnAnswer, errors=(*DESK_ERRORS, REFUSALS[action]))
    def change(counter: int, turn_id: int, form: TurnForm) -> TurnAnswer:
        changed = turn.change_turn(database(), _head(counter, form), _seen(turn_id, form), action)
        return _turn_answer(counter, changed)

    change.__doc__ = f"Carry out '{action}' on a turn that is in the given state."
    blueprint.add_url_rule(
        f"/<int:counter>/turns/<int:turn_id>/{path}",
        endpoint=path.replace("-", "_"),
        view_func=change,
        methods=["POST"],
    )


for _path, _action in ACTIONS_BY_PATH.items():
    _add_turn_route(_path, _action)


def _head(counter: int, form: CommandForm) -> DeskCommandHead:
    return DeskCommandHead(current_staff(), counter, form.request_id)


def _seen(turn_id: int, form: TurnForm) -> SeenTurn:
    return SeenTurn(turn_id, TurnStatus(form.state))


def _change_counter(change: Callable[[Database, StaffCredential, int], None], counter: int) -> DeskAnswer:
    change(database(), current_staff(), counter)
    return _desk_answer(counter)


def _desk_answer(counter: int) -> DeskAnswer:
    staff = current_staff()
    with database().read() as connection:
        fresh = read_desk(connection, staff.centre_id, counter, staff.staff_user_id, now())
        return DeskAnswer(desk=fresh, version=read_centre(connection, staff.centre_id, now()).version)


def _turn_answer(counter: int, turn_id: int | None) -> TurnAnswer:
    answer = _desk_answer(counter)
    with database().glance() as connection:
        number = read_number(connection, current_staff().centre_id, turn_id) if turn_id else None
    return TurnAnswer(turn=turn_id, number=number, desk=answer.desk, version=answer.version)
