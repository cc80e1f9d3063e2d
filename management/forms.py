"""What the manager's pages send and get."""

from pydantic import AwareDatetime

from onedoor.realtime.boards import LivePage, ReadModel
from onedoor.web.forms import CommandForm


class ClockForm(CommandForm):
    """The head has looked at the suspect time and says that it is right."""

    confirmed_time: AwareDatetime


class LiveAnswer(ReadModel):
    """The live page with its version."""

    live: LivePage
    version: int


class PrintJobAnswer(ReadModel):
    """A print job that was queued."""

    print_job: int
