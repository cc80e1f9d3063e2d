"""The read models of the administrator's page of devices."""

from datetime import datetime
from typing import Literal

from onedoor.realtime.boards import ReadModel

ScreenKind = Literal["kiosk", "display"]
DeviceState = Literal["enrolled", "accepted", "late", "missed", "revoked", "not_enrolled"]


class DeviceLine(ReadModel):
    """One kiosk or display in the administrator's list.

    `accepted`: its code was typed, and its browser will have its token in a moment; `late`: it should have come by now,
    perhaps the code was mistyped; `missed`: no browser showed it while it was good.
    """

    device: int
    name: str
    kind: ScreenKind
    hall: str
    printer: str | None
    state: DeviceState
    enrolled_at: datetime | None
    revoked_at: datetime | None


class HallChoice(ReadModel):
    """One hall in which a device may stand."""

    code: str
    name_lo: str
    name_en: str


class DeviceList(ReadModel):
    """The administrator's page of devices."""

    devices: tuple[DeviceLine, ...]
    halls: tuple[HallChoice, ...]
