"""The command line. It is plain Python: the server is another program, which it starts."""

import os
import sys
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from onedoor.audit_commands import audit
from onedoor.backup_commands import backup, restore
from onedoor.centres.plan import PlanError, load_plan
from onedoor.database.contents import BackupFailed, Damaged
from onedoor.database.migrate import SchemaError
from onedoor.database.migrate import migrate as migrate_database
from onedoor.database.restore import CannotRestore
from onedoor.database.session import Database
from onedoor.database.start_check import NotReady
from onedoor.demo import LUANG_PRABANG
from onedoor.demo.day_clock import DayClock
from onedoor.demo.seed import seed_demo
from onedoor.demo.show import ServerDidNotStart, play, play_day
from onedoor.devices.actions import new_token
from onedoor.launch import (
    CannotServe,
    base_url,
    become_server,
    chosen_centre,
    enrolment_link,
    hold_server_lock,
    make_data_folder,
    open_database,
    require_free_port,
    require_ready_database,
    screen_links,
)
from onedoor.queueing.errors import QueueingError
from onedoor.queueing.log_chain import BrokenChain
from onedoor.realtime.javascript import write_contract
from onedoor.seeding import SeedReport, new_password, seed_centre
from onedoor.settings import Settings, SettingsError, load_settings
from onedoor.staff.actions.lockout import ADDRESS, NAME, unlock
from onedoor.staff.actions.sessions import end_sessions, set_password
from onedoor.staff.actions.users import create_user
from onedoor.staff.models import Role
from onedoor.staff.queries import read_signed_in
from onedoor.tls.files import TlsError
from onedoor.tls.serving import load_tls
from onedoor.tls_commands import tls

PLAN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXPECTED = (
    PlanError,
    SettingsError,
    SchemaError,
    BackupFailed,
    Damaged,
    CannotRestore,
    NotReady,
    CannotServe,
    TlsError,
    ServerDidNotStart,
    QueueingError,
    BrokenChain,
    SQLAlchemyError,
    LookupError,
    OSError,
)


of_centre = click.option("--centre", metavar="CODE", help="which centre; needed only where there are several")


class Refused(click.ClickException):
    """Something that a person can mend: one line, no trace."""

    exit_code = 2


class Commands(click.Group):
    """Says what went wrong in one line."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except EXPECTED as error:
            raise Refused(str(error).splitlines()[0]) from error


@click.group(cls=Commands)
def main() -> None:
    """OneDoor: the queue and kiosk system of a One Door Service Center. Settings: environment variables ONEDOOR_*."""


main.add_command(backup)
main.add_command(restore)
main.add_command(tls)
main.add_command(audit)


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = load_settings()
    make_data_folder(settings)
    if copy := migrate_database(settings.database):
        click.echo(f"The database as it was is kept in {copy}.")


@main.command()
@click.option("--plan", type=PLAN_FILE, help="the TOML file of a centre")
@click.option("--demo", is_flag=True, help="the demonstration centre of Luang Prabang")
def seed(plan: Path | None, demo: bool) -> None:
    """Set up a centre, beside those that are there; what it has already is left alone."""
    if demo == (plan is not None):
        raise click.UsageError("say either --plan FILE or --demo")
    settings = load_settings()
    show_passwords(seed_centre(open_database(settings), load_plan(plan or LUANG_PRABANG), settings.data_dir))


@main.command("create-user")
@of_centre
@click.argument("sign_in_name")
@click.argument("display_name")
@click.option("--role", type=click.Choice(list(Role)), default=Role.CLERK, show_default=True)
@click.option("--generate", is_flag=True, help="make a random password and print it, instead of asking for one")
def create_user_command(centre: str | None, sign_in_name: str, display_name: str, role: str, generate: bool) -> None:
    """Let a person sign in."""
    database = open_database(load_settings())
    centre_id = chosen_centre(database, centre)
    try:
        create_user(database, centre_id, sign_in_name, display_name, Role(role), _choose_password(generate))
    except IntegrityError:
        raise Refused(f"the sign-in name {sign_in_name} is taken, here or in another centre") from None


@main.command("set-password")
@of_centre
@click.argument("sign_in_name")
@click.option("--generate", is_flag=True, help="make a random password and print it, instead of asking for one")
def set_password_command(centre: str | None, sign_in_name: str, generate: bool) -> None:
    """Give a person a new password."""
    database = open_database(load_settings())
    if not set_password(database, chosen_centre(database, centre), sign_in_name, _choose_password(generate)):
        raise LookupError(f"there is nobody with the sign-in name {sign_in_name}")


@main.group()
def staff() -> None:
    """Those who are signed in, or cannot sign in."""


@staff.command()
@of_centre
def sessions(centre: str | None) -> None:
    """List who is signed in: name, role, number of sessions, and when the latest began."""
    database = open_database(load_settings())
    with database.read() as connection:
        for row in read_signed_in(connection, chosen_centre(database, centre), database.now()):
            click.echo(f"{row.sign_in_name:<20}{row.role:<15}{row.sessions:>3}  {row.latest:%Y-%m-%d %H:%M} UTC")


@staff.command("sign-out")
@of_centre
@click.argument("sign_in_name")
def sign_out(centre: str | None, sign_in_name: str) -> None:
    """End all sessions of a person, at once."""
    database = open_database(load_settings())
    click.echo(f"Sessions ended: {end_sessions(database, chosen_centre(database, centre), sign_in_name)}")


@staff.command("unlock")
@click.argument("who")
@click.option("--address", is_flag=True, help="WHO is a network address, not a sign-in name")
def unlock_command(who: str, address: bool) -> None:
    """Let a person, or a network address, sign in again without delay after failed attempts."""
    if not unlock(open_database(load_settings()), ADDRESS if address else NAME, who):
        click.echo(f"There are no failed attempts of {who}.")


@main.group()
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


@main.command()
def serve() -> None:
    """Run the server."""
    settings = load_settings()
    require_ready_database(settings, click.echo)
    open_database(settings).close()
    hold_server_lock(settings)
    require_free_port(settings)
    load_tls(settings)
    become_server()


@main.command()
def start() -> None:
    """Run the server on the demonstration centre, with a link for every screen; sets up what is missing."""
    settings = load_settings()
    make_data_folder(settings)
    require_ready_database(settings, click.echo)
    hold_server_lock(settings)
    require_free_port(settings)
    load_tls(settings)
    migrate_database(settings.database)
    database = open_database(settings)
    report = seed_demo(database, settings)
    show_links(database, report.centre_id, settings)
    show_passwords(report)
    database.close()
    become_server()


@main.command()
@click.option("--speed", default=20.0, show_default=True, help="how many times faster than life")
def demo(speed: float) -> None:
    """Play a lifelike day on a server of its own, in the folder data-demo; Ctrl-C ends both."""
    try:
        play(speed)
    except KeyboardInterrupt:
        click.echo("\nThe demonstration has ended.")


@main.command("demo-day")
@of_centre
@click.option("--speed", type=float, help="how many times faster than life; as the server's clock if not given")
def demo_day(centre: str | None, speed: float | None) -> None:
    """Play a lifelike day on the running server, from its opening on."""
    settings = load_settings()
    play_day(settings, DayClock(speed or settings.clock_speed), centre)


@main.command()
def contract() -> None:
    """Write the websocket contract for the browser; for those who develop OneDoor."""
    write_contract()


@main.command("print-worker", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def print_worker(arguments: tuple[str, ...]) -> None:
    """Draw and print what standard input orders; the server starts this by itself."""
    # A process of its own without database and web: it must never share their locks.
    os.execv(sys.executable, [sys.executable, "-m", "onedoor.printing.worker", *arguments])


def _choose_password(generate: bool) -> str:
    if not generate:
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return password
    password = new_password()
    click.echo(f"Password: {password}")
    return password


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
