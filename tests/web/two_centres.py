"""Two centres behind one application, both in the middle of their day."""

from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select, update

from onedoor.printing.models import PrintJob
from tests.factories import LAND, RunningCentre
from tests.permissions import Asker
from tests.web.asking import call_next, command, take_ticket
from tests.web.scene import Scene, create_scene

ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class TwoCentres:
    """Here is the scene; elsewhere one citizen is called at counter 3, another waits, and their papers were drawn."""

    here: Scene
    elsewhere: RunningCentre
    called: int
    waiting: int
    print_job: int
    token: str


def create_two_centres(running: RunningCentre) -> TwoCentres:
    elsewhere = running.beside(ELSEWHERE)
    here = create_scene(running)
    tokens = [take_ticket(elsewhere.kiosk(), LAND).json["token"] for _ in range(2)]
    called = call_next(elsewhere.clerk_at(3, "elsewhere-clerk"), counter=3)
    waiting = elsewhere.centre.turns()[-1].id
    return TwoCentres(here, elsewhere, called, waiting, draw_papers(elsewhere), tokens[0])


def draw_papers(running: RunningCentre) -> int:
    """As if the worker had drawn everything; gives one job."""
    folder = running.centre.data_dir / "paper"
    folder.mkdir(parents=True)
    (folder / "drawn.png").write_bytes(b"a picture")
    with running.running.database.write(running.centre.id) as transaction:
        of_centre = PrintJob.centre_id == running.centre.id
        transaction.execute(update(PrintJob).where(of_centre).values(status="sent", file="drawn"))
        job: int = transaction.execute(select(PrintJob.id).where(of_centre).limit(1)).scalar_one()
    return job


def work_through_the_day(clients: dict[Asker, FlaskClient]) -> None:
    """Something of each kind of command, all of it allowed."""
    clerk, administrator = clients["clerk"], clients["administrator"]
    answers = [
        take_ticket(clients["kiosk"], LAND),
        command(clerk, "/counter/1/turns/1/recall", state="called"),
        command(clerk, "/counter/1/turns/1/start", state="called"),
        command(clerk, "/counter/1/calls", turn=1, state="serving"),
        command(clerk, "/counter/1/turns/2/no-show", state="called"),
        command(clerk, "/counter/1/break"),
        command(clerk, "/counter/1/return-from-break"),
        command(clerk, "/counter/1/closing"),
        command(administrator, "/management/printers/virtual/test-pages"),
        command(administrator, "/management/print-jobs/1/copies"),
        clients["head"].delete("/session"),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 400] == []
