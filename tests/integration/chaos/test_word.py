"""`make chaos` sees a promise that was broken."""

import pytest

from chaos.paper import Printer
from chaos.people import Called, Issued, Told
from chaos.word import Broken, Centre
from tests.factories import SmallCentre


@pytest.fixture
def kept(centre: SmallCentre) -> Centre:
    """A centre at which one ticket was issued and called, as everybody was told."""
    ticket = centre.issue()
    turn = centre.open_desk().call_next()
    assert turn is not None
    told = Told(issued=[Issued(ticket.number, ticket.token)], called=[Called(turn, 1)])
    return Centre(centre.database, centre.id, told, Printer())


def test_nothing_is_broken_where_all_is_as_it_was_told(kept: Centre) -> None:
    assert kept.broken_promises() == Broken(lost=0, doubled=0)


def test_a_ticket_that_nobody_knows_is_lost(kept: Centre) -> None:
    kept.told.issued.append(Issued("A999", "NEVER"))
    assert kept.broken_promises().lost == 1


def test_a_turn_that_is_not_finished_though_the_desk_was_told_so_is_lost(kept: Centre) -> None:
    kept.told.finished.append(kept.told.called[0].turn)
    assert kept.broken_promises().lost == 1


def test_a_number_that_two_people_hold_is_doubled(kept: Centre) -> None:
    kept.told.issued.append(kept.told.issued[0])
    assert kept.broken_promises().doubled == 1


def test_a_turn_that_two_counters_were_given_is_doubled(kept: Centre) -> None:
    kept.told.called.append(kept.told.called[0])
    assert kept.broken_promises().doubled == 1


def test_a_paper_that_came_out_twice_is_doubled(kept: Centre) -> None:
    kept.printer.papers += ["same", "same", "other"]
    assert kept.broken_promises().doubled == 1
