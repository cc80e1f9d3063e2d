"""Read models of a centre that are the same for all screens."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Centre, CentreLogo
from onedoor.database.centre_state import CentreState
from onedoor.database.prepared import Prepared
from onedoor.realtime.boards import CentreFacts

_CENTRE = Prepared(
    select(
        Centre.code,
        Centre.name_lo,
        Centre.name_en,
        Centre.opening_hours,
        CentreState.service_day,
        CentreState.version,
        CentreState.time_zone,
        CentreState.suspect_time,
        CentreLogo.digest,
    )
    .join(CentreState, CentreState.centre_id == Centre.id)
    .outerjoin(CentreLogo, CentreLogo.centre_id == Centre.id)
    .where(Centre.id == bindparam("centre"))
)
_BY_CODE = select(Centre.id).where(Centre.code == bindparam("code"))
_CENTRE_IDS = select(Centre.id).order_by(Centre.id)
# Two centres may show the same picture.
_PICTURE = select(CentreLogo.picture).where(CentreLogo.digest == bindparam("digest")).limit(1)


_ROWS = select(
    CentreState.centre_id,
    CentreState.version,
    CentreState.service_day,
    CentreState.newest_time,
    CentreState.suspect_time,
    CentreState.time_zone,
).order_by(CentreState.centre_id)


class CentreNow(NamedTuple):
    """A centre as of the reading transaction; `suspect_time` is the clock that was not believed, if any."""

    facts: CentreFacts
    service_day: date
    version: int
    time_zone: str
    suspect_time: datetime | None


def read_centre(connection: Connection, centre_id: int, now: datetime) -> CentreNow:
    """The centre's facts and state; `now` decides the distance from UTC."""
    row = _CENTRE.run(connection, {"centre": centre_id}).one()
    offset = now.astimezone(ZoneInfo(row.time_zone)).utcoffset()
    facts = CentreFacts(
        code=row.code,
        name_lo=row.name_lo,
        name_en=row.name_en,
        utc_offset_minutes=int(offset.total_seconds() // 60) if offset else 0,
        opening_hours=tuple(row.opening_hours),
        logo=f"/logos/{row.digest}.png" if row.digest else None,
    )
    return CentreNow(facts, row.service_day, row.version, row.time_zone, row.suspect_time)


class CentreRow(NamedTuple):
    """What a heartbeat looks at in one centre."""

    centre_id: int
    version: int
    service_day: date
    newest_time: datetime
    suspect_time: datetime | None
    time_zone: str


def read_centre_rows(connection: Connection) -> list[CentreRow]:
    """All centres of this database, in one look."""
    return [CentreRow(*row) for row in connection.execute(_ROWS)]


def read_centre_ids(connection: Connection) -> list[int]:
    """All centres of this database."""
    return list(connection.execute(_CENTRE_IDS).scalars())


def find_logo(connection: Connection, digest: str) -> bytes | None:
    """The PNG of this SHA-256 that some centre shows, if there is one."""
    return connection.execute(_PICTURE, {"digest": digest}).scalar_one_or_none()


def find_centre(connection: Connection, code: str) -> int | None:
    """The id of the centre with this code."""
    return connection.execute(_BY_CODE, {"code": code}).scalar_one_or_none()
