"""Every statement is bounded by a centre, so that no centre reads or changes what belongs to another."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import bindparam, delete, or_, select, union_all, update
from sqlalchemy.orm import aliased

from onedoor.centres.models import Counter, CounterService, Hall, Service
from onedoor.printing.models import Printer, PrintJob
from onedoor.staff.models import StaffSession, StaffUser
from onedoor.tickets.models import Call, Ticket, Turn
from tests.architecture.bounds import Statement, unbounded_tables
from tests.architecture.sources import module_of, name_of
from tests.architecture.statements import STATEMENTS, statement_files

FOR_ALL_CENTRES = {
    "onedoor.centres.queries._CENTRE_IDS": "is the list of the centres",
    "onedoor.centres.queries._ROWS": "the heartbeat looks at all centres at once",
    "onedoor.database.centre_state._COUNT_ON": "a database is restored for all its centres",
    "onedoor.devices.queries._KEY": "the one key of the service",
    "onedoor.reporting.whole_service._WAITING": "figures of the whole service, for those who run it",
    "onedoor.reporting.whole_service._OPEN_JOBS": "the same",
    "onedoor.reporting.whole_service._PRINTERS": "the same",
    "onedoor.seeding._TAKEN_ELSEWHERE": "sign-in names are unique in the whole service",
    "onedoor.printing.queries._OF_PRINTER": "a part of the next",
    "onedoor.printing.queries._WITH_WORK": "one dispatcher prints for all centres, and learns here for which",
    "onedoor.printing.queries._JOB": "the worker's report names the job alone, whose row tells the centre",
    "onedoor.staff.actions.lockout._OLD": "failed sign-ins belong to no centre, and are forgotten after a while",
    "onedoor.staff.actions.lockout._FORGET_OLD": "the same",
    "onedoor.staff.queries._LOCKED": "the same, and only those for the names of the centre are asked for",
    "onedoor.tickets.actions.call._heads": "the counter's own services, by the index of those who wait",
    "onedoor.tickets.queries.place._ahead": "services of the centre's own counters, by the index of those who wait",
    "onedoor.tickets.queries.queue._waiting": "the same",
}
"""The statements that name no centre, and why they may."""

BUILDERS = {"select", "update", "delete"}
WAYS_AROUND = {"exec_driver_sql", "cursor", "raw_connection", "__table__", "lambda_stmt", "sqlalchemy"}
CENTRE = bindparam("centre")

BOUNDED = [
    select(Turn).where(Turn.centre_id == CENTRE, Turn.id == bindparam("turn")),
    select(Turn).join(Ticket, Ticket.id == Turn.ticket_id).where(Ticket.centre_id == CENTRE),
    select(Ticket).where(Ticket.token == bindparam("token")),
    select(Counter).outerjoin(StaffUser, StaffUser.id == Counter.staff_user_id).where(Counter.centre_id == CENTRE),
    select(Call).where(Call.hall_id.in_(select(Hall.id).where(Hall.centre_id == CENTRE))),
    select(PrintJob).where(
        PrintJob.printer_id == select(Printer.id).where(Printer.centre_id == CENTRE).scalar_subquery()
    ),
    select(Service.id, select(CounterService).where(CounterService.service_id == Service.id).exists()).where(
        Service.centre_id == CENTRE
    ),
    update(Turn).where(Turn.centre_id == CENTRE),
    delete(StaffSession).where(StaffSession.centre_id == CENTRE, StaffSession.expires_at <= bindparam("now")),
]
UNBOUNDED = [
    (select(Turn), {"turn"}),
    (select(Turn).where(Turn.id == bindparam("turn")), {"turn"}),
    (select(Turn).where(Turn.service_day == bindparam("centre")), {"turn"}),
    (select(Turn).where(Turn.centre_id != CENTRE), {"turn"}),
    (select(Turn).where(Turn.centre_id.in_(bindparam("centres", expanding=True))), {"turn"}),
    (select(Turn).where(or_(Turn.centre_id == CENTRE, Turn.status == "waiting")), {"turn"}),
    (select(Turn).where(Turn.centre_id == Turn.centre_id), {"turn"}),
    (select(Turn, Ticket).where(Turn.centre_id == CENTRE), {"ticket"}),
    (select(Turn).join(Ticket, Ticket.id == Turn.service_id).where(Turn.centre_id == CENTRE), {"ticket"}),
    (select(Turn).join(Ticket, Ticket.id == Turn.ticket_id), {"ticket", "turn"}),
    (
        select(Printer).outerjoin(PrintJob, (PrintJob.centre_id == CENTRE) & (PrintJob.printer_id == Printer.id)),
        {"printer"},
    ),
    (select(Call).where(Call.hall_id.in_(select(Hall.id))), {"call", "hall"}),
    (select(Call).where(Call.turn_id.in_(select(Hall.id).where(Hall.centre_id == CENTRE))), {"call"}),
    (
        select(Service.id, Service.id.in_(select(CounterService.service_id))).where(Service.centre_id == CENTRE),
        {"counter_service"},
    ),
    (select(select(Turn.id).subquery()), {"turn"}),
    (select(select(Turn.id).cte()), {"turn"}),
    (select(aliased(Turn, name="another")), {"another"}),
    (select(Turn).where(Turn.centre_id == CENTRE, select(aliased(Turn, name="another")).exists()), {"another"}),
    (union_all(select(Turn.id).where(Turn.centre_id == CENTRE), select(Ticket.id)), {"ticket"}),
    (update(Turn).where(Turn.id == bindparam("turn")), {"turn"}),
    (delete(StaffSession).where(StaffSession.expires_at <= bindparam("now")), {"staff_session"}),
]


@pytest.mark.parametrize("name", sorted(STATEMENTS.keys() - FOR_ALL_CENTRES.keys()))
def test_a_statement_is_bounded_by_a_centre(name: str) -> None:
    for statement in STATEMENTS[name]:
        assert not unbounded_tables(statement), str(statement)


@pytest.mark.parametrize("name", FOR_ALL_CENTRES)
def test_an_exception_is_still_needed(name: str) -> None:
    assert any(unbounded_tables(statement) for statement in STATEMENTS[name])


@pytest.mark.parametrize("statement", BOUNDED, ids=str)
def test_the_guard_lets_a_bounded_statement_pass(statement: Statement) -> None:
    assert unbounded_tables(statement) == set()


@pytest.mark.parametrize(("statement", "tables"), UNBOUNDED, ids=[str(statement) for statement, _ in UNBOUNDED])
def test_the_guard_finds_what_is_not_bounded(statement: Statement, tables: set[str]) -> None:
    assert unbounded_tables(statement) == tables


@pytest.mark.parametrize("path", statement_files(), ids=name_of)
def test_the_guard_sees_every_statement(path: Path) -> None:
    for builder, name in _built_in(path):
        assert f"{module_of(path)}.{name}" in STATEMENTS, f"{builder} in {name}: let it stand in the module"


@pytest.mark.parametrize("path", statement_files(), ids=name_of)
def test_nothing_goes_around_the_statements(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    imported = [alias for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names]
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {alias.name for alias in imported}
    assert not used & WAYS_AROUND or name_of(path).startswith("onedoor/database/")
    assert not {alias.name for alias in imported if alias.asname} & BUILDERS


def _built_in(path: Path) -> Iterator[tuple[str, str]]:
    """Each call that begins a statement, and the function or the name of the module in which it stands."""
    for node in ast.parse(path.read_text("utf-8")).body:
        for call_node in ast.walk(node):
            function = call_node.func if isinstance(call_node, ast.Call) else None
            if isinstance(function, ast.Name) and function.id in BUILDERS:
                yield function.id, _name_of(node)


def _name_of(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    assert isinstance(node, ast.Assign)
    return ast.unparse(node.targets[0])
