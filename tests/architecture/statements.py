"""All statements of the product, by the module and the name under which they stand."""

import importlib
from pathlib import Path

from onedoor import seeding
from onedoor.centres.actions import catalogue
from onedoor.centres.models import Hall
from onedoor.devices.models import Device
from onedoor.tickets.actions import call
from onedoor.tickets.queries import place, queue, ticket_page
from tests.architecture.bounds import Statement, statements_in
from tests.architecture.sources import imports_in, module_of, python_files

BUILT_BY_FUNCTIONS = {
    "onedoor.tickets.actions.call._heads": call._heads(2),
    "onedoor.tickets.queries.place._ahead": place._ahead(2),
    "onedoor.tickets.queries.place._departures": place._departures(2),
    "onedoor.tickets.queries.queue._waiting": queue._waiting(2),
    "onedoor.tickets.queries.ticket_page._newest_call": ticket_page._newest_call(2),
    "onedoor.centres.actions.catalogue._by_key": catalogue._by_key(Hall, 1, {"code": "main"}),
    "onedoor.seeding._names": seeding._names(Device, Device.name, 1),
}
"""All other statements stand in a module, where they are built once and this guard finds them."""


def statement_files() -> list[Path]:
    """The files of the product that know of SQLAlchemy; migrations change the tables of all centres."""
    return [path for path in python_files() if "sqlalchemy" in imports_in(path) and "migrations" not in path.parts]


def _statements() -> dict[str, list[Statement]]:
    """All statements of the product by the name under which they stand."""
    modules = [importlib.import_module(module_of(path)) for path in statement_files()]
    values = {f"{module.__name__}.{name}": value for module in modules for name, value in vars(module).items()}
    held = {name: list(statements_in(value)) for name, value in (values | BUILT_BY_FUNCTIONS).items()}
    return {name: statements for name, statements in held.items() if statements}


STATEMENTS = _statements()
