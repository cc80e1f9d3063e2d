"""The read models of the administrator's page of the people."""

from datetime import datetime
from typing import Literal

from onedoor.realtime.boards import ReadModel

StaffRole = Literal["clerk", "head", "administrator"]


class StaffLine(ReadModel):
    """One member of staff in the administrator's list.

    `sessions`: when each that is open began, newest first; `locked_until`: after failed sign-ins, None if not locked.
    """

    person: int
    sign_in_name: str
    display_name: str
    role: StaffRole
    sessions: tuple[datetime, ...]
    locked_until: datetime | None


class StaffList(ReadModel):
    """The administrator's page of the people; `you` is who asks."""

    people: tuple[StaffLine, ...]
    you: int
