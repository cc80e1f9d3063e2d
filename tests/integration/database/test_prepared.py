"""Prepared statements: the same values, rows and errors as with Core, in the same transaction."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
    bindparam,
    func,
    insert,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.exc import (
    CompileError,
    IntegrityError,
    InvalidRequestError,
    MultipleResultsFound,
    NoResultFound,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)

from onedoor.database.base import Day, UtcDateTime
from onedoor.database.engine import make_engine
from onedoor.database.prepared import Prepared, Rows
from onedoor.database.tables import METADATA
from onedoor.queueing.ticket import TurnStatus
from tests.databases import PostgresqlDatabases
from tests.factories import SmallCentre

SAMPLE = Table(
    "sample",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("integer", Integer),
    Column("string", String(64)),
    Column("status", String(12)),
    Column("boolean", Boolean),
    Column("date", Day),
    Column("time", Time),
    Column("moment", UtcDateTime),
    Column("json", JSON),
    Column("picture", LargeBinary),
    Column("fee", Integer, default=15000),
    Column("is_return", Boolean, default=False),
)
ALL = select(SAMPLE).order_by(SAMPLE.c.id)
INSERT = insert(SAMPLE).returning(SAMPLE.c.id)
A_ROW: dict[str, Any] = dict.fromkeys(
    ("integer", "string", "status", "boolean", "date", "time", "moment", "json", "picture"), None
)

# Neither engine stores it in a string: PostgreSQL refuses the letter, the other half of a pair is no letter at all.
words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=64)
numbers = st.integers(-(2**31), 2**31 - 1)
moments = st.datetimes(
    datetime(1970, 1, 2),
    datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-3, minutes=-30))]),
)
documents = st.recursive(
    st.none() | st.booleans() | numbers | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(words, inside, max_size=3),
    max_leaves=8,
)
rows = st.fixed_dictionaries(
    {
        "integer": st.none() | numbers,
        "string": st.none() | words,
        "status": st.none() | st.sampled_from(TurnStatus),
        "boolean": st.none() | st.booleans(),
        "date": st.none() | st.dates(),
        "time": st.none() | st.times(),
        "moment": st.none() | moments,
        "json": documents,
        "picture": st.none() | st.binary(max_size=64),
    }
)


@pytest.fixture
def engine(centre: SmallCentre) -> Iterator[Engine]:
    """The engine of a centre's database, with the sample table beside the centre's own."""
    SAMPLE.create(centre.database.engine)
    yield centre.database.engine
    SAMPLE.drop(centre.database.engine)


def test_the_sample_has_every_column_type_in_use() -> None:
    in_use = {type(column.type) for table in METADATA.tables.values() for column in table.columns}
    assert in_use == {type(column.type) for column in SAMPLE.columns}


# Every example rolls back what it wrote.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(row=rows)
def test_what_it_writes_and_reads_is_what_core_writes_and_reads(engine: Engine, row: dict[str, Any]) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        written_by_core = connection.execute(INSERT, row).scalar_one()
        written_here = Prepared(INSERT).run(connection, row).scalar_one()
        of_core = [tuple(found) for found in connection.execute(ALL)]
        found = Prepared(ALL).run(connection, {})
        transaction.rollback()
    assert [each.id for each in found] == [written_by_core, written_here]
    assert found == of_core
    assert [type(value) for each in found for value in each] == [type(value) for each in of_core for value in each]
    assert found[0][1:] == found[1][1:]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(row=rows)
def test_a_value_in_a_condition_finds_the_rows_that_core_finds(engine: Engine, row: dict[str, Any]) -> None:
    compared = {name: value for name, value in row.items() if name != "json"}
    same = select(SAMPLE.c.id).where(*(SAMPLE.c[name] == bindparam(name) for name in compared))
    with engine.connect() as connection, connection.begin() as transaction:
        connection.execute(INSERT, row)
        of_core = [tuple(found) for found in connection.execute(same, compared)]
        found = Prepared(same).run(connection, compared)
        transaction.rollback()
    assert found == of_core
    assert len(found) == (None not in compared.values())


def test_rows_are_named_like_those_of_core(engine: Engine) -> None:
    statement = select(SAMPLE.c.id.label("key"), func.count().label("people"), SAMPLE.c.moment).group_by(SAMPLE.c.id)
    with engine.connect() as connection, connection.begin():
        Prepared(insert(SAMPLE)).run(connection, A_ROW | {"moment": datetime(2026, 11, 24, tzinfo=UTC)})
        row = Prepared(statement).run(connection, {}).one()
    assert (row.key, row.people, row.moment) == (1, 1, datetime(2026, 11, 24, tzinfo=UTC))


def test_an_hour_that_a_clock_strikes_twice_is_two_moments(engine: Engine) -> None:
    set_back = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    with engine.connect() as connection, connection.begin():
        for moment in (set_back, set_back.replace(fold=1)):
            Prepared(INSERT).run(connection, A_ROW | {"moment": moment})
        first, second = (row.moment for row in Prepared(ALL).run(connection, {}))
    assert second - first == timedelta(hours=1)


def test_defaults_of_columns_are_filled_in_and_can_be_given(engine: Engine) -> None:
    statement = Prepared(insert(SAMPLE).returning(SAMPLE.c.fee, SAMPLE.c.is_return))
    with engine.connect() as connection, connection.begin():
        filled_in = statement.run(connection, {"string": "without"}).one()
        given = statement.run(connection, {"string": "with", "fee": 0, "is_return": True}).one()
    assert (tuple(filled_in), tuple(given)) == ((15000, False), (0, True))


def test_an_update_sets_what_is_given_and_values_written_in_it(engine: Engine) -> None:
    change = Prepared(
        update(SAMPLE)
        .where(SAMPLE.c.id == bindparam("row"))
        .values(integer=SAMPLE.c.integer + 1, status=TurnStatus.called, date=None)
        .returning(SAMPLE.c.integer, SAMPLE.c.status, SAMPLE.c.date, SAMPLE.c.string)
    )
    with engine.connect() as connection, connection.begin():
        row = Prepared(INSERT).run(connection, A_ROW | {"integer": 1, "date": date(2026, 11, 24)}).scalar_one()
        assert change.run(connection, {"row": row, "string": "changed"}) == [(2, "called", None, "changed")]
        assert change.run(connection, {"row": row + 1, "string": "changed"}) == []


def test_a_statement_is_one_for_every_set_of_parameters(engine: Engine) -> None:
    change = Prepared(update(SAMPLE).where(SAMPLE.c.id == bindparam("row")))
    with engine.connect() as connection, connection.begin():
        row = Prepared(INSERT).run(connection, A_ROW).scalar_one()
        for values in ({"string": "a"}, {"time": time(8, 30)}, {"string": "b", "boolean": True}):
            assert change.run(connection, {"row": row, **values}) == []
        changed = Prepared(ALL).run(connection, {}).one()
    assert (changed.string, changed.time, changed.boolean) == ("b", time(8, 30), True)


def test_a_parameter_may_stand_in_several_places_beside_limits(engine: Engine) -> None:
    newest = [
        select(SAMPLE.c.id)
        .where(SAMPLE.c.string == bindparam("string"), SAMPLE.c.integer == number)
        .order_by(SAMPLE.c.id.desc())
        .limit(1)
        .subquery()
        for number in (1, 2)
    ]
    statement = Prepared(union_all(*(select(each) for each in newest)))
    with engine.connect() as connection, connection.begin():
        for integer in (1, 1, 2, 2):
            Prepared(INSERT).run(connection, A_ROW | {"string": "%s ? :here", "integer": integer})
        assert sorted(statement.run(connection, {"string": "%s ? :here"}).scalars()) == [2, 4]


def test_rows_are_taken_like_those_of_a_result(engine: Engine) -> None:
    find = Prepared(select(SAMPLE.c.id, SAMPLE.c.string).where(SAMPLE.c.id <= bindparam("last")).order_by(SAMPLE.c.id))
    with engine.connect() as connection, connection.begin():
        for string in ("first", "second"):
            Prepared(INSERT).run(connection, A_ROW | {"string": string})
        none, one, two = (find.run(connection, {"last": last}) for last in (0, 1, 2))
    assert (none.first(), none.one_or_none(), none.scalar_one_or_none(), none.scalars()) == (None, None, None, [])
    assert one.first() == one.one() == one.one_or_none() == (1, "first")
    assert (one.scalar_one(), one.scalar_one_or_none(), two.scalars()) == (1, 1, [1, 2])
    assert two.first() == (1, "first")
    for take in (none.one, none.scalar_one):
        with pytest.raises(NoResultFound):
            take()
    for take in (two.one, two.one_or_none, two.scalar_one, two.scalar_one_or_none):
        with pytest.raises(MultipleResultsFound):
            take()


def test_it_writes_in_the_open_transaction(engine: Engine) -> None:
    with engine.connect() as connection:
        with connection.begin() as transaction:
            Prepared(INSERT).run(connection, A_ROW)
            transaction.rollback()
        with connection.begin():
            Prepared(INSERT).run(connection, A_ROW | {"string": "kept"})
        with connection.begin():
            assert [row.string for row in connection.execute(ALL)] == ["kept"]


def test_errors_of_the_driver_arrive_as_those_of_core(engine: Engine) -> None:
    with engine.connect() as connection:
        with connection.begin():
            Prepared(INSERT).run(connection, A_ROW | {"id": 1})
        with pytest.raises(IntegrityError) as raised, connection.begin():
            Prepared(INSERT).run(connection, A_ROW | {"id": 1})
        assert str(raised.value.statement).startswith("INSERT INTO sample")
        assert isinstance(raised.value.orig, connection.dialect.loaded_dbapi.IntegrityError)
        assert not raised.value.connection_invalidated
        with pytest.raises((OperationalError, ProgrammingError), match="nowhere"), connection.begin():
            Prepared(select(Table("nowhere", MetaData(), Column("id", Integer)))).run(connection, {})
        with connection.begin():
            assert Prepared(ALL).run(connection, {}).one().id == 1


def test_a_connection_that_the_server_closed_is_given_up(postgresql: PostgresqlDatabases) -> None:
    url = postgresql.create()
    engine = make_engine(url)
    who = Prepared(select(func.pg_backend_pid()))
    with engine.connect() as connection, engine.connect() as other:
        own = who.run(connection, {}).scalar_one()
        other.execute(select(func.pg_terminate_backend(own)))
        with pytest.raises(OperationalError) as raised:
            who.run(connection, {})
    assert raised.value.connection_invalidated
    with engine.connect() as connection:
        assert who.run(connection, {}).scalar_one() != own
    engine.dispose()
    postgresql.drop(url)


def test_with_one_lost_connection_all_that_lie_idle_are_given_up(postgresql: PostgresqlDatabases) -> None:
    """A restart of the server closes all of them; they must not fail one request each."""
    url = postgresql.create()
    engine = make_engine(url)
    who = Prepared(select(func.pg_backend_pid()))
    with engine.connect() as one, engine.connect() as other, engine.connect() as last:
        idle = [who.run(connection, {}).scalar_one() for connection in (one, other, last)]
    outside = make_engine(url)
    with outside.connect() as connection:
        connection.execute(select(*[func.pg_terminate_backend(each) for each in idle]))
    outside.dispose()
    with engine.connect() as connection, pytest.raises(OperationalError):
        who.run(connection, {})
    with engine.connect() as one, engine.connect() as other:
        assert not {who.run(connection, {}).scalar_one() for connection in (one, other)} & set(idle)
    engine.dispose()
    postgresql.drop(url)


def test_postgresql_keeps_a_statement_for_as_long_as_the_connection_also_after_a_rollback(
    postgresql: PostgresqlDatabases,
) -> None:
    url = postgresql.create()
    engine = make_engine(url)
    kept = Prepared(select(func.upper(bindparam("kept", type_=String()))))
    uses = text("SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%upper(%'")
    words = [f"word {number}" for number in range(10)]
    with engine.connect() as connection:
        answers = []
        for word in words:
            with connection.begin() as transaction:
                answers.append(kept.run(connection, {"kept": word}).scalar_one())
                transaction.rollback()
        assert answers == [word.upper() for word in words]
        assert connection.execute(uses).scalars().all() == [len(words)]
    engine.dispose()
    with engine.connect() as connection:
        assert kept.run(connection, {"kept": "again"}).scalar_one() == "AGAIN"
        assert connection.execute(uses).scalars().all() == [1]
    engine.dispose()
    postgresql.drop(url)


def test_a_schema_that_changes_below_prepared_statements_fails_one_of_them_and_no_more(
    postgresql: PostgresqlDatabases,
) -> None:
    url = postgresql.create()
    engine, outside = make_engine(url), make_engine(url)
    SAMPLE.create(outside)
    find = Prepared(ALL)

    def read() -> Rows:
        with engine.connect() as connection, connection.begin():
            return find.run(connection, {})

    with outside.begin() as connection:
        connection.execute(insert(SAMPLE), A_ROW | {"integer": 1})
    assert read().one().integer == 1
    with outside.begin() as connection:
        connection.execute(text("ALTER TABLE sample ALTER COLUMN integer TYPE bigint"))
    with pytest.raises(NotSupportedError, match="cached plan") as raised:
        read()
    assert str(raised.value.statement).startswith("SELECT sample.id")
    assert read().one().integer == 1
    outside.dispose()
    engine.dispose()
    postgresql.drop(url)


def test_one_parameter_may_stand_where_different_types_are(engine: Engine) -> None:
    change = Prepared(
        update(SAMPLE)
        .where(SAMPLE.c.status == bindparam("word"), func.length(bindparam("word")) == 7)
        .values(string=bindparam("word"))
        .returning(SAMPLE.c.string)
    )
    with engine.connect() as connection, connection.begin():
        Prepared(INSERT).run(connection, A_ROW | {"status": "waiting"})
        assert change.run(connection, {"word": "waiting"}).scalar_one() == "waiting"


def test_what_core_works_out_at_every_execution_is_refused(engine: Engine) -> None:
    some = Prepared(select(SAMPLE.c.id).where(SAMPLE.c.id.in_(bindparam("ids", expanding=True))))
    made = Prepared(insert(Table("made", MetaData(), Column("id", Integer), Column("at", Day, default=date.today))))
    one = Prepared(select(SAMPLE.c.id).where(SAMPLE.c.id == bindparam("row")))
    with engine.connect() as connection, connection.begin():
        with pytest.raises(CompileError):
            some.run(connection, {"ids": [1]})
        with pytest.raises(CompileError):
            made.run(connection, {"id": 1})
        with pytest.raises(InvalidRequestError, match="row"):
            one.run(connection, {})
