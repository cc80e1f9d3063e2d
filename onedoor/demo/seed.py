"""Sets up the demonstration centre. A second run changes nothing."""

from onedoor.centres.plan import load_plan
from onedoor.database.session import Database
from onedoor.demo import LUANG_PRABANG
from onedoor.seeding import SeedReport, seed_centre
from onedoor.settings import Settings


def seed_demo(database: Database, settings: Settings) -> SeedReport:
    """Make what the database lacks of the demonstration centre."""
    return seed_centre(database, load_plan(LUANG_PRABANG), settings.data_dir)
