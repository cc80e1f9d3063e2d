"""What a kiosk offers: categories, services with their papers, fees and queues, and whether tickets are issued."""

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from onedoor.centres.models import Category, Service, ServiceHours
from onedoor.centres.queries import CentreNow, read_centre
from onedoor.database.rows import AnyRow
from onedoor.printing.queries import read_printer_state
from onedoor.queueing.opening_hours import OpeningPeriod, is_open, next_opening
from onedoor.realtime.boards import Category as CategoryModel
from onedoor.realtime.boards import Document, KioskBoard, KioskService
from onedoor.tickets.queries.desk import read_waiting_counts

_CATEGORIES = (
    select(Category.code, Category.name_lo, Category.name_en, Category.icon, Category.colour)
    .where(Category.centre_id == bindparam("centre"))
    .order_by(Category.position)
)
_SERVICES = (
    select(Service, Category.code.label("category"))
    .join(Category, Category.id == Service.category_id)
    .where(Service.centre_id == bindparam("centre"))
    .order_by(Service.position)
)
_HOURS = (
    select(ServiceHours.service_id, ServiceHours.weekday, ServiceHours.opens, ServiceHours.closes)
    .join(Service, Service.id == ServiceHours.service_id)
    .where(Service.centre_id == bindparam("centre"))
)


def read_kiosk_board(connection: Connection, centre_id: int, printer_id: int | None, now: datetime) -> KioskBoard:
    """Everything that the pages of a kiosk with this printer are drawn from."""
    centre = read_centre(connection, centre_id, now)
    counts = read_waiting_counts(connection, centre_id)
    hours = _read_hours(connection, centre_id)
    services = connection.execute(_SERVICES, {"centre": centre_id}).all()
    return KioskBoard(
        centre=centre.facts,
        categories=tuple(
            CategoryModel(**row._mapping) for row in connection.execute(_CATEGORIES, {"centre": centre_id})
        ),
        services=tuple(_as_service(row, counts.get(row.id, 0), hours[row.id], centre, now) for row in services),
        printer=read_printer_state(connection, centre_id, printer_id),
        issuing=centre.suspect_time is None,
    )


def _read_hours(connection: Connection, centre_id: int) -> defaultdict[int, list[OpeningPeriod]]:
    hours: defaultdict[int, list[OpeningPeriod]] = defaultdict(list)
    for row in connection.execute(_HOURS, {"centre": centre_id}):
        hours[row.service_id].append(OpeningPeriod(row.weekday, row.opens, row.closes))
    return hours


def _as_service(
    row: AnyRow, people_waiting: int, periods: list[OpeningPeriod], centre: CentreNow, now: datetime
) -> KioskService:
    local_now = now.astimezone(ZoneInfo(centre.time_zone))
    open_now = row.is_open and is_open(periods, local_now)
    return KioskService(
        code=row.code,
        category=row.category,
        name_lo=row.name_lo,
        name_en=row.name_en,
        icon=row.icon,
        fee_kip=row.fee_kip,
        processing_days=row.processing_days,
        documents=tuple(Document(**document) for document in row.documents),
        people_waiting=people_waiting,
        is_open=open_now,
        next_opening=next_opening(periods, local_now) if row.is_open and not open_now else None,
    )
