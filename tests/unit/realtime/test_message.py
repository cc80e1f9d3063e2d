"""What one process tells another comes out as it went in."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.database.session import Committed
from onedoor.event_handlers import STALE
from onedoor.queueing import events
from onedoor.queueing.events import QueueEvent, TicketIssued
from onedoor.queueing.ticket import TurnAction, TurnStatus
from onedoor.realtime.message_queue import KINDS, Message

EVENTS = {
    events.TicketIssued(1, 2, 3, 4, None),
    events.TicketIssued(1, 2, 3, 4, 5),
    events.TurnCalled(1, 2, 3, 4, 5, 6),
    events.TurnRecalled(1, 2, 3, 4, 5, 6),
    events.TurnChanged(1, 2, 3, 4, TurnAction.start, TurnStatus.called, TurnStatus.serving),
    events.CounterChanged(1, 2),
    events.DayClosed(1, date(2026, 11, 24)),
    events.ClockChanged(1),
    events.LogoChanged(1),
    events.RightsChanged(1),
    events.PrinterChanged(1, 2),
    events.PrintJobChanged(1, 2),
}


def test_every_event_can_be_told() -> None:
    assert {type(each) for each in EVENTS} == STALE.keys()
    assert {type(each).__name__ for each in EVENTS} == KINDS.keys()


@given(st.lists(st.sampled_from(sorted(EVENTS, key=repr)), max_size=4), st.integers(1, 10**9))
def test_a_commit_comes_out_as_it_went_in(happened: list[QueueEvent], version: int) -> None:
    committed = Committed(1, version, tuple(happened))
    text = Message.of("one", committed).model_dump_json()
    message = Message.model_validate_json(text)
    assert (message.sender, message.committed()) == ("one", committed)


def test_an_event_of_a_newer_program_is_not_understood() -> None:
    known = json.loads(Message.of("one", Committed(1, 7, (TicketIssued(1, 2, 3, 4, None),))).model_dump_json())
    known["events"][0]["kind"] = "SomethingNew"
    with pytest.raises(KeyError):
        Message.model_validate(known).committed()
