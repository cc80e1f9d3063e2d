"""Numbers in addresses."""

from werkzeug.routing import IntegerConverter

from onedoor.database.rows import LARGEST_NUMBER


class RowNumber(IntegerConverter):
    """What `<int:...>` means in a route: a number that a database can look for; a longer one leads nowhere."""

    regex = rf"[0-9]{{1,{len(str(LARGEST_NUMBER))}}}"
