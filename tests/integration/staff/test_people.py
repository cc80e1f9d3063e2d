"""The list of a centre's people: who is signed in since when, and who is locked out."""

from datetime import timedelta

import pytest

from onedoor.realtime.staff_boards import StaffLine
from onedoor.refusals import WebError
from onedoor.staff.actions.lockout import FIRST_DELAY, FIRST_DELAYED, unlock
from onedoor.staff.actions.sessions import SESSION_LIFE, end_sessions, sign_in
from onedoor.staff.models import Role
from onedoor.staff.queries import NAME, find_sign_in_name, read_staff
from tests.factories import PASSWORD, SmallCentre, create_centre, create_clerk, small_plan

HERE = "192.0.2.1"


def people(centre: SmallCentre) -> dict[str, StaffLine]:
    """Each by the sign-in name, as the administrator of the centre sees them."""
    administrator = create_clerk(centre, f"admin{centre.id}", Role.ADMINISTRATOR)
    with centre.database.read() as connection:
        listed = read_staff(connection, administrator, centre.clock.now())
    assert listed.you == administrator.staff_user_id
    return {line.sign_in_name: line for line in listed.people}


def fail(centre: SmallCentre, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WebError, match="wrong_password"):
            sign_in(centre.database, "clerk", "wrong", HERE)


def test_each_open_session_is_listed_by_when_it_began_newest_first(centre: SmallCentre) -> None:
    create_clerk(centre, "clerk")
    first = centre.clock.now()
    sign_in(centre.database, "clerk", PASSWORD, HERE)
    centre.clock.advance(timedelta(hours=1))
    sign_in(centre.database, "clerk", PASSWORD, HERE)
    assert people(centre)["clerk"].sessions == (centre.clock.now(), first)
    assert people(centre)[f"admin{centre.id}"].sessions == ()
    centre.clock.advance(SESSION_LIFE - timedelta(minutes=1))
    assert len(people(centre)["clerk"].sessions) == 1
    end_sessions(centre.database, centre.id, "clerk")
    assert people(centre)["clerk"].sessions == ()


def test_who_failed_too_often_is_locked_until_the_delay_ends(centre: SmallCentre) -> None:
    create_clerk(centre, "clerk")
    fail(centre, FIRST_DELAYED[NAME] - 1)
    assert people(centre)["clerk"].locked_until is None
    fail(centre, 1)
    assert people(centre)["clerk"].locked_until == centre.clock.now() + FIRST_DELAY
    centre.clock.advance(FIRST_DELAY)
    assert people(centre)["clerk"].locked_until is None


def test_who_is_unlocked_is_locked_no_more(centre: SmallCentre) -> None:
    create_clerk(centre, "clerk")
    fail(centre, FIRST_DELAYED[NAME])
    unlock(centre.database, NAME, "clerk")
    assert people(centre)["clerk"].locked_until is None


def test_the_people_of_another_centre_are_not_listed_and_have_no_name_here(centre: SmallCentre) -> None:
    other = create_centre(centre.database, centre.data_dir / "other", small_plan(code="other", name_en="Other"))
    stranger = create_clerk(other, "stranger")
    sign_in(centre.database, "stranger", PASSWORD, HERE)
    assert "stranger" not in people(centre)
    with centre.database.read() as connection:
        assert find_sign_in_name(connection, other.id, stranger.staff_user_id) == "stranger"
        assert find_sign_in_name(connection, centre.id, stranger.staff_user_id) is None
