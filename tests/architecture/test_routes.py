"""Every route says who may use it."""

from werkzeug.routing import Rule

from onedoor.web.auth import ADMINISTRATOR, CLERK, DISPLAY, HEAD, KIOSK, PUBLIC
from onedoor.web.endpoints import declaration_of
from tests.architecture.sources import PROJECT, SCREENS
from tests.factories import RunningCentre

GROUPS = (PUBLIC, CLERK, HEAD, ADMINISTRATOR, KIOSK, DISPLAY)
OPEN_COMMANDS = {"signin.sign_in", "kiosk.ask_for_enrolment", "display.ask_for_enrolment"}


def rules(running: RunningCentre) -> list[Rule]:
    return list(running.running.app.url_map.iter_rules())


def test_every_route_declares_who_may_use_it(running: RunningCentre) -> None:
    views = running.running.app.view_functions
    for rule in rules(running):
        declared = declaration_of(views[rule.endpoint])
        assert declared, f"{rule.rule} declares nothing"
        assert declared.allowed in GROUPS


def test_nobody_commands_without_a_credential_but_to_get_one(running: RunningCentre) -> None:
    views = running.running.app.view_functions
    commanding = [rule for rule in rules(running) if {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())]
    public = {rule.endpoint for rule in commanding if declaration_of(views[rule.endpoint]).allowed == PUBLIC}
    assert public == OPEN_COMMANDS


def test_every_command_with_a_body_has_a_form_or_takes_a_file(running: RunningCentre) -> None:
    views = running.running.app.view_functions
    for rule in rules(running):
        declared = declaration_of(views[rule.endpoint])
        if "POST" in (rule.methods or set()):
            assert declared.form, rule.rule
        if "PUT" in (rule.methods or set()):
            assert declared.upload, rule.rule


def test_routes_leave_errors_to_the_one_place_for_them() -> None:
    """Only the phone's page catches: it draws an unknown ticket instead of refusing it."""
    catching = {screen for screen in SCREENS if "    except " in (PROJECT / screen / "views.py").read_text("utf-8")}
    assert catching <= {"phone"}
