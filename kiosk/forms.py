"""What a kiosk sends."""

from typing import Literal

from onedoor.web.forms import Code, CommandForm


class TicketForm(CommandForm):
    """A citizen's choice: service, language, and whether somebody with a right to priority is there."""

    service: Code
    language: Literal["lo", "en"]
    priority: bool
