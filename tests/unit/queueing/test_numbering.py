import secrets
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.queueing.numbering import READABLE_LETTERS, new_token, normalise_token, ticket_number

letters = st.sampled_from(READABLE_LETTERS)
sequences = st.integers(min_value=1, max_value=100_000)


@pytest.mark.parametrize(
    ("sequence", "number"), [(1, "A001"), (15, "A015"), (999, "A999"), (1000, "A1000"), (12345, "A12345")]
)
def test_a_number_has_three_digits_and_does_not_roll_over(sequence: int, number: str) -> None:
    assert ticket_number("A", sequence) == number


@pytest.mark.parametrize("sequence", [0, -1])
def test_a_series_counts_from_one(sequence: int) -> None:
    with pytest.raises(ValueError):
        ticket_number("A", sequence)


@given(letters, sequences, letters, sequences)
def test_two_tickets_of_a_day_never_share_a_number(
    letter: str, sequence: int, other_letter: str, other_sequence: int
) -> None:
    same_ticket = (letter, sequence) == (other_letter, other_sequence)
    assert (ticket_number(letter, sequence) == ticket_number(other_letter, other_sequence)) == same_ticket


@given(letters, sequences, sequences)
def test_numbers_of_a_series_sort_by_length_and_text_as_they_were_issued(letter: str, first: int, second: int) -> None:
    earlier, later = (ticket_number(letter, sequence) for sequence in sorted((first, second)))
    assert (len(earlier), earlier) <= (len(later), later)


def test_readable_letters_avoid_those_that_sound_or_look_alike() -> None:
    assert not set(READABLE_LETTERS) & set("BEGPTVIOQ")
    assert len(set(READABLE_LETTERS)) == 8


def test_every_letter_of_a_token_is_equally_likely_in_every_place() -> None:
    tokens = [new_token(lambda size, byte=byte: bytes([byte]) * size) for byte in range(256)]
    for place in zip(*tokens, strict=True):
        assert Counter(place) == dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 8)


@given(st.binary(min_size=26, max_size=26), st.integers(0, 25), st.integers(1, 31))
def test_each_letter_of_a_token_follows_from_a_random_byte_of_its_own(random: bytes, place: int, change: int) -> None:
    token = new_token(lambda size: random[:size])
    changed = bytearray(random)
    changed[place] ^= change
    other = new_token(lambda size: bytes(changed)[:size])
    assert [at for at in range(26) if token[at] != other[at]] == [place]


def test_tokens_differ_from_ticket_to_ticket() -> None:
    assert len({new_token() for _ in range(100)}) == 100


@given(st.binary(min_size=26, max_size=26))
def test_a_token_is_known_in_both_cases(random: bytes) -> None:
    token = new_token(lambda size: random[:size])
    assert normalise_token(token) == token
    assert normalise_token(token.lower()) == token


@pytest.mark.parametrize(
    "text",
    ["", "A" * 25, "A" * 27, "A" * 25 + "1", "A" * 25 + " ", "A" * 26 + "\n", "A" * 25 + "\u017f", "A" * 25 + "\u0e94"],
)
def test_what_cannot_be_a_token_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        normalise_token(text)


def test_tokens_are_random_by_default() -> None:
    assert new_token.__defaults__ == (secrets.token_bytes,)
