"""Failed sign-ins make the next one wait, longer each time: for one name, and from one address.

Kept in the database, so that it holds in every process and across restarts. A name is counted whether it exists or not.
"""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from onedoor.database.session import Database
from onedoor.database.upsert import Upsert
from onedoor.refusals import WebError, WebErrorCode
from onedoor.staff.models import FailedSignIn
from onedoor.staff.queries import ADDRESS, NAME, subject_of

# With which failure waiting begins. Many people may share one address: all of a centre, behind its router.
FIRST_DELAYED = {NAME: 5, ADDRESS: 50}
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)

_OF_SUBJECT = FailedSignIn.subject == bindparam("who")
_OPEN = Upsert(
    FailedSignIn,
    key=(FailedSignIn.subject,),
    update={"failures": FailedSignIn.failures},
    returning=FailedSignIn.failures,
)
_STATE = select(FailedSignIn.failures, FailedSignIn.last_at, FailedSignIn.locked_until).where(_OF_SUBJECT)
_CHANGE = update(FailedSignIn).where(_OF_SUBJECT)
_FORGET = delete(FailedSignIn).where(_OF_SUBJECT)
# What lies ahead was written before the clock was set back. A row that another process holds is for that one.
_OLD = (
    select(FailedSignIn.subject)
    .where(or_(FailedSignIn.last_at < bindparam("old"), FailedSignIn.last_at > bindparam("ahead")))
    .with_for_update(skip_locked=True)
)
_FORGET_OLD = delete(FailedSignIn).where(FailedSignIn.subject.in_(_OLD))
_TAKE_BACK = _CHANGE.where(FailedSignIn.failures > 0).values(
    failures=FailedSignIn.failures - 1, locked_until=bindparam("now")
)


def begin_attempt(database: Database, sign_in_name: str, address: str) -> None:
    """Count an attempt as failed before its password is checked, so that many at once gain nothing.

    Raises sign_in_delayed with the `seconds` to wait; such an attempt does not count.
    """
    now = database.now()
    with database.write_beside_centres() as connection:
        connection.execute(_FORGET_OLD, {"old": now - FORGOTTEN_AFTER, "ahead": now + FORGOTTEN_AFTER})
        # Always the name first: two that wait for each other's row would wait for ever.
        for kind, who in ((NAME, sign_in_name), (ADDRESS, address)):
            _count(connection, kind, who, now)


def succeed(database: Database, sign_in_name: str, address: str) -> None:
    """The password was right: the name's failures are forgotten, and the attempt is taken back from the address."""
    with database.write_beside_centres() as connection:
        connection.execute(_FORGET, {"who": subject_of(NAME, sign_in_name)})
        connection.execute(_TAKE_BACK, {"who": subject_of(ADDRESS, address), "now": database.now()})


def unlock(database: Database, kind: str, who: str) -> bool:
    """Forget the failures of a name or an address, whose next sign-in is free; False if there were none."""
    with database.write_beside_centres() as connection:
        return connection.execute(_FORGET, {"who": subject_of(kind, who)}).rowcount == 1


def _count(connection: Connection, kind: str, who: str, now: datetime) -> None:
    subject = subject_of(kind, who)
    # The row is there, and ours alone, until the commit: on PostgreSQL the upsert has locked it.
    _OPEN.run(connection, {"subject": subject, "failures": 0, "last_at": now, "locked_until": now})
    state = connection.execute(_STATE, {"who": subject}).one()
    # Only those who wait: another server's clock may be a little ahead.
    if state.failures >= FIRST_DELAYED[kind] and state.locked_until > now:
        raise WebError(WebErrorCode.sign_in_delayed, seconds=ceil((state.locked_until - now).total_seconds()))
    failures = state.failures + 1
    locked_until = now + _delay(failures - FIRST_DELAYED[kind])
    connection.execute(_CHANGE, {"who": subject, "failures": failures, "last_at": now, "locked_until": locked_until})


def _delay(doublings: int) -> timedelta:
    """How long the next attempt waits: nothing at first, then 30 s, twice as long each time, at most 15 minutes."""
    return min(FIRST_DELAY * 2 ** min(doublings, 10), LONGEST_DELAY) if doublings >= 0 else timedelta(0)
