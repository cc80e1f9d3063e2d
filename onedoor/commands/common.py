"""What several commands share."""

import click


class Refused(click.ClickException):
    """Something that a person can mend: one line, no trace."""

    exit_code = 2


of_centre = click.option("--centre", metavar="CODE", help="which centre; needed only where there are several")
