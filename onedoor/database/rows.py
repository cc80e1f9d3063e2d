"""The type of a row whose columns are read by their names, and the numbers that name rows."""

from typing import Any, TypeAlias

AnyRow: TypeAlias = Any
"""A row of Core, or the named tuple of a prepared statement."""

LARGEST_NUMBER = 999_999_999
"""No row, counter or turn has a larger number; every database's integer column holds it."""
