"""Two centres behind one application: nobody sees or changes anything of the other one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from onedoor.centres.models import Counter
from onedoor.centres.queries import read_centre
from onedoor.database.centre_state import CentreState
from onedoor.devices.actions import new_token
from onedoor.realtime.events import PrintJobChanged, TicketCalled, VersionAnnounced
from onedoor.staff.actions.lockout import FIRST_DELAYED
from onedoor.staff.models import Role
from onedoor.staff.queries import NAME
from tests.factories import LAND, PASSWORD, RunningCentre, create_clerk, create_running, dump_of, new_request_id
from tests.permissions import Asker
from tests.web.asking import assert_refused, command, sign_in, take_ticket, unchanged
from tests.web.listening import Listener
from tests.web.scene import TURN_ACTIONS
from tests.web.two_centres import ELSEWHERE, TwoCentres, create_two_centres, work_through_the_day

SIGNS_OF_ELSEWHERE = ("elsewhere", "Elsewhere", "L001", "L002")
"""Code, name and people of the other centre, and its numbers: here nobody came for land."""

PAGES_AND_DATA: tuple[tuple[str, Asker], ...] = (
    ("/kiosk/", "kiosk"),
    ("/display/", "display"),
    ("/display/board", "display"),
    ("/counter/", "clerk"),
    ("/counter/choices", "clerk"),
    ("/counter/1/desk", "clerk"),
    ("/counter/3/desk", "head"),
    ("/management/", "head"),
    ("/management/live", "head"),
    ("/management/printers", "administrator"),
    ("/management/logo", "administrator"),
    ("/management/staff", "administrator"),
    ("/management/staff/list", "administrator"),
    ("/password", "clerk"),
    ("/sign-in", "visitor"),
)
SCREENS: tuple[tuple[str, Asker], ...] = (
    ("kiosk", "kiosk"),
    ("display", "display"),
    ("counter", "clerk"),
    ("management", "head"),
)
DESK_COMMANDS_ON_A_TURN = (
    *((f"turns/{{turn}}/{action}", {"state": "called"}) for action in TURN_ACTIONS),
    ("turns/{turn}/transfer", {"state": "called", "service": LAND}),
)


@pytest.fixture
def two(running: RunningCentre) -> TwoCentres:
    return create_two_centres(running)


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoCentres]:
    """Two centres for a whole file of refusals: they leave them as they are."""
    running = create_running(tmp_path_factory.mktemp("two"))
    yield create_two_centres(running)
    running.running.database.close()


def signs_of_elsewhere(text: str) -> list[str]:
    return [sign for sign in SIGNS_OF_ELSEWHERE if sign in text]


@pytest.mark.parametrize(("path", "asker"), PAGES_AND_DATA)
def test_no_page_and_no_data_show_anything_of_the_other_centre(refusing: TwoCentres, path: str, asker: Asker) -> None:
    shown = refusing.here.clients[asker].get(path)
    assert shown.status_code == 200
    assert signs_of_elsewhere(shown.text) == []


def test_the_other_centre_shows_the_signs_that_are_looked_for(refusing: TwoCentres) -> None:
    head = refusing.elsewhere.staff(Role.HEAD, "elsewhere-head")
    assert signs_of_elsewhere(head.get("/counter/3/desk").text) == list(SIGNS_OF_ELSEWHERE)


@pytest.mark.parametrize(("screen", "asker"), SCREENS)
def test_no_snapshot_shows_anything_of_the_other_centre(refusing: TwoCentres, screen: str, asker: Asker) -> None:
    which = {"counter": 1} if screen == "counter" else {}
    answer = Listener(refusing.here.running, refusing.here.clients[asker]).subscribe(screen, **which)
    assert signs_of_elsewhere(str(answer)) == []


def test_no_phone_shows_anything_of_the_other_centre(two: TwoCentres) -> None:
    token = take_ticket(two.here.clients["kiosk"]).json["token"]
    phone = two.here.clients["visitor"]
    shown = [phone.get(path).text for path in (f"/t/{token}", f"/t/{token}/state")]
    shown.append(str(Listener(two.here.running, phone).subscribe("phone", token=token)))
    assert [signs_of_elsewhere(text) for text in shown] == [[], [], []]


@pytest.mark.parametrize(("path", "fields"), DESK_COMMANDS_ON_A_TURN, ids=lambda each: str(each))
@pytest.mark.parametrize("which", ["called", "waiting"])
def test_no_clerk_touches_a_turn_of_the_other_centre(
    refusing: TwoCentres, path: str, fields: dict[str, str], which: str
) -> None:
    turn = getattr(refusing, which)
    with unchanged(refusing.here.database):
        answer = command(refusing.here.clients["clerk"], f"/counter/1/{path.format(turn=turn)}", **fields)
    assert_refused(answer, "unknown_turn")


def test_no_clerk_finishes_a_turn_of_the_other_centre_by_calling_the_next(refusing: TwoCentres) -> None:
    with unchanged(refusing.here.database):
        answer = command(refusing.here.clients["clerk"], "/counter/1/calls", turn=refusing.called, state="serving")
    assert_refused(answer, "unknown_turn")


def test_no_administrator_prints_or_sees_a_paper_of_the_other_centre(refusing: TwoCentres) -> None:
    administrator = refusing.here.clients["administrator"]
    with unchanged(refusing.here.database):
        copy = command(administrator, f"/management/print-jobs/{refusing.print_job}/copies")
        picture = administrator.get(f"/management/print-jobs/{refusing.print_job}/picture.png")
    assert_refused(copy, "unknown_print_job")
    assert_refused(picture, "unknown_print_job")
    own = refusing.elsewhere.staff(Role.ADMINISTRATOR, "elsewhere-administrator")
    assert own.get(f"/management/print-jobs/{refusing.print_job}/picture.png").data == b"a picture"


def test_no_administrator_sees_names_or_revokes_a_device_of_the_other_centre(refusing: TwoCentres) -> None:
    administrator = refusing.here.clients["administrator"]
    device = refusing.elsewhere.centre.kiosk.device_id
    listed = administrator.get("/management/devices/list").json
    assert device not in {each["device"] for each in listed["devices"]}
    with unchanged(refusing.here.database):
        named = command(administrator, f"/management/devices/{device}/name", name="mine")
        revoked = command(administrator, f"/management/devices/{device}/revocation")
    assert_refused(named, "unknown_device")
    assert_refused(revoked, "unknown_device")


def test_no_administrator_sees_signs_out_or_unlocks_anybody_of_the_other_centre(two: TwoCentres) -> None:
    administrator, stranger = two.here.clients["administrator"], two.elsewhere.staff(name="elsewhere-stranger")
    person = create_clerk(two.elsewhere.centre, "elsewhere-stranger").staff_user_id
    for _ in range(FIRST_DELAYED[NAME]):
        sign_in(two.elsewhere.visitor(), "elsewhere-stranger", "wrong")
    listed = administrator.get("/management/staff/list").json
    assert person not in {each["person"] for each in listed["people"]}
    for what in ("sign-out", "unlock"):
        with unchanged(two.here.database):
            answer = command(administrator, f"/management/staff/{person}/{what}")
        assert_refused(answer, "unknown_person")
    assert stranger.get("/counter/choices").status_code == 200
    assert_refused(sign_in(two.elsewhere.visitor(), "elsewhere-stranger"), "sign_in_delayed")


def test_what_addresses_carry_was_tried_here(refusing: TwoCentres) -> None:
    """A counter's number and a printer's code are the centre's own; a code of enrolment or a token is a credential.

    The digest of a logo leads to a picture that is shown to everybody.
    """
    rules = refusing.here.running.running.app.url_map.iter_rules()
    carried = {argument for rule in rules for argument in rule.arguments}
    assert carried == {"turn_id", "job", "device", "person", "counter", "code", "token", "build", "path", "digest"}


def test_a_day_s_work_here_changes_nothing_there_and_nobody_there_hears_of_it(two: TwoCentres) -> None:
    listeners = listeners_elsewhere(two)
    before, version = dump_of(two.elsewhere.centre), version_of(two.elsewhere)
    while version_of(two.here.running) < version:
        take_ticket(two.here.clients["kiosk"])
    work_through_the_day(two.here.clients)
    two.here.running.running.heartbeat.beat()
    assert dump_of(two.elsewhere.centre) == before
    for listener in listeners:
        heard = listener.heard()
        assert VersionAnnounced in {type(event) for event in heard}
        # What happened there before may still be on its way; what happens here has a higher version.
        assert all(event.version <= version for event in heard)
        assert not any(isinstance(event, TicketCalled | PrintJobChanged) for event in heard)


def version_of(running: RunningCentre) -> int:
    with running.running.database.read() as connection:
        return read_centre(connection, running.centre.id, running.centre.clock.now()).version


def listeners_elsewhere(two: TwoCentres) -> list[Listener]:
    """Every screen of the other centre, subscribed."""
    elsewhere = two.elsewhere
    screens: list[tuple[str, FlaskClient, dict[str, object]]] = [
        ("kiosk", elsewhere.kiosk(), {}),
        ("display", elsewhere.display(), {}),
        ("counter", elsewhere.staff(name="elsewhere-clerk"), {"counter": 3}),
        ("management", elsewhere.staff(Role.HEAD, "elsewhere-head"), {}),
        ("phone", elsewhere.visitor(), {"token": two.token}),
    ]
    listeners = []
    for screen, browser, which in screens:
        listeners.append(Listener(elsewhere, browser))
        listeners[-1].subscribe(screen, **which)
    return listeners


def test_a_counter_that_only_the_other_centre_has_is_unknown(running: RunningCentre) -> None:
    clerk = running.staff()
    build_a_centre_with_counter_9(running)
    with unchanged(running.running.database):
        assert_refused(clerk.get("/counter/9/desk"), "unknown_counter")
        assert_refused(command(clerk, "/counter/9/opening"), "unknown_counter")
        assert_refused(command(clerk, "/counter/9/calls"), "unknown_counter")
    refused = Listener(running, clerk).ask({"screen": "counter", "counter": 9})
    assert refused["error"]["code"] == "unknown_counter"


def build_a_centre_with_counter_9(running: RunningCentre) -> None:
    elsewhere = running.beside(ELSEWHERE)
    with running.running.database.write(elsewhere.centre.id) as transaction:
        third = (Counter.centre_id == elsewhere.centre.id, Counter.number == 3)
        transaction.execute(update(Counter).where(*third).values(number=9))


def test_the_same_request_in_two_centres_is_two_tickets_with_the_same_number(running: RunningCentre) -> None:
    elsewhere, request_id = running.beside(ELSEWHERE), new_request_id()
    first, second = (take_ticket(each.kiosk(), request_id=request_id).json for each in (running, elsewhere))
    assert first["number"] == second["number"] == "A001"
    assert first["token"] != second["token"]
    assert first["people_ahead"] == second["people_ahead"] == 0


def test_the_same_desk_command_in_two_centres_is_carried_out_in_both(running: RunningCentre) -> None:
    elsewhere, request_id = running.beside(ELSEWHERE), new_request_id()
    for each in (running, elsewhere):
        take_ticket(each.kiosk())
    answers = [
        command(each.clerk_at(1, f"{each.centre.id}-clerk"), "/counter/1/calls", request_id=request_id).json["turn"]
        for each in (running, elsewhere)
    ]
    assert answers == [running.centre.turns()[0].id, running.centre.turns()[1].id]


def test_a_new_token_for_a_kiosk_leaves_the_kiosk_of_that_name_in_the_other_centre_alone(
    running: RunningCentre,
) -> None:
    kiosk_elsewhere = running.beside(ELSEWHERE).kiosk()
    new_token(running.running.database, running.centre.id, "kiosk-1")
    assert take_ticket(kiosk_elsewhere).status_code == 201


def test_an_enrolment_link_makes_a_kiosk_of_its_own_centre(running: RunningCentre) -> None:
    elsewhere = running.beside(ELSEWHERE)
    take_ticket(elsewhere.kiosk())
    assert {turn.centre_id for turn in running.centre.turns()} == {elsewhere.centre.id}


def test_signing_in_leads_to_the_person_s_own_centre(running: RunningCentre) -> None:
    elsewhere = running.beside(ELSEWHERE)
    elsewhere.staff(name="elsewhere-clerk")
    browser = running.visitor()
    assert sign_in(browser, "elsewhere-clerk", PASSWORD).status_code == 200
    assert "Elsewhere" in browser.get("/counter/").text


def test_the_end_of_a_day_in_one_centre_leaves_the_other_in_its_day(two: TwoCentres) -> None:
    """Their time zones differ: there it is still yesterday."""
    elsewhere = two.elsewhere.centre
    with two.here.database.write(elsewhere.id) as transaction:
        state = CentreState.centre_id == elsewhere.id
        transaction.execute(update(CentreState).where(state).values(time_zone="Pacific/Honolulu"))
    elsewhere.clock.advance(timedelta(hours=16))
    before = dump_of(elsewhere)
    two.here.running.running.heartbeat.beat()
    statuses = {(turn.centre_id == elsewhere.id, turn.status) for turn in elsewhere.turns()}
    assert statuses == {(False, "expired"), (True, "called"), (True, "waiting")}
    assert dump_of(elsewhere) == before


def test_a_day_that_cannot_be_closed_in_one_centre_does_not_silence_the_other(two: TwoCentres) -> None:
    here, elsewhere = two.here, two.elsewhere.centre
    with here.database.write(elsewhere.id) as transaction:
        state = CentreState.centre_id == elsewhere.id
        transaction.execute(update(CentreState).where(state).values(time_zone="Nowhere/Nothing"))
    screen = Listener(here.running, here.clients["display"])
    screen.subscribe("display")
    here.running.running.heartbeat.beat()
    screen.hears(VersionAnnounced)
