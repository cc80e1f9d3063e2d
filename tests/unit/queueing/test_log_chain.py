"""The chain of the log: its form is fixed, and every value counts."""

import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from onedoor.queueing.log_chain import START, BrokenChain, Chain, chained_values, link
from onedoor.queueing.ticket import TurnStatus

ROW: dict[str, Any] = {
    "centre_id": 1,
    "ticket_id": 2,
    "turn_id": 3,
    "at": datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
    "action": "call",
    "from_status": TurnStatus.waiting,
    "to_status": TurnStatus.called,
    "staff_user_id": 4,
    "device_id": None,
    "counter_id": 5,
    "reason": None,
}
FORM = (
    '{"action":"call","at":"2026-11-24T01:30:00.000000+00:00","centre_id":1,"counter_id":5,"from_status":"waiting",'
    '"staff_user_id":4,"ticket_id":2,"to_status":"called","turn_id":3}'
)


def hash_of(**changes: Any) -> str:
    return link(START, chained_values(ROW | changes))


def test_what_is_hashed_is_the_hash_before_and_the_row_as_json() -> None:
    assert link("abc", chained_values(ROW)) == sha256(f"abc\n{FORM}".encode()).hexdigest()


@pytest.mark.parametrize("reason", ["", "ຍົກເລີກ", 'a "word"', "a\\b/c", "line\nline\ttab", "\x00\x1f\x7f\u2028", "🙂"])
def test_any_text_is_hashed_as_a_json_library_writes_it(reason: str) -> None:
    values = chained_values(ROW | {"reason": reason})
    form = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert link("abc", values) == sha256(f"abc\n{form}".encode()).hexdigest()


@pytest.mark.parametrize(
    "same",
    [
        {"id": 7},
        {"hash": "of itself"},
        {"added_later": None},
        {"from_status": "waiting"},
        {"at": ROW["at"].astimezone(timezone(timedelta(hours=7)))},
    ],
    ids=str,
)
def test_the_hash_does_not_depend_on_how_a_row_is_held(same: dict[str, Any]) -> None:
    assert hash_of(**same) == hash_of()


@pytest.mark.parametrize("column", ROW)
def test_every_column_counts(column: str) -> None:
    other = ROW["at"] + timedelta(microseconds=1) if column == "at" else "another"
    assert hash_of(**{column: other}) != hash_of()


def test_a_chain_goes_on_from_row_to_row() -> None:
    chain = Chain()
    for _ in range(2):
        chain.follow(chained_values(ROW), link(chain.head, chained_values(ROW)))
    chain.require_end(link(hash_of(), chained_values(ROW)))
    assert chain.rows == 2


def test_the_first_wrong_row_is_named() -> None:
    chain = Chain()
    chain.follow(chained_values(ROW), hash_of())
    with pytest.raises(BrokenChain, match="row 2 is not what was written"):
        chain.follow(chained_values(ROW), hash_of())


def test_another_end_is_refused() -> None:
    with pytest.raises(BrokenChain, match="row 0 is not the last that was written"):
        Chain().require_end(hash_of())
