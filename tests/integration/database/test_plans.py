"""How SQLite finds the rows of each statement: years of tickets must cost nothing where one day is asked for."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Update
from sqlalchemy.dialects import sqlite

from tests.architecture.bounds import Statement
from tests.architecture.statements import STATEMENTS
from tests.factories import create_database

GROWING = ("ticket", "turn", "call", "ticket_log", "print_job", "desk_command", "series_counter")
ALL_ROWS = re.compile(rf"SCAN ({'|'.join(GROWING)})\b|SEARCH ({'|'.join(GROWING)}) USING AUTOMATIC")
# An index of those rows alone that wait or are in hand.
FEW_ROWS = re.compile(r"USING (COVERING )?INDEX (ix_print_job_open|ix_turn_waiting|uq_turn_at_counter)\b")
READ_EVERYTHING = {
    "onedoor.tickets.queries.audit.ROWS": "whether the log is whole depends on each of its rows",
    "onedoor.tickets.actions.archive.ROWS": "the same, up to the first row that stays",
}
"""The statements that go through a whole table, and why they may."""
LIST_IN_A_PARAMETER = re.compile(r"__\[POSTCOMPILE_\w+\]")


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    database = create_database(tmp_path_factory.mktemp("plans"))
    with database.read() as connection:
        yield connection
    database.close()


def sql_of(statement: Statement) -> str:
    """As SQLite gets it; an update sets a column that is in no index."""
    columns = [list(statement.table.c)[-1].name] if isinstance(statement, Update) and not statement._values else None
    return LIST_IN_A_PARAMETER.sub("?", str(statement.compile(dialect=sqlite.dialect(), column_keys=columns)))


def looks_at_all_rows(connection: Connection, sql: str) -> list[str]:
    """The steps of the plan that go through a table that grows with every ticket."""
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
    return [step.detail for step in plan if ALL_ROWS.search(step.detail) and not FEW_ROWS.search(step.detail)]


@pytest.mark.parametrize("name", sorted(STATEMENTS.keys() - READ_EVERYTHING.keys()))
def test_no_statement_looks_at_all_tickets_that_ever_were(connection: Connection, name: str) -> None:
    for statement in STATEMENTS[name]:
        assert looks_at_all_rows(connection, sql_of(statement)) == []


@pytest.mark.parametrize("name", READ_EVERYTHING)
def test_an_exception_is_still_needed(connection: Connection, name: str) -> None:
    assert any(looks_at_all_rows(connection, sql_of(statement)) for statement in STATEMENTS[name])


@pytest.mark.parametrize("name", ["place._ahead", "queue._waiting", "desk._COUNTS", "desk._FIRST_OF_QUEUE"])
def test_whole_queues_are_read_in_an_index_alone(connection: Connection, name: str) -> None:
    (statement,) = STATEMENTS[f"onedoor.tickets.queries.{name}"]
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql_of(statement)}", (None,) * sql_of(statement).count("?"))
    of_turns = [step.detail for step in plan if re.search(r"\bturn\b", step.detail)]
    assert of_turns
    assert all("USING COVERING INDEX ix_turn_waiting" in step for step in of_turns)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM turn WHERE counter_id = ?",
        "SELECT number FROM ticket",
        "SELECT count(*) FROM printer LEFT JOIN print_job ON print_job.printer_id = printer.id AND created_at > ?",
    ],
)
def test_the_guard_sees_a_statement_that_does(connection: Connection, sql: str) -> None:
    assert looks_at_all_rows(connection, sql)
