"""A process notices a commit that it did not hear of."""

from hypothesis import given
from hypothesis import strategies as st

from onedoor.realtime.commits import MOST_REMEMBERED, Commits

CENTRE = 1


def commits(*versions: int, moving: tuple[int, ...] = (), known: int | None = None) -> Commits:
    heard = Commits()
    if known is not None:
        heard.accept(CENTRE, known)
    for version in versions:
        heard.hear(CENTRE, version, moves_queues=version in moving)
    return heard


def test_nothing_was_missed_in_a_centre_that_is_new_here() -> None:
    assert not Commits().has_missed(CENTRE, 7)


def test_a_gap_is_a_commit_that_was_missed() -> None:
    heard = commits(8, 10, known=7)
    assert not heard.has_missed(CENTRE, 8)
    assert heard.has_missed(CENTRE, 9)
    assert heard.has_missed(CENTRE, 10)


def test_a_gap_that_was_accepted_is_none_any_more() -> None:
    heard = commits(8, 10, known=7)
    heard.accept(CENTRE, 10)
    assert not heard.has_missed(CENTRE, 10)
    assert heard.has_missed(CENTRE, 11)


def test_what_was_heard_of_beyond_a_gap_counts_once_the_gap_is_accepted() -> None:
    heard = commits(8, 10, 11, known=7)
    heard.accept(CENTRE, 9)
    assert not heard.has_missed(CENTRE, 11)


@given(st.permutations(range(8, 20)))
def test_commits_may_be_heard_of_in_any_order(versions: list[int]) -> None:
    heard = commits(*versions, known=7)
    assert not heard.has_missed(CENTRE, 19)
    assert heard.has_missed(CENTRE, 20)


def test_the_queues_are_unmoved_until_the_first_commit_that_moves_them() -> None:
    heard = commits(8, 9, 10, 11, moving=(10,), known=7)
    assert heard.unmoved_until(CENTRE, 7) == 9
    assert heard.unmoved_until(CENTRE, 10) == 11


def test_nobody_knows_what_a_missed_commit_moved() -> None:
    assert commits(8, 10, known=7).unmoved_until(CENTRE, 7) == 8


def test_each_centre_counts_for_itself() -> None:
    heard = commits(8, known=7)
    assert not heard.has_missed(CENTRE + 1, 3)
    assert heard.unmoved_until(CENTRE + 1, 7) == 7


def test_old_commits_are_forgotten() -> None:
    heard = commits(*range(1, MOST_REMEMBERED + 2), known=0)
    assert not heard.has_missed(CENTRE, MOST_REMEMBERED + 1)
    assert heard.unmoved_until(CENTRE, 0) == 0
    assert heard.unmoved_until(CENTRE, 1) == MOST_REMEMBERED + 1
