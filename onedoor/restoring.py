"""A restored database goes on where screens and citizens are, not where it was when the backup was made."""

from pathlib import Path

from onedoor.centres.queries import read_centre_ids
from onedoor.clock import SystemClock
from onedoor.database.centre_state import count_on
from onedoor.database.engine import make_engine
from onedoor.database.migrate import migrate
from onedoor.database.restore import restore_backup
from onedoor.database.session import Database
from onedoor.settings import Settings
from onedoor.staff.actions.sessions import end_all_sessions
from onedoor.tickets.actions.numbers import skip_numbers


def restore(settings: Settings, backup: Path, skip: int) -> Path | None:
    """Bring a backup back and migrate it if it is older; answers where the database before is kept, if there was one.

    Each series leaves out `skip` numbers today: those that may have been given out since the backup. Sessions end, also
    those that had been ended since. No server may run. Raises what `restore_backup` does.
    """

    def make_ready(url: str) -> None:
        migrate(url, copy_first=False)
        database = Database(make_engine(url), SystemClock(settings.clock_speed, settings.clock_start))
        try:
            _go_on(database, skip)
        finally:
            database.close()

    return restore_backup(settings.database, backup, settings.data_dir, make_ready)


def _go_on(database: Database, skip: int) -> None:
    with database.read() as connection:
        centres = read_centre_ids(connection)
    for centre_id in centres:
        skip_numbers(database, centre_id, skip)
        end_all_sessions(database, centre_id)
    with database.engine.begin() as connection:
        count_on(connection)
