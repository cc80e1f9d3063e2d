"""Prepared statements: Core writes them once, the driver's own cursor runs them.

Core spends 40 to 60 microseconds around each statement, of which the database takes about 10. A ticket is a dozen
statements, so that the ways of a ticket and of a call use this; everything else uses Core. Values go in and come out
as with Core, because the same column types turn them.

PostgreSQL prepares them too, once per connection: to parse and plan such a statement takes it longer than to run it.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, Dialect, Executable, bindparam
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import CompileError, DBAPIError, InvalidRequestError, MultipleResultsFound, NoResultFound
from sqlalchemy.sql.compiler import SQLCompiler

from onedoor.metrics import DATABASE_ERRORS

Parameters = Mapping[str, Any]
Convert = Callable[[Any], Any]
Conversions = list[tuple[int, Convert]]
_ON_SERVER = "prepared on the server"
# What PostgreSQL says of its own prepared statements when a schema changed below them, or somebody took them away.
_LOST_STATEMENT = frozenset({"0A000", "26000"})
_server_names = map("onedoor_{}".format, count())
_TOO_MANY = "several rows where at most one was expected"
_PARAMETER = re.compile(r"%%|%\((\w+)\)s")


class Rows(list[Any]):
    """The rows that a statement answered, as named tuples; to be taken like a result of Core."""

    def first(self) -> Any:
        """The first row, or None."""
        return self[0] if self else None

    def one_or_none(self) -> Any:
        """The only row, or None. Raises MultipleResultsFound."""
        if len(self) > 1:
            raise MultipleResultsFound(_TOO_MANY)
        return self[0] if self else None

    def one(self) -> Any:
        """The only row. Raises NoResultFound or MultipleResultsFound."""
        if len(self) == 1:
            return self[0]
        raise MultipleResultsFound(_TOO_MANY) if self else NoResultFound("no row where one was expected")

    def scalar_one(self) -> Any:
        """The first column of the only row. Raises NoResultFound or MultipleResultsFound."""
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        """The first column of the only row, or None. Raises MultipleResultsFound."""
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalars(self) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self]


class Prepared:
    """A Core statement that is compiled once per engine and set of parameters.

    Lists in one parameter (`expanding`) are refused: each value has a parameter of its own (`numbered_parameters`).
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def run(self, connection: Connection, parameters: Parameters) -> Rows:
        """Run it in the connection's open transaction. Raises SQLAlchemy's errors, as Core does."""
        variant = (connection.dialect.name, *parameters)
        compiled = self._compiled.get(variant)
        if compiled is None:
            compiled = self._compiled[variant] = _Compiled(self._statement, connection.dialect, list(parameters))
        return compiled.run(connection, parameters)


def run_text(
    connection: Connection, text: str, values: Any = (), *, written: str | None = None
) -> tuple[Sequence[Any], Any]:
    """Run SQL on the driver's own cursor; the rows as they come, and the driver's description of their columns.

    An error tells of the statement as it is `written`, where the text is only its name.
    """
    cursor = connection.connection.dbapi_connection.cursor()  # type: ignore[union-attr]
    try:
        cursor.execute(text, values)
        # Always to the end: an open cursor would hold up the commit.
        return (cursor.fetchall() if cursor.description else ()), cursor.description
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_core_raises(connection, cursor, error, written or text, values) from error
    except BaseException as error:
        if not isinstance(error, Exception):
            connection.invalidate(error)  # stopped half-way: nobody knows what the server still sends
        raise
    finally:
        cursor.close()


def numbered_parameters(name: str, count: int) -> list[BindParameter[Any]]:
    """Parameters for so many values of a list, for a statement that is kept per length of the list."""
    return [bindparam(f"{name}_{position}") for position in range(count)]


def numbered(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """The values of a list for its `numbered_parameters`."""
    return {f"{name}_{position}": value for position, value in enumerate(values)}


class _Compiled:
    """The statement as text, with what turns its values on the way in and out."""

    def __init__(self, statement: Executable, dialect: Dialect, given: list[str]) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=given)  # type: ignore[attr-defined]
        _require_plain(compiled, given)
        self._text: str = compiled.string
        self._fixed = _fixed_values(compiled, given)
        self._names = _names(compiled)
        binds = [compiled.binds[name].type.dialect_impl(dialect) for name in self._names]
        self._inputs = _conversions(kind.bind_processor(dialect) for kind in binds)
        self._is_positional: bool = compiled.positional
        self._on_server = _OnServer(self._text, given) if dialect.name == "postgresql" else None
        # Nothing for a write without RETURNING; Core may have added one for itself, which nobody reads here.
        self._columns = [(name, column.type) for name, column in statement.exported_columns.items()]  # type: ignore[attr-defined]
        # As `_make` does, but without a call of Python for each row.
        self._make_row = partial(tuple.__new__, namedtuple("Row", [name for name, _ in self._columns]))
        self._outputs: Conversions | None = None

    def run(self, connection: Connection, parameters: Parameters) -> Rows:
        every = {**self._fixed, **parameters} if self._fixed else parameters
        values: Any = [every[name] for name in self._names]
        for position, convert in self._inputs:
            values[position] = convert(values[position])
        if not self._is_positional:
            values = dict(zip(self._names, values, strict=True))
        text = self._on_server.prepare(connection, values) if self._on_server else self._text
        found, description = run_text(connection, text, values, written=self._text)
        if not self._columns:
            return Rows()
        if self._outputs is None:
            self._outputs = self._find_outputs(connection.dialect, description)
        if self._outputs:
            found = [_convert(list(row), self._outputs) for row in found]
        return Rows(map(self._make_row, found))

    def _find_outputs(self, dialect: Dialect, description: Any) -> Conversions:
        # Only the answer itself tells the driver's type of each column.
        kinds = [kind.dialect_impl(dialect) for _, kind in self._columns]
        return _conversions(
            kind.result_processor(dialect, column[1]) for kind, column in zip(kinds, description, strict=True)
        )


class _OnServer:
    """The statement as PostgreSQL keeps it, under a name, for as long as a connection lives.

    Values that stand in the statement are part of its plan. Each place of another one is a parameter of its own, whose
    type follows from that place.
    """

    def __init__(self, text: str, given: list[str]) -> None:
        self._name = next(_server_names)
        places: list[str] = []

        def place(found: re.Match[str]) -> str:
            if found[1] not in given:
                return found[0]
            places.append(f"%({found[1]})s")
            return f"${len(places)}"

        self._prepare = f"PREPARE {self._name} AS {_PARAMETER.sub(place, text)}"
        self._execute = f"EXECUTE {self._name} ({', '.join(places)})" if places else f"EXECUTE {self._name}"

    def prepare(self, connection: Connection, values: Any) -> str:
        """What runs it; the first time on a connection it is prepared, which a rollback does not undo."""
        prepared = connection.info.setdefault(_ON_SERVER, set())
        if self._name not in prepared:
            run_text(connection, self._prepare, values)
            prepared.add(self._name)
        return self._execute


def _conversions(of_each: Iterable[Convert | None]) -> Conversions:
    return [(position, convert) for position, convert in enumerate(of_each) if convert]


def _convert(values: list[Any], conversions: Conversions) -> list[Any]:
    for position, convert in conversions:
        values[position] = convert(values[position])
    return values


def _require_plain(compiled: SQLCompiler, given: list[str]) -> None:
    """Refuse what Core works out anew at every execution."""
    if compiled.post_compile_params or compiled.literal_execute_params or compiled.update_prefetch:
        raise CompileError("a statement with lists in a parameter cannot be prepared")
    missing = [name for bind, name in compiled.bind_names.items() if bind.required and name not in given]
    if missing:
        raise InvalidRequestError(f"a value is required for {', '.join(missing)}")


def _fixed_values(compiled: SQLCompiler, given: list[str]) -> dict[str, Any]:
    """Values written in the statement, and defaults of the columns that are not given."""
    written = {name: bind.effective_value for bind, name in compiled.bind_names.items() if name not in given}
    return written | {column.key: _default(column) for column in compiled.insert_prefetch}


def _default(column: Column[Any]) -> Any:
    if column.default is None or not column.default.is_scalar:
        raise CompileError(f"the default of {column} cannot be prepared")
    return column.default.arg  # type: ignore[attr-defined]


def _names(compiled: SQLCompiler) -> list[str]:
    """The parameters in the driver's order."""
    return list(compiled.positiontup or () if compiled.positional else dict.fromkeys(compiled.bind_names.values()))


def _as_core_raises(
    connection: Connection, cursor: DBAPICursor, error: Exception, text: str, values: Any
) -> BaseException:
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection, cursor)  # type: ignore[arg-type]
    is_lost |= getattr(error, "pgcode", None) in _LOST_STATEMENT
    if is_lost:
        connection.invalidate(error)
        connection.engine.dispose()  # as Core does: where one is lost, those that lie idle are too
    raised = DBAPIError.instance(
        text,
        values,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=connection.engine.hide_parameters,
        connection_invalidated=is_lost,
        dialect=dialect,
    )
    DATABASE_ERRORS.labels(type(raised).__name__).inc()
    return raised
