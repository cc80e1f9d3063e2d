"""Signing in and out, and how long a session lasts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from onedoor.clock import StoppedClock
from onedoor.database.session import Database
from onedoor.refusals import WebError
from onedoor.staff import passwords
from onedoor.staff.actions.sessions import SESSION_LIFE, change_password, end_sessions, set_password, sign_in, sign_out
from onedoor.staff.models import Role, StaffSession, StaffUser
from onedoor.staff.queries import find_staff, read_signed_in
from onedoor.tickets.actions.day import roll_day
from tests.factories import PASSWORD, SmallCentre, create_clerk, dump

HERE = "192.0.2.1"


def is_signed_in(centre: SmallCentre, secret: str) -> bool:
    with centre.database.read() as connection:
        return find_staff(connection, secret, centre.database.now()) is not None


@pytest.fixture
def secret(centre: SmallCentre) -> str:
    create_clerk(centre, "head", Role.HEAD)
    return sign_in(centre.database, "head", PASSWORD, HERE).secret


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
        sign_in(centre.database, name, password, HERE)
    assert dump(centre.database) == before


def test_signing_out_ends_the_session_at_once(centre: SmallCentre, secret: str) -> None:
    other = sign_in(centre.database, "head", PASSWORD, HERE).secret
    sign_out(centre.database, centre.id, secret)
    assert not is_signed_in(centre, secret)
    assert is_signed_in(centre, other)


@pytest.mark.parametrize("jump", [timedelta(days=365), timedelta(days=-365)])
def test_people_sign_in_though_the_clock_lost_its_date_in_a_power_cut(
    centre: SmallCentre, secret: str, jump: timedelta
) -> None:
    centre.issue()
    after = replace(centre, database=Database(centre.database.engine, StoppedClock(centre.clock.now() + jump)))
    assert is_signed_in(after, sign_in(after.database, "head", PASSWORD, HERE).secret)


def test_a_session_ends_by_itself(centre: SmallCentre, secret: str) -> None:
    centre.clock.advance(SESSION_LIFE - timedelta(seconds=1))
    assert is_signed_in(centre, secret)
    centre.clock.advance(timedelta(seconds=1))
    assert not is_signed_in(centre, secret)


def test_sessions_that_ended_are_cleared_away(centre: SmallCentre, secret: str) -> None:
    centre.clock.advance(SESSION_LIFE)
    sign_in(centre.database, "head", PASSWORD, HERE)
    with centre.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(StaffSession)).scalar_one() == 1


def test_a_new_password_ends_all_sessions(centre: SmallCentre, secret: str) -> None:
    assert set_password(centre.database, centre.id, "head", "another")
    assert not is_signed_in(centre, secret)
    with pytest.raises(WebError):
        sign_in(centre.database, "head", PASSWORD, HERE)
    assert is_signed_in(centre, sign_in(centre.database, "head", "another", HERE).secret)


def test_somebody_who_left_is_nobody(centre: SmallCentre, secret: str) -> None:
    with centre.database.engine.begin() as connection:
        connection.execute(update(StaffUser).values(is_active=False))
    assert not is_signed_in(centre, secret)
    with pytest.raises(WebError, match="wrong_password"):
        sign_in(centre.database, "head", PASSWORD, HERE)


def test_the_database_holds_no_secret(centre: SmallCentre, secret: str) -> None:
    everything = str(dump(centre.database, without=frozenset()))
    assert secret not in everything
    assert PASSWORD not in everything


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)])
def test_a_clock_that_jumped_neither_ends_a_session_nor_keeps_the_head_out(
    centre: SmallCentre, secret: str, jump: timedelta
) -> None:
    centre.clock.step(jump)
    roll_day(centre.database, centre.id)
    assert is_signed_in(centre, secret)
    assert is_signed_in(centre, sign_in(centre.database, "head", PASSWORD, HERE).secret)


def test_changing_the_own_password_ends_the_other_sessions(centre: SmallCentre, secret: str) -> None:
    other = sign_in(centre.database, "head", PASSWORD, HERE).secret
    change_password(centre.database, create_clerk(centre, "head", Role.HEAD), secret, PASSWORD, "another one", HERE)
    assert is_signed_in(centre, secret)
    assert not is_signed_in(centre, other)
    assert is_signed_in(centre, sign_in(centre.database, "head", "another one", HERE).secret)


def test_the_own_password_is_changed_only_by_who_knows_it(centre: SmallCentre, secret: str) -> None:
    before = dump(centre.database)
    with pytest.raises(WebError, match="wrong_password"):
        change_password(centre.database, create_clerk(centre, "head", Role.HEAD), secret, "wrong", "another one", HERE)
    assert dump(centre.database) == before


def test_all_sessions_of_one_person_can_be_ended(centre: SmallCentre, secret: str) -> None:
    create_clerk(centre, "clerk")
    clerk = sign_in(centre.database, "clerk", PASSWORD, HERE).secret
    other = sign_in(centre.database, "head", PASSWORD, HERE).secret
    assert end_sessions(centre.database, centre.id, "head") == 2
    assert not is_signed_in(centre, secret)
    assert not is_signed_in(centre, other)
    assert is_signed_in(centre, clerk)


def test_a_list_says_who_is_signed_in(centre: SmallCentre, secret: str) -> None:
    centre.clock.advance(SESSION_LIFE / 2)
    sign_in(centre.database, "head", PASSWORD, HERE)
    create_clerk(centre, "clerk")
    with centre.database.read() as connection:
        (row,) = read_signed_in(connection, centre.id, centre.database.now())
    assert (row.sign_in_name, row.role, row.sessions, row.latest) == ("head", Role.HEAD, 2, centre.clock.now())


def test_a_hash_of_older_parameters_is_made_anew_when_its_owner_signs_in(
    centre: SmallCentre, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    sign_in(centre.database, "head", PASSWORD, HERE)
    with centre.database.read() as connection:
        stored = connection.execute(select(StaffUser.password_hash)).scalar_one()
    assert "m=16,t=2,p=1" in stored
    assert is_signed_in(centre, secret)
    assert is_signed_in(centre, sign_in(centre.database, "head", PASSWORD, HERE).secret)
