"""The plan of a centre refuses what would only fail in front of a citizen."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from onedoor.centres.plan import CentrePlan, HoursPlan, PlanError, load_plan
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


@pytest.mark.parametrize(
    ("part", "field", "what"),
    [("services", "category", "category"), ("counters", "hall", "hall"), ("devices", "printer", "printer")],
)
def test_a_name_that_leads_nowhere_is_refused(values: dict[str, Any], part: str, field: str, what: str) -> None:
    first, *others = values[part]
    with pytest.raises(ValidationError, match=f"there is no {what} nowhere"):
        CentrePlan.model_validate(values | {part: [first | {field: "nowhere"}, *others]})


@pytest.mark.parametrize("name", ["Asia/Nowhere", "", "../etc"])
def test_a_time_zone_that_nobody_knows_is_refused(values: dict[str, Any], name: str) -> None:
    with pytest.raises(ValidationError, match="time zone"):
        CentrePlan.model_validate(values | {"time_zone": name})


@pytest.mark.parametrize(
    ("text", "words"), [("code = ", "plan.toml"), ('code = "BIG"', "code: "), ("colour = 1", "colour: ")]
)
def test_a_file_that_is_no_plan_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(text)
    with pytest.raises(PlanError, match=words):
        load_plan(file)
