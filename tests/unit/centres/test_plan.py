"""The plan of a centre refuses what would only fail in front of a citizen."""

from typing import Any

import pytest
from pydantic import ValidationError

from onedoor.centres.plan import CentrePlan, HoursPlan, load_plan
from onedoor.demo import LUANG_PRABANG


@pytest.fixture
def values() -> dict[str, Any]:
    return load_plan(LUANG_PRABANG).model_dump(exclude={"services": {"__all__": {"hours"}}})


def test_the_demonstration_has_at_least_twelve_services_in_four_categories() -> None:
    plan = load_plan(LUANG_PRABANG)
    assert len(plan.services) >= 12
    assert {service.category for service in plan.services} == {category.code for category in plan.categories}
    assert len(plan.categories) == 4


def test_a_service_that_no_counter_serves_is_refused(values: dict[str, Any]) -> None:
    values["counters"] = [counter for counter in values["counters"] if counter["number"] != 4]
    with pytest.raises(ValidationError, match="construction"):
        CentrePlan.model_validate(values)


def test_a_misspelt_key_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="retrun_after"):
        CentrePlan.model_validate(values | {"retrun_after": 3})


def test_a_weekday_is_named_in_english() -> None:
    assert HoursPlan.model_validate({"weekday": "tuesday", "opens": "08:00", "closes": "12:00"}).weekday == 1
    with pytest.raises(ValidationError, match="tusday"):
        HoursPlan.model_validate({"weekday": "tusday", "opens": "08:00", "closes": "12:00"})
