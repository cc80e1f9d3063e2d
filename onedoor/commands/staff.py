"""The commands for people: who may sign in, and who is signed in."""

import click
from sqlalchemy.exc import IntegrityError

from onedoor.commands.common import Refused, of_centre
from onedoor.opening import chosen_centre, open_database
from onedoor.seeding import new_password
from onedoor.settings import load_settings
from onedoor.staff.actions.lockout import unlock
from onedoor.staff.actions.sessions import end_sessions, set_password
from onedoor.staff.actions.users import create_user
from onedoor.staff.models import Role
from onedoor.staff.queries import ADDRESS, NAME, read_signed_in


@click.command("create-user")
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


@click.command("set-password")
@of_centre
@click.argument("sign_in_name")
@click.option("--generate", is_flag=True, help="make a random password and print it, instead of asking for one")
def set_password_command(centre: str | None, sign_in_name: str, generate: bool) -> None:
    """Give a person a new password."""
    database = open_database(load_settings())
    if not set_password(database, chosen_centre(database, centre), sign_in_name, _choose_password(generate)):
        raise LookupError(f"there is nobody with the sign-in name {sign_in_name}")


@click.group()
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


def _choose_password(generate: bool) -> str:
    if not generate:
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return password
    password = new_password()
    click.echo(f"Password: {password}")
    return password
