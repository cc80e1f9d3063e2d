"""Who comes to the centre on a lifelike day, and when: minutes since midnight, in the centre's time.

The day has a hump after each opening. In real offices arrivals climb by about a third from the opening to the middle of
the morning and thin out over the last hour and a half; lunch makes two humps of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

SLOT_MINUTES = 30

# Share of the day's tickets by the half hour in which they are taken; nobody is let in at lunch.
SHARE_BY_SLOT: Mapping[int, float] = {
    8 * 60: 0.075,
    8 * 60 + 30: 0.08,
    9 * 60: 0.09,
    9 * 60 + 30: 0.095,
    10 * 60: 0.095,
    10 * 60 + 30: 0.09,
    11 * 60: 0.085,
    11 * 60 + 30: 0.06,
    13 * 60: 0.08,
    13 * 60 + 30: 0.08,
    14 * 60: 0.07,
    14 * 60 + 30: 0.06,
    15 * 60: 0.04,
}

# Tickets of an ordinary day.
TICKETS_BY_SERVICE: Mapping[str, float] = {
    "birth": 15,
    "marriage": 7,
    "family-book": 15,
    "identity-card": 25,
    "residence": 18,
    "death": 3,
    "land-registration": 4,
    "land-transfer": 4,
    "land-mortgage": 2,
    "business-registration": 5,
    "business-licence": 4,
    "tax-registration": 3,
    "construction": 2,
    "payment": 8,
    "land-tax": 3,
    "document-pickup": 10,
}
SHARE_OF_PRIORITY = 0.12
SHARE_OF_ENGLISH = 0.05


@dataclass(frozen=True)
class Arrival:
    """A citizen who takes a ticket at this minute of the day."""

    minute: float
    service: str
    language: str
    priority: bool


def arrivals_of_a_day(random: Random) -> list[Arrival]:
    """Everybody who comes, in order. Arrivals are Poisson: the gaps within a half hour are exponential."""
    people = [_arrival(random, minute) for minute in _minutes(random)]
    return sorted(people, key=lambda arrival: arrival.minute)


def _minutes(random: Random) -> Iterator[float]:
    tickets = sum(TICKETS_BY_SERVICE.values())
    for slot, share in SHARE_BY_SLOT.items():
        per_minute = tickets * share / SLOT_MINUTES
        minute = slot + random.expovariate(per_minute)
        while minute < slot + SLOT_MINUTES:
            yield minute
            minute += random.expovariate(per_minute)


def _arrival(random: Random, minute: float) -> Arrival:
    services: Sequence[str] = tuple(TICKETS_BY_SERVICE)
    return Arrival(
        minute=minute,
        service=random.choices(services, weights=tuple(TICKETS_BY_SERVICE.values()))[0],
        language="en" if random.random() < SHARE_OF_ENGLISH else "lo",
        priority=random.random() < SHARE_OF_PRIORITY,
    )
