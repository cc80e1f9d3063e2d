"""The type of a row whose columns are read by their names, and the numbers that name rows."""

from typing import Any

from sqlalchemy import Row

AnyRow = Row[*tuple[Any, ...]]

LARGEST_NUMBER = 999_999_999
"""No row, counter or turn has a larger number; every database's integer column holds it."""
