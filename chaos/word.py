"""Whether a centre kept its word: what people were told and what was printed, beside what the database holds."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from chaos.paper import Printer
from chaos.people import Told
from onedoor.database.session import Database
from onedoor.printing.models import PrintJob
from onedoor.tickets.models import IS_AT_COUNTER, Call, Ticket, Turn


class Broken(NamedTuple):
    """How often each promise was broken, and the words for it; nothing is broken if all are 0."""

    lost: int
    doubled: int
    other: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What was broken."""
        counted = {"lost": self.lost, "doubled": self.doubled}
        return *(f"{count} {what}" for what, count in counted.items() if count), *self.other


@dataclass(frozen=True)
class Centre:
    """One centre's rows, its printer, and what its people were told."""

    database: Database
    centre_id: int
    told: Told
    printer: Printer

    def broken_promises(self) -> Broken:
        """While nobody is in the middle of a command."""
        with self.database.read() as connection:
            return Broken(
                lost=self._lost_tickets(connection) + self._lost_steps(connection),
                doubled=self._doubled_numbers(connection)
                + self._doubled_turns(connection)
                + self._doubled_papers(connection),
                other=tuple(self.told.refused),
            )

    def jobs(self, *statuses: str) -> int:
        """How many print jobs have one of these statuses."""
        chosen = select(func.count()).where(PrintJob.centre_id == self.centre_id, PrintJob.status.in_(statuses))
        with self.database.read() as connection:
            return connection.execute(chosen).scalar_one()

    def _lost_tickets(self, connection: Connection) -> int:
        """Tickets that somebody holds and the database does not, or under another number."""
        rows = connection.execute(select(Ticket.token, Ticket.number).where(Ticket.centre_id == self.centre_id))
        numbers = {row.token: row.number for row in rows}
        return sum(numbers.get(issued.token) != issued.number for issued in self.told.issued)

    def _lost_steps(self, connection: Connection) -> int:
        """Turns that are not where a desk was told that they are: finished, or called at this counter."""
        statuses = dict(self._turns(connection))
        called = dict(self._calls(connection))
        finished = (statuses.get(turn) != "finished" for turn in self.told.finished)
        at_counter = (called.get(turn) != counter for turn, counter in self.told.called)
        return sum(finished) + sum(at_counter)

    def _doubled_numbers(self, connection: Connection) -> int:
        numbers = select(Ticket.service_day, Ticket.number).where(Ticket.centre_id == self.centre_id)
        rows = [tuple(row) for row in connection.execute(numbers)]
        return repeated(rows) + repeated(issued.number for issued in self.told.issued)

    def _doubled_turns(self, connection: Connection) -> int:
        """Turns that were called twice (nobody here recalls or gives back), and counters with two turns."""
        at_counters = select(Turn.counter_id).where(Turn.centre_id == self.centre_id, IS_AT_COUNTER)
        counters = connection.execute(at_counters).scalars().all()
        calls = [turn for turn, _ in self._calls(connection)]
        return repeated(calls) + repeated(counters) + repeated(called.turn for called in self.told.called)

    def _doubled_papers(self, connection: Connection) -> int:
        """Papers that came out twice, and papers of a turn for which nobody asked again."""
        turns = select(PrintJob.turn_id).where(PrintJob.centre_id == self.centre_id)
        return self.printer.printed_twice + repeated(connection.execute(turns).scalars().all())

    def _turns(self, connection: Connection) -> Iterator[tuple[int, str]]:
        for row in connection.execute(select(Turn.id, Turn.status).where(Turn.centre_id == self.centre_id)):
            yield row.id, row.status

    def _calls(self, connection: Connection) -> Iterator[tuple[int, int]]:
        for row in connection.execute(
            select(Call.turn_id, Call.counter_number).where(Call.centre_id == self.centre_id)
        ):
            yield row.turn_id, row.counter_number


def repeated(things: Iterable[object]) -> int:
    """How many of them are there more often than once."""
    return sum(times > 1 for times in Counter(things).values())
