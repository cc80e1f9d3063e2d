from itertools import product

import pytest

from onedoor.queueing.errors import QueueingError
from onedoor.queueing.ticket import (
    FINAL,
    GOLDEN_ACTION,
    OPEN,
    REFUSALS,
    SIDE_ACTIONS,
    TRANSITIONS,
    GoldenAction,
    TurnAction,
    TurnStatus,
    next_status,
    status_at_close,
)

TRUTH_TABLE = """
            waiting    called       serving      on_hold    no_show  finished cancelled transferred expired
call        called     -            -            -          called   -        -         -           -
recall      -          called       -            -          -        -        -         -           -
start       -          serving      -            -          -        -        -         -           -
finish      -          -            finished     -          -        -        -         -           -
no_show     -          no_show      -            -          -        -        -         -           -
return      -          waiting      waiting      waiting    waiting  -        -         -           -
hold        -          -            on_hold      -          -        -        -         -           -
resume      -          -            -            serving    -        -        -         -           -
transfer    -          transferred  transferred  -          -        -        -         -           -
cancel      cancelled  cancelled    -            cancelled  -        -        -         -           -
expire      expired    expired      -            expired    -        -        -         -           -
"""


def truth_table() -> dict[tuple[str, str], str]:
    heads, *rows = (line.split() for line in TRUTH_TABLE.strip().splitlines())
    return {(row[0], status): after for row in rows for status, after in zip(heads, row[1:], strict=True)}


@pytest.mark.parametrize(("action", "status"), list(product(TurnAction, TurnStatus)))
def test_every_action_in_every_status_does_what_the_truth_table_says(action: TurnAction, status: TurnStatus) -> None:
    expected = truth_table()[action.value, status.value]
    if expected == "-":
        with pytest.raises(QueueingError) as refusal:
            next_status(action, status)
        assert refusal.value.code is REFUSALS[action]
        assert refusal.value.detail == {"status": status.value}
    else:
        assert next_status(action, status) is TurnStatus(expected)


def test_every_action_is_refused_with_a_code_of_its_own() -> None:
    assert set(REFUSALS) == set(TurnAction)
    assert len(set(REFUSALS.values())) == len(TurnAction)


def test_nothing_leaves_a_final_status() -> None:
    assert not {status for _, status in TRANSITIONS} & FINAL


def test_every_status_that_is_not_final_can_be_left() -> None:
    assert {status for _, status in TRANSITIONS} == set(TurnStatus) - FINAL


def test_a_no_show_is_neither_open_nor_final() -> None:
    assert set(TurnStatus) - OPEN - FINAL == {TurnStatus.no_show}


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("waiting", "expired"),
        ("called", "expired"),
        ("on_hold", "expired"),
        ("serving", "finished"),
        ("no_show", None),
        ("finished", None),
        ("cancelled", None),
        ("transferred", None),
        ("expired", None),
    ],
)
def test_the_close_of_the_day_gives_every_turn_an_end(status: str, end: str | None) -> None:
    assert status_at_close(TurnStatus(status)) == end


@pytest.mark.parametrize("status", sorted(OPEN))
def test_the_close_of_the_day_follows_the_transitions(status: TurnStatus) -> None:
    by_closing = {TRANSITIONS.get((action, status)) for action in (TurnAction.expire, TurnAction.finish)}
    assert status_at_close(status) in by_closing


def test_the_golden_key_calls_then_starts_then_finishes_and_calls() -> None:
    assert dict(GOLDEN_ACTION) == {
        None: GoldenAction.call_next,
        TurnStatus.called: GoldenAction.start,
        TurnStatus.serving: GoldenAction.finish_and_call_next,
    }


def test_the_golden_key_is_allowed_wherever_it_is_offered() -> None:
    assert (TurnAction.call, TurnStatus.waiting) in TRANSITIONS
    assert (TurnAction.start, TurnStatus.called) in TRANSITIONS
    assert (TurnAction.finish, TurnStatus.serving) in TRANSITIONS


def test_a_desk_offers_every_allowed_change_once_and_nothing_else() -> None:
    offered = [(action, status) for status, actions in SIDE_ACTIONS.items() for action in actions]
    golden = [(TurnAction.call, TurnStatus.waiting), (TurnAction.start, TurnStatus.called)]
    by_closing = [pair for pair in TRANSITIONS if pair[0] is TurnAction.expire]
    assert sorted(offered + golden + by_closing) == sorted(TRANSITIONS)
