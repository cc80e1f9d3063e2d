"""Leaving out numbers that may have been given out, of which the database knows nothing."""

from sqlalchemy import Date, Integer, bindparam, insert, select, update

from onedoor.centres.models import Series
from onedoor.database.session import Database
from onedoor.queueing.clock_rule import service_day
from onedoor.tickets.models import SeriesCounter

_TODAY = (SeriesCounter.centre_id == bindparam("centre"), SeriesCounter.service_day == bindparam("day"))
_GO_FURTHER = update(SeriesCounter).where(*_TODAY).values(last_sequence=SeriesCounter.last_sequence + bindparam("skip"))
_BEGIN_FURTHER = insert(SeriesCounter).from_select(
    ["centre_id", "service_day", "series_id", "last_sequence"],
    select(Series.centre_id, bindparam("day", type_=Date()), Series.id, bindparam("skip", type_=Integer())).where(
        Series.centre_id == bindparam("centre"),
        Series.id.not_in(select(SeriesCounter.series_id).where(*_TODAY)),
    ),
)


def skip_numbers(database: Database, centre_id: int, count: int) -> None:
    """Let every series of the centre go on `count` numbers further today, or begin so much further.

    Today is the date of the wall clock: the clock rule may not believe it, because a restored database is older.
    """
    with database.write(centre_id) as transaction:
        today = service_day(database.clock.now(), transaction.time_zone)
        values = {"centre": centre_id, "day": today, "skip": count}
        transaction.execute(_GO_FURTHER, values)
        transaction.execute(_BEGIN_FURTHER, values)
