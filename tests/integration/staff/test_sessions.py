"""Signing in and out, and how long a session lasts."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from onedoor.refusals import WebError
from onedoor.staff.actions import SESSION_LIFE, set_password, sign_in, sign_out
from onedoor.staff.models import Role, StaffSession, StaffUser
from onedoor.staff.queries import find_staff
from onedoor.tickets.actions.day import roll_day
from tests.factories import PASSWORD, SmallCentre, create_clerk, dump


def is_signed_in(centre: SmallCentre, secret: str) -> bool:
    with centre.database.read() as connection:
        return find_staff(connection, secret, centre.database.now()) is not None


@pytest.fixture
def secret(centre: SmallCentre) -> str:
    create_clerk(centre, "head", Role.HEAD)
    return sign_in(centre.database, "head", PASSWORD).secret


def test_a_session_knows_who_it_is(centre: SmallCentre, secret: str) -> None:
    with centre.database.read() as connection:
        staff = find_staff(connection, secret, centre.database.now())
    assert staff
    assert (staff.role, staff.centre_id) == (Role.HEAD, centre.id)


@pytest.mark.parametrize(("name", "password"), [("head", "wrong"), ("nobody", PASSWORD), ("HEAD", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    centre: SmallCentre, secret: str, name: str, password: str
) -> None:
    before = dump(centre.database)
    with pytest.raises(WebError, match="wrong_password"):
        sign_in(centre.database, name, password)
    assert dump(centre.database) == before


def test_signing_out_ends_the_session_at_once(centre: SmallCentre, secret: str) -> None:
    other = sign_in(centre.database, "head", PASSWORD).secret
    sign_out(centre.database, centre.id, secret)
    assert not is_signed_in(centre, secret)
    assert is_signed_in(centre, other)


def test_a_session_ends_by_itself(centre: SmallCentre, secret: str) -> None:
    centre.clock.advance(SESSION_LIFE - timedelta(seconds=1))
    assert is_signed_in(centre, secret)
    centre.clock.advance(timedelta(seconds=1))
    assert not is_signed_in(centre, secret)


def test_sessions_that_ended_are_cleared_away(centre: SmallCentre, secret: str) -> None:
    centre.clock.advance(SESSION_LIFE)
    sign_in(centre.database, "head", PASSWORD)
    with centre.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(StaffSession)).scalar_one() == 1


def test_a_new_password_ends_all_sessions(centre: SmallCentre, secret: str) -> None:
    assert set_password(centre.database, centre.id, "head", "another")
    assert not is_signed_in(centre, secret)
    with pytest.raises(WebError):
        sign_in(centre.database, "head", PASSWORD)
    assert is_signed_in(centre, sign_in(centre.database, "head", "another").secret)


def test_somebody_who_left_is_nobody(centre: SmallCentre, secret: str) -> None:
    with centre.database.engine.begin() as connection:
        connection.execute(update(StaffUser).values(is_active=False))
    assert not is_signed_in(centre, secret)
    with pytest.raises(WebError, match="wrong_password"):
        sign_in(centre.database, "head", PASSWORD)


def test_the_database_holds_no_secret(centre: SmallCentre, secret: str) -> None:
    everything = str(dump(centre.database))
    assert secret not in everything
    assert PASSWORD not in everything


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)])
def test_a_clock_that_jumped_neither_ends_a_session_nor_keeps_the_head_out(
    centre: SmallCentre, secret: str, jump: timedelta
) -> None:
    centre.clock.step(jump)
    roll_day(centre.database, centre.id)
    assert is_signed_in(centre, secret)
    assert is_signed_in(centre, sign_in(centre.database, "head", PASSWORD).secret)
