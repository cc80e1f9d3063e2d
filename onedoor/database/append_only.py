"""Triggers by which the database itself refuses to change the log of tickets and the list of its archives.

A row of the log may be removed once the list of archives has it; nothing else goes past them but who may drop them. A
migration that rebuilds or rewrites one of the two tables calls `unprotect` before and `protect` after it: SQLite
rebuilds a table by a copy, which has no triggers.
"""

from sqlalchemy import Connection, text

_SQLITE = {
    "ticket_log_update": "BEFORE UPDATE ON ticket_log",
    "ticket_log_delete": """BEFORE DELETE ON ticket_log WHEN NOT EXISTS
        (SELECT 1 FROM log_archive WHERE centre_id = OLD.centre_id AND last_id >= OLD.id)""",
    # INSERT OR REPLACE removes a row without a trigger of DELETE.
    "ticket_log_replace": """BEFORE INSERT ON ticket_log WHEN EXISTS
        (SELECT 1 FROM ticket_log WHERE id = NEW.id)""",
    "log_archive_update": "BEFORE UPDATE ON log_archive",
    "log_archive_delete": "BEFORE DELETE ON log_archive",
    "log_archive_replace": """BEFORE INSERT ON log_archive WHEN EXISTS
        (SELECT 1 FROM log_archive WHERE centre_id = NEW.centre_id AND year = NEW.year)""",
}
_POSTGRESQL = {
    "ticket_log_change": ("ticket_log", "BEFORE UPDATE OR TRUNCATE ON ticket_log EXECUTE FUNCTION refuse_change()"),
    "ticket_log_delete": ("ticket_log", "BEFORE DELETE ON ticket_log FOR EACH ROW EXECUTE FUNCTION refuse_removal()"),
    "log_archive_change": (
        "log_archive",
        "BEFORE UPDATE OR DELETE OR TRUNCATE ON log_archive EXECUTE FUNCTION refuse_change()",
    ),
}
_REFUSE = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
_FUNCTIONS = {
    "refuse_change": f"BEGIN {_REFUSE} END",
    "refuse_removal": f"""BEGIN
        IF EXISTS (SELECT 1 FROM log_archive WHERE centre_id = OLD.centre_id AND last_id >= OLD.id) THEN
            RETURN OLD;
        END IF;
        {_REFUSE} END""",
}


def protect(connection: Connection) -> None:
    """Create the triggers."""
    for statement in _creating_on_sqlite() if connection.dialect.name == "sqlite" else _creating_on_postgresql():
        connection.execute(text(statement))


def unprotect(connection: Connection) -> None:
    """Drop the triggers."""
    for statement in _dropping_on_sqlite() if connection.dialect.name == "sqlite" else _dropping_on_postgresql():
        connection.execute(text(statement))


def _creating_on_sqlite() -> list[str]:
    refuse = "SELECT RAISE(ABORT, '{table} is append-only');"
    return [
        f"CREATE TRIGGER {name} {when} BEGIN {refuse.format(table=name.rpartition('_')[0])} END"
        for name, when in _SQLITE.items()
    ]


def _dropping_on_sqlite() -> list[str]:
    return [f"DROP TRIGGER {name}" for name in _SQLITE]


def _creating_on_postgresql() -> list[str]:
    functions = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
        for name, body in _FUNCTIONS.items()
    ]
    triggers = [f"CREATE TRIGGER {name} {when}" for name, (_, when) in _POSTGRESQL.items()]
    # Otherwise a session of a replica would not run them.
    always = [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for name, (table, _) in _POSTGRESQL.items()]
    return functions + triggers + always


def _dropping_on_postgresql() -> list[str]:
    triggers = [f"DROP TRIGGER {name} ON {table}" for name, (table, _) in _POSTGRESQL.items()]
    return triggers + [f"DROP FUNCTION {name}()" for name in _FUNCTIONS]
