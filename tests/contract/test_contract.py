"""The websocket contract: what the browser has is what the models say."""

import json

import pytest

from onedoor.realtime.events import EVENTS, Event
from onedoor.realtime.javascript import CONTRACT, EXAMPLES, contract_text, example_texts


def test_the_browsers_contract_is_current() -> None:
    assert CONTRACT.read_text("utf-8") == contract_text()


def test_the_examples_are_current_and_there_are_no_others() -> None:
    assert {file.stem: file.read_text("utf-8") for file in EXAMPLES.glob("*.json")} == example_texts()


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_every_example_is_a_valid_event(event: type[Event]) -> None:
    payload = json.loads((EXAMPLES / f"{event.name}.json").read_text("utf-8"))
    assert event.model_validate(payload).model_dump(mode="json") == payload


def test_every_event_has_a_name_of_its_own_and_says_what_it_is_for() -> None:
    assert len({event.name for event in EVENTS}) == len(EVENTS)
    assert all((event.__doc__ or "").startswith(("Level", "Edge", "Every 2 seconds")) for event in EVENTS)
