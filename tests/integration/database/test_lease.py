"""Work that one process at a time does for all, and another one when that died."""

from datetime import timedelta

import pytest

from onedoor.database.lease import Lease
from tests.databases import PostgresqlDatabases, SqliteDatabases
from tests.factories import SmallCentre

SECOND = timedelta(seconds=1)


@pytest.fixture
def databases(postgresql: PostgresqlDatabases) -> PostgresqlDatabases:
    """Only there are several processes."""
    return postgresql


def leases(centre: SmallCentre, *names: str) -> list[Lease]:
    return [Lease(centre.database, name) for name in names]


def test_whoever_has_it_keeps_it_and_nobody_else_gets_it(centre: SmallCentre) -> None:
    one, other = leases(centre, "schedule", "schedule")
    assert one.is_held()
    for _ in range(4):
        centre.clock.advance(4 * SECOND)
        assert not other.is_held()
        assert one.is_held()


def test_it_moves_when_its_holder_is_silent_for_six_seconds(centre: SmallCentre) -> None:
    one, other = leases(centre, "schedule", "schedule")
    assert one.is_held()
    centre.clock.advance(6 * SECOND)
    assert other.is_held()
    assert not one.is_held()


def test_two_kinds_of_work_have_two_leases(centre: SmallCentre) -> None:
    assert all(lease.is_held() for lease in leases(centre, "schedule", "clean-up"))


class TestEmbedded:
    """Under SQLite there is one process."""

    @pytest.fixture
    def databases(self, sqlite: SqliteDatabases) -> SqliteDatabases:
        return sqlite

    def test_the_only_process_does_all_work(self, centre: SmallCentre) -> None:
        assert all(lease.is_held() for lease in leases(centre, "schedule", "schedule"))
