"""Numbers and texts in addresses: what no database can look for leads nowhere."""

from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

from onedoor.database.rows import LARGEST_NUMBER


class RowNumber(IntegerConverter):
    """What `<int:...>` means in a route: a number that a row can have; a longer one leads nowhere."""

    regex = rf"[0-9]{{1,{len(str(LARGEST_NUMBER))}}}"


class Text(UnicodeConverter):
    """What `<...>` means in a route: a text without the character NUL, which PostgreSQL does not hold."""

    def to_python(self, value: str) -> str:
        if "\0" in value:
            raise ValidationError
        return value
