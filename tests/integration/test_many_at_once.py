"""A whole centre at its busiest against the running server: 16 kiosks issue while 8 counters call and serve."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from onedoor.tickets.models import Call, Ticket, Turn
from tests.busy_centre import KIOSKS, Day, enlarge, working
from tests.live_server import LiveServer

TICKETS_PER_KIOSK = 25


@pytest.fixture
def server(tmp_path: Path, database_url: str) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path, database_url=database_url)
    enlarge(live)
    with live:
        yield live


@pytest.fixture
def day(server: LiveServer) -> Day:
    """A busy day, run to its end: every kiosk issues its tickets, every counter calls until nobody is left."""
    with working(server, TICKETS_PER_KIOSK) as told:
        return told


def test_sixteen_kiosks_and_eight_counters_at_once_lose_and_double_nothing(server: LiveServer, day: Day) -> None:
    assert len(day.issued) == KIOSKS * TICKETS_PER_KIOSK
    assert _more_than_once(day.issued) == [], "no number is given twice"
    assert _more_than_once(day.called) == [], "no ticket is called twice"
    with server.database.read() as connection:
        numbers = connection.execute(select(Ticket.number)).scalars().all()
        calls = connection.execute(select(Call.turn_id)).scalars().all()
        statuses = Counter(connection.execute(select(Turn.status)).scalars())
    assert sorted(numbers) == sorted(day.issued), "every ticket that a kiosk was told of is kept, and no other"
    assert sorted(calls) == sorted(day.called), "every call that a counter was told of is kept, and no other"
    assert statuses == {"finished": KIOSKS * TICKETS_PER_KIOSK}, "everybody was served in the end"


def _more_than_once(values: list[str] | list[int]) -> list[str | int]:
    return [value for value, times in Counter(values).items() if times > 1]
