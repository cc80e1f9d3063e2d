"""A whole centre written down in one TOML file: what it offers, its counters, devices and staff."""

import tomllib
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from onedoor.devices.models import DeviceKind
from onedoor.staff.models import Role

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _weekday(name: str) -> int:
    if name not in WEEKDAYS:
        raise ValueError(f"there is no weekday {name!r}")
    return WEEKDAYS.index(name)


Code = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Colour = Literal["civil", "land", "business", "pickup"]
# Letters that a Lao reader does not confuse, seen or heard.
SeriesLetter = Literal["A", "D", "H", "K", "L", "M", "R", "S"]


class PlanError(Exception):
    """The file is no plan of a centre; the message says why."""


class Plan(BaseModel):
    """A part of a centre's plan; a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HallPlan(Plan):
    """A waiting area."""

    code: Code
    name_lo: Name
    name_en: Name


class CategoryPlan(Plan):
    """A group of services; `colour` is a token of the screens, `icon` a Phosphor name."""

    code: Code
    name_lo: Name
    name_en: Name
    icon: Code
    colour: Colour


class DocumentPlan(Plan):
    """A paper that the citizen must bring."""

    name_lo: Name
    name_en: Name
    icon: Code


class HoursPlan(Plan):
    """A period in which a service may be chosen, in the centre's time; the weekday by its English name, Monday is 0."""

    weekday: Annotated[int, BeforeValidator(_weekday)]
    opens: time
    closes: time


class ServicePlan(Plan):
    """What a citizen may come for. Fee in kip, processing in working days (0 = the same day), targets in minutes."""

    code: Code
    category: Code
    series: SeriesLetter
    name_lo: Name
    name_en: Name
    icon: Code
    fee_kip: int = Field(ge=0)
    processing_days: int = Field(ge=0)
    target_wait_minutes: int = Field(gt=0)
    target_service_minutes: int = Field(gt=0)
    documents: tuple[DocumentPlan, ...]
    hours: tuple[HoursPlan, ...] = ()


class CounterPlan(Plan):
    """A numbered desk; people for its first choices are called before those for its other services."""

    number: int = Field(ge=1)
    hall: Code
    first_choices: tuple[Code, ...]
    others: tuple[Code, ...]


class PrinterPlan(Plan):
    """A ticket printer; `{data_dir}` in its transport stands for the data folder."""

    code: Code
    name: Name
    transport: str
    width_dots: Literal[384, 576]


class DevicePlan(Plan):
    """A kiosk or display in a hall."""

    kind: DeviceKind
    name: Code
    hall: Code
    printer: Code | None = None


class StaffPlan(Plan):
    """A person who works here; passwords are never part of a plan."""

    sign_in_name: Code
    display_name: Name
    role: Role


class CentrePlan(Plan):
    """A centre and everything in it."""

    code: Code
    name_lo: Name
    name_en: Name
    time_zone: str
    opening_hours: tuple[str, ...]
    head_start_minutes: int = Field(ge=0)
    return_after: int = Field(ge=0)
    halls: tuple[HallPlan, ...]
    categories: tuple[CategoryPlan, ...]
    services: tuple[ServicePlan, ...]
    counters: tuple[CounterPlan, ...]
    printers: tuple[PrinterPlan, ...]
    devices: tuple[DevicePlan, ...]
    staff: tuple[StaffPlan, ...]

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"there is no time zone {name}") from None
        return name

    @model_validator(mode="after")
    def _every_name_is_there(self) -> Self:
        halls = {counter.hall for counter in self.counters} | {device.hall for device in self.devices}
        _require("category", {service.category for service in self.services}, self.categories)
        _require("hall", halls, self.halls)
        _require("printer", {device.printer for device in self.devices if device.printer}, self.printers)
        return self

    @model_validator(mode="after")
    def _every_service_is_served(self) -> Self:
        served = {code for counter in self.counters for code in (*counter.first_choices, *counter.others)}
        offered = {service.code for service in self.services}
        if served != offered:
            raise ValueError(f"services without a counter, or unknown at a counter: {', '.join(served ^ offered)}")
        return self


def _require(what: str, codes: set[str], among: Sequence[CategoryPlan | HallPlan | PrinterPlan]) -> None:
    if missing := codes - {each.code for each in among}:
        raise ValueError(f"there is no {what} {', '.join(sorted(missing))}")


def load_plan(path: Path) -> CentrePlan:
    """Read a centre's plan. Raises `PlanError` naming everything that is wrong."""
    try:
        return CentrePlan.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise PlanError(f"{path}: {error}") from error
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, each['loc'])) or 'plan'}: {each['msg']}" for each in error.errors())
        raise PlanError(f"{path}: {'; '.join(problems)}") from error
