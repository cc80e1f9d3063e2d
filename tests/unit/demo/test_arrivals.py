"""Who comes on a lifelike day."""

from collections import Counter
from random import Random

from onedoor.centres.plan import load_plan
from onedoor.demo import LUANG_PRABANG
from onedoor.demo.arrivals import SHARE_BY_SLOT, TICKETS_BY_SERVICE, arrivals_of_a_day
from onedoor.demo.day_clock import CLOSES, LUNCH_BEGINS, LUNCH_ENDS, OPENS

HUNDRED_DAYS = [arrival for seed in range(100) for arrival in arrivals_of_a_day(Random(seed))]


def test_every_service_of_the_centre_has_its_share() -> None:
    assert set(TICKETS_BY_SERVICE) == {service.code for service in load_plan(LUANG_PRABANG).services}


def test_the_shares_of_the_half_hours_make_one_day() -> None:
    assert round(sum(SHARE_BY_SLOT.values()), 6) == 1


def test_people_come_in_order_while_the_centre_is_open() -> None:
    minutes = [arrival.minute for arrival in arrivals_of_a_day(Random(1))]
    assert minutes == sorted(minutes)
    assert all(OPENS <= minute < LUNCH_BEGINS or LUNCH_ENDS <= minute < CLOSES for minute in minutes)


def test_a_day_has_on_average_as_many_people_as_the_services_together() -> None:
    mean = len(HUNDRED_DAYS) / 100
    assert abs(mean - sum(TICKETS_BY_SERVICE.values())) < 5


def test_the_day_has_two_humps() -> None:
    by_hour = Counter(int(arrival.minute // 60) for arrival in HUNDRED_DAYS)
    assert by_hour[8] < by_hour[9] > by_hour[11]
    assert by_hour[11] < by_hour[13] > by_hour[14] > by_hour[15]


def test_some_have_priority_and_some_read_english() -> None:
    shares = Counter((arrival.priority, arrival.language) for arrival in HUNDRED_DAYS)
    assert shares[(False, "lo")] > shares[(True, "lo")] > shares[(True, "en")] > 0
