"""The command line. It is plain Python: the server is another program, which it starts."""

from importlib import import_module
from typing import Any

import click

from onedoor.commands.common import Refused

COMMANDS = {
    "audit": "audit.audit",
    "backup": "backup.backup",
    "contract": "contract.contract",
    "create-user": "staff.create_user_command",
    "demo": "demo.demo",
    "demo-day": "demo.demo_day",
    "device": "device.device",
    "migrate": "data.migrate",
    "print-worker": "serve.print_worker",
    "restore": "backup.restore",
    "seed": "data.seed",
    "serve": "serve.serve",
    "set-password": "staff.set_password_command",
    "staff": "staff.staff",
    "start": "demo.start",
    "tls": "tls.tls",
}
"""Where each command is, in `onedoor.commands`."""


class Commands(click.Group):
    """Loads the command that is asked for, and says what went wrong in one line.

    What all commands need takes three quarters of a second to load, and a server that starts again needs hardly any.
    """

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command of this name."""
        if name not in COMMANDS:
            return None
        module, command = COMMANDS[name].split(".")
        found: click.Command = getattr(import_module(f"onedoor.commands.{module}"), command)
        return found

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(context)
        except Exception as error:
            from onedoor.commands.expected import EXPECTED

            if isinstance(error, EXPECTED):
                raise Refused(str(error).splitlines()[0]) from error
            raise


@click.group(cls=Commands)
def main() -> None:
    """OneDoor: the queue and kiosk system of a One Door Service Center. Settings: environment variables ONEDOOR_*."""
