"""The command that writes what browser and server agree on."""

import click

from onedoor.realtime.javascript import write_contract


@click.command()
def contract() -> None:
    """Write the websocket contract for the browser; for those who develop OneDoor."""
    write_contract()
