"""What the manager's pages send and get."""

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, StringConstraints

from onedoor.devices.shown_codes import normalise_code
from onedoor.realtime.boards import LivePage, ReadModel
from onedoor.web.forms import Code, CommandForm

DeviceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
ShownCode = Annotated[str, StringConstraints(max_length=40), AfterValidator(normalise_code)]


class ClockForm(CommandForm):
    """The head has looked at the suspect time and says that it is right."""

    confirmed_time: AwareDatetime


class AcceptForm(CommandForm):
    """The code that a screen shows, and which device it is to be."""

    code: ShownCode
    name: DeviceName
    kind: Literal["kiosk", "display"]
    hall: Code
    printer: Code | None


class NameForm(CommandForm):
    """Another name for a device."""

    name: DeviceName


class LiveAnswer(ReadModel):
    """The live page with its version."""

    live: LivePage
    version: int


class PrintJobAnswer(ReadModel):
    """A print job that was queued."""

    print_job: int
