"""The commands that run OneDoor on the demonstration centre."""

import click

from onedoor.commands.common import of_centre
from onedoor.database.migrate import migrate
from onedoor.database.session import Database
from onedoor.demo.day_clock import DayClock
from onedoor.demo.seed import seed_demo
from onedoor.demo.show import play, play_day
from onedoor.launch import (
    base_url,
    become_server,
    hold_server_lock,
    make_data_folder,
    require_free_port,
    require_ready_database,
)
from onedoor.opening import open_database, screen_links
from onedoor.seeding import SeedReport
from onedoor.settings import Settings, load_settings
from onedoor.tls.context import load_tls


@click.command()
def start() -> None:
    """Run the server on the demonstration centre, with a link for every screen; sets up what is missing."""
    settings = load_settings()
    make_data_folder(settings)
    require_ready_database(settings, click.echo)
    hold_server_lock(settings)
    require_free_port(settings)
    load_tls(settings)
    migrate(settings.database)
    database = open_database(settings)
    report = seed_demo(database, settings)
    show_links(database, report.centre_id, settings)
    show_passwords(report)
    database.close()
    become_server()


@click.command()
@click.option("--speed", default=20.0, show_default=True, help="how many times faster than life")
def demo(speed: float) -> None:
    """Play a lifelike day on a server of its own, in the folder data-demo; Ctrl-C ends both."""
    try:
        play(speed)
    except KeyboardInterrupt:
        click.echo("\nThe demonstration has ended.")


@click.command("demo-day")
@of_centre
@click.option("--speed", type=float, help="how many times faster than life; as the server's clock if not given")
def demo_day(centre: str | None, speed: float | None) -> None:
    """Play a lifelike day on the running server, from its opening on."""
    settings = load_settings()
    play_day(settings, DayClock(speed or settings.clock_speed), centre)


def show_links(database: Database, centre_id: int, settings: Settings) -> None:
    """Say where the screens are; a new link for every device."""
    click.echo(f"\nOneDoor runs at {base_url(settings)}\n")
    for name, address in screen_links(database, centre_id, settings):
        click.echo(f"  {name:<12}{address}")
    click.echo("\nA kiosk or hall link makes the browser that opens it that screen; it works once.\n")


def show_passwords(report: SeedReport) -> None:
    """Say the passwords of those who are new."""
    if not report.new_passwords:
        click.echo("A forgotten password: onedoor set-password NAME\n")
        return
    click.echo("Sign-in names and passwords (shown only now, kept nowhere in clear):\n")
    for name, password in report.new_passwords.items():
        click.echo(f"  {name:<12}{password}")
    click.echo("")
