"""The commands for kiosks and hall displays."""

import click

from onedoor.commands.common import of_centre
from onedoor.devices.actions import new_token
from onedoor.opening import chosen_centre, enrolment_link, open_database
from onedoor.settings import load_settings


@click.group()
def device() -> None:
    """Kiosks and hall displays."""


@device.command()
@of_centre
@click.argument("name")
def enrol(centre: str | None, name: str) -> None:
    """Print a link: the browser that opens it becomes this kiosk or hall display. It works once."""
    settings = load_settings()
    database = open_database(settings)
    click.echo(enrolment_link(database, chosen_centre(database, centre), settings, name))


@device.command()
@of_centre
@click.argument("name")
def token(centre: str | None, name: str) -> None:
    """Print a new token with which a program acts as this device; an older token or browser loses its access."""
    database = open_database(load_settings())
    click.echo(new_token(database, chosen_centre(database, centre), name))
