"""What the server costs before OneDoor does anything: an empty route, and a route that commits one row.

Served as OneDoor is (`server.serve`) and stored as OneDoor stores (`make_engine`, SQLAlchemy Core).
Usage: python -m benchmarks.floor_server <folder>
"""

import sys
from pathlib import Path

from server import listen, serve  # first: it prepares the green threads

# isort: split
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, String, Table, insert

from onedoor.database.engine import BEGIN_OPTION, make_engine

ROWS = Table("row", MetaData(), Column("id", Integer, primary_key=True), Column("text", String(64)))
INSERT = insert(ROWS)


def create_floor(folder: Path) -> Flask:
    """The two routes."""
    app = Flask("floor")
    engine = make_engine(f"sqlite:///{folder / 'floor.sqlite3'}")
    ROWS.create(engine, checkfirst=True)

    @app.post("/empty")
    def empty() -> dict[str, int]:
        return {}

    @app.post("/one-row")
    def one_row() -> dict[str, int]:
        with engine.connect() as connection:
            writing = connection.execution_options(**{BEGIN_OPTION: "BEGIN IMMEDIATE"})
            with writing.begin():
                writing.execute(INSERT, {"text": "a row of 64 letters at most"})
        return {}

    return app


if __name__ == "__main__":
    listener = listen("127.0.0.1", 0)
    print(listener.getsockname()[1], flush=True)
    serve(create_floor(Path(sys.argv[1])), listener)
