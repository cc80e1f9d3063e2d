from dataclasses import FrozenInstanceError

import pytest

from onedoor.queueing.events import QueueEvent, TurnCalled, TurnChanged
from onedoor.queueing.ticket import TurnAction, TurnStatus


@pytest.mark.parametrize("event", QueueEvent.__subclasses__())
def test_every_event_names_its_centre_first(event: type[QueueEvent]) -> None:
    assert next(iter(event.__dataclass_fields__)) == "centre_id"


def test_a_recorded_event_cannot_be_changed() -> None:
    event = TurnCalled(centre_id=1, turn_id=2, ticket_id=3, call_id=4, counter_id=5, hall_id=6)
    with pytest.raises(FrozenInstanceError):
        event.counter_id = 7  # type: ignore[misc]


def test_equal_events_are_one_and_the_same_fact() -> None:
    facts = (1, 2, 3, 4, TurnAction.start, TurnStatus.called, TurnStatus.serving)
    assert {TurnChanged(*facts), TurnChanged(*facts)} == {TurnChanged(*facts)}
