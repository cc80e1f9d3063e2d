"""Which tables of a statement are not bounded by a centre: the reasoning behind the guard of statements.

A table is bounded if a condition that all its rows must meet names the centre, or finds the row by what leads to one
row of the whole service, or ties it to a row of a table, or of a subquery, that is bounded. Two columns tie their
tables if they name the same row, as a foreign key and its target do.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CTE, BindParameter, Column, CompoundSelect, Delete, Join, Select, Subquery, Table, Update
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, ClauseElement, Grouping
from sqlalchemy.sql.selectable import SelectStatementGrouping

Statement = Select[Any] | CompoundSelect[Any] | Update | Delete
STATEMENTS = (Select, CompoundSelect, Update, Delete)
CENTRE = "centre.id"
LEADS_TO_ONE_ROW = {
    "ticket.token": "the citizen's credential",
    "staff_session.id": "the hash of a session's secret",
    "device.token_hash": "the hash of a device's token",
    "device.code_hash": "the hash of an enrolment code",
    "staff_user.sign_in_name": "unique in the whole service: whoever signs in has not named a centre",
    "centre.code": "names the centre itself",
    "centre_logo.digest": "the hash of the picture that is asked for",
    "failed_sign_in.subject": "the hash of a name or an address, of no centre",
}


def unbounded_tables(statement: Statement, outer: frozenset[str] = frozenset()) -> set[str]:
    """The tables of which the statement may reach another centre's rows; `outer` are bounded ones around it."""
    if isinstance(statement, CompoundSelect):
        return {table for part in statement.selects for _, each in _parts_of(part) for table in unbounded_tables(each)}
    scope = _Scope(statement, outer)
    unbounded = scope.own_tables() - scope.bounded
    for is_correlated, inner in _inner_statements(statement):
        unbounded |= unbounded_tables(inner, frozenset(scope.bounded) if is_correlated else frozenset())
    return unbounded


def statements_in(value: object) -> Iterator[Statement]:
    """The statements that a value of a module is, or holds: in a container, an expression, or an object of ours."""
    if isinstance(value, STATEMENTS):
        yield value
    elif isinstance(value, ClauseElement):
        yield from (inner for _, inner in _inner_statements(value))
    else:
        for each in _held_by(value):
            yield from statements_in(each)


class _Scope:
    """One SELECT, UPDATE or DELETE: its tables, and those among them that its conditions bound."""

    def __init__(self, statement: Select[Any] | Update | Delete, outer: frozenset[str]) -> None:
        self.tables: set[str] = set()
        self.bounded = set(outer)
        self._outer = outer
        self._ties: set[tuple[str, str]] = set()
        for source in statement.get_final_froms() if isinstance(statement, Select) else [statement.table]:
            self._add_source(source)
        for condition in _all_of(statement.whereclause):
            self._add_condition(condition, self.tables | outer)
        self._follow_ties()

    def own_tables(self) -> set[str]:
        """Without the tables of the statement around it, unless it has no others: then it does not mean those."""
        return (self.tables - self._outer) or self.tables

    def _add_source(self, source: object) -> set[str]:
        if isinstance(source, Join):
            left, right = self._add_source(source.left), self._add_source(source.right)
            for condition in _all_of(source.onclause):
                # The condition of an outer join says nothing of the rows on its left.
                self._add_condition(condition, right if source.isouter or source.full else left | right)
            return left | right
        # What a subquery reads is looked at by itself; anything else is a table, perhaps under another name.
        added = set() if isinstance(source, Subquery | CTE) else {str(getattr(source, "name", source))}
        self.tables |= added
        return added

    def _add_condition(self, condition: object, limits: set[str]) -> None:
        if isinstance(condition, BinaryExpression) and condition.operator in (operators.eq, operators.in_op):
            for side, other in ((condition.left, condition.right), (condition.right, condition.left)):
                if isinstance(side, Column) and side.table.name in limits:
                    self._compare(side, other, is_equal=condition.operator is operators.eq)

    def _compare(self, column: Column[Any], other: object, *, is_equal: bool) -> None:
        table, row = column.table.name, _row_named_by(column)
        if isinstance(other, BindParameter):
            if not is_equal:
                return  # several centres are not one
            if row == CENTRE or f"{table}.{column.name}" in LEADS_TO_ONE_ROW:
                self.bounded.add(table)
        elif isinstance(other, Column):
            if row is not None and row == _row_named_by(other):
                self._ties.add((other.table.name, table))
        else:
            for _, inner in _parts_of(other):
                if not unbounded_tables(inner) and row in {_row_named_by(each) for each in inner.selected_columns}:
                    self.bounded.add(table)

    def _follow_ties(self) -> None:
        while reached := {table for tied_to, table in self._ties if tied_to in self.bounded} - self.bounded:
            self.bounded |= reached


def _all_of(condition: object) -> Iterator[object]:
    """The conditions that must all hold."""
    if isinstance(condition, Grouping):
        yield from _all_of(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for each in condition.clauses:
            yield from _all_of(each)
    elif condition is not None:
        yield condition


def _row_named_by(column: object) -> str | None:
    """The row that a column's value is the name of, as table and key."""
    if not isinstance(column, Column):
        return None
    for key in column.foreign_keys:
        return str(key.target_fullname)
    return f"{column.table.name}.{column.name}" if column.primary_key else None


def _inner_statements(element: ClauseElement) -> Iterator[tuple[bool, Any]]:
    """The statements directly inside, and whether they may speak of the tables around them."""
    for child in element.get_children():
        yield from _parts_of(child)


def _parts_of(element: object, is_correlated: bool = True) -> Iterator[tuple[bool, Any]]:
    if isinstance(element, Subquery | CTE):
        yield from _parts_of(element.element, is_correlated=False)
    elif isinstance(element, SelectStatementGrouping):
        yield from _parts_of(element.element, is_correlated)
    elif isinstance(element, STATEMENTS):
        yield is_correlated, element
    elif isinstance(element, ClauseElement) and not isinstance(element, Table):
        yield from _inner_statements(element)


def _held_by(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    is_ours = type(value).__module__.partition(".")[0] == "onedoor"
    return list(vars(value).values()) if is_ours and hasattr(value, "__dict__") else []
