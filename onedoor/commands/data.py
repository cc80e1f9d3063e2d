"""The commands that make a database and set up centres in it."""

from pathlib import Path

import click

from onedoor.centres.plan import load_plan
from onedoor.commands.demo import show_passwords
from onedoor.database.migrate import migrate as migrate_database
from onedoor.demo import LUANG_PRABANG
from onedoor.launch import make_data_folder
from onedoor.opening import open_database
from onedoor.seeding import seed_centre
from onedoor.settings import load_settings

PLAN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = load_settings()
    make_data_folder(settings)
    if copy := migrate_database(settings.database):
        click.echo(f"The database as it was is kept in {copy}.")


@click.command()
@click.option("--plan", type=PLAN_FILE, help="the TOML file of a centre")
@click.option("--demo", is_flag=True, help="the demonstration centre of Luang Prabang")
def seed(plan: Path | None, demo: bool) -> None:
    """Set up a centre, beside those that are there; what it has already is left alone."""
    if demo == (plan is not None):
        raise click.UsageError("say either --plan FILE or --demo")
    settings = load_settings()
    show_passwords(seed_centre(open_database(settings), load_plan(plan or LUANG_PRABANG), settings.data_dir))
