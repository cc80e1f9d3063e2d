"""The life of a print job: claimed once, tried again only while no byte went out, stale in time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from onedoor.printing.actions import (
    MOST_ATTEMPTS,
    claim_next_job,
    give_up_sending,
    queue_copy,
    queue_test_page,
    record_job_report,
    record_printer_report,
)
from onedoor.printing.models import Printer, PrintJob
from onedoor.printing.protocol import JobReport, PrinterReport, PrintOrder
from onedoor.printing.queries import read_newest_jobs, read_printers_with_work
from onedoor.queueing.ticket import TurnAction
from onedoor.refusals import WebError
from tests.factories import SmallCentre, dump, new_request_id

SECOND = timedelta(seconds=1)
WORKER = "a worker"


def claim(centre: SmallCentre, worker: str = WORKER) -> PrintOrder | None:
    assert centre.kiosk.printer_id
    return claim_next_job(centre.database, centre.id, centre.kiosk.printer_id, worker)


def report(centre: SmallCentre, job: int, worker: str = WORKER, **values: Any) -> None:
    record_job_report(centre.database, centre.id, worker, JobReport(job_id=job, **values))


def job(centre: SmallCentre, job_id: int | None) -> Row[Any]:
    with centre.database.read() as connection:
        return connection.execute(select(PrintJob).where(PrintJob.id == job_id)).one()


def has_work(centre: SmallCentre) -> bool:
    with centre.database.read() as connection:
        return bool(read_printers_with_work(connection, centre.clock.now()))


def test_a_job_is_claimed_once_and_the_next_waits_for_its_end(centre: SmallCentre) -> None:
    first, second = centre.issue(), centre.issue()
    order = claim(centre)
    assert order
    assert order.job_id == first.print_job
    assert claim(centre) is None
    report(centre, order.job_id, state="sent")
    assert job(centre, first.print_job).status == "sent"
    following = claim(centre)
    assert following
    assert following.job_id == second.print_job


def test_sending_is_committed_before_the_order_is_handed_out(centre: SmallCentre) -> None:
    ticket = centre.issue()
    claim(centre)
    row = job(centre, ticket.print_job)
    assert (row.status, row.attempts) == ("sending", 1)


def test_a_job_is_tried_again_while_no_byte_went_out(centre: SmallCentre) -> None:
    ticket = centre.issue()
    order = claim(centre)
    assert order
    report(centre, order.job_id, state="failed", reason="out_of_paper")
    row = job(centre, ticket.print_job)
    assert (row.status, row.reason) == ("queued", "out_of_paper")
    assert not has_work(centre)
    centre.clock.advance(2 * SECOND)
    assert has_work(centre)
    again = claim(centre)
    assert again
    assert (again.job_id, job(centre, ticket.print_job).attempts) == (order.job_id, 2)


@pytest.mark.parametrize(
    ("state", "reason"), [("uncertain", "cut_off"), ("uncertain", "timed_out"), ("failed", "drawing_failed")]
)
def test_a_job_of_which_bytes_may_have_gone_out_is_left_to_a_person(
    centre: SmallCentre, state: str, reason: str
) -> None:
    ticket = centre.issue()
    order = claim(centre)
    assert order
    report(centre, order.job_id, state=state, reason=reason)
    centre.clock.advance(5 * SECOND)
    assert claim(centre) is None
    row = job(centre, ticket.print_job)
    assert (row.status, row.reason) == (state, reason)


def test_a_job_older_than_ninety_seconds_expires_instead_of_printing(centre: SmallCentre) -> None:
    ticket = centre.issue()
    centre.clock.advance(89 * SECOND)
    fresh = centre.issue()
    centre.clock.advance(SECOND)
    order = claim(centre)
    assert order
    assert (order.job_id, job(centre, ticket.print_job).status) == (fresh.print_job, "expired")


def test_the_paper_of_somebody_who_was_called_expires(centre: SmallCentre) -> None:
    clerk, ticket = centre.open_desk(1), centre.issue()
    clerk.call_next()
    assert claim(centre) is None
    assert job(centre, ticket.print_job).status == "expired"


def test_what_a_person_asked_for_is_printed_though_the_turn_was_called(centre: SmallCentre) -> None:
    clerk, ticket = centre.open_desk(1), centre.issue()
    assert ticket.print_job
    turn = clerk.call_next()
    assert turn
    clerk.act(TurnAction.start, turn)
    copy = queue_copy(centre.database, centre.id, ticket.print_job, new_request_id())
    order = claim(centre)
    assert order
    assert order.job_id == copy
    assert order.facts.model_dump()["copy_mark"] is True
    assert order.facts.model_dump()["number"] == ticket.number


def test_a_copy_is_marked_in_the_list_and_the_original_stays(centre: SmallCentre) -> None:
    ticket = centre.issue()
    assert ticket.print_job
    queue_copy(centre.database, centre.id, ticket.print_job, new_request_id())
    with centre.database.read() as connection:
        lines = read_newest_jobs(connection, centre.id)
    assert [(line.number, line.is_copy) for line in lines] == [("A001", True), ("A001", False)]


def test_the_same_request_for_paper_again_prints_once(centre: SmallCentre) -> None:
    ticket, request_id, other = centre.issue(), new_request_id(), new_request_id()
    assert ticket.print_job
    copy = queue_copy(centre.database, centre.id, ticket.print_job, request_id)
    page = queue_test_page(centre.database, centre.id, "virtual", other)
    before = dump(centre.database)
    assert queue_copy(centre.database, centre.id, ticket.print_job, request_id) == copy
    assert queue_test_page(centre.database, centre.id, "virtual", other) == page
    assert dump(centre.database) == before


def test_paper_of_unknown_jobs_and_printers_is_refused(centre: SmallCentre) -> None:
    before = dump(centre.database)
    with pytest.raises(WebError, match="unknown_print_job"):
        queue_copy(centre.database, centre.id, 4711, new_request_id())
    with pytest.raises(WebError, match="unknown_printer"):
        queue_test_page(centre.database, centre.id, "nowhere", new_request_id())
    assert dump(centre.database) == before


def test_jobs_of_a_worker_that_ended_are_uncertain_and_those_that_wait_go_on(centre: SmallCentre) -> None:
    under_way, waiting = centre.issue(), centre.issue()
    claim(centre)
    give_up_sending(centre.database, centre.id)
    row = job(centre, under_way.print_job)
    assert (row.status, row.reason) == ("uncertain", "cut_off")
    order = claim(centre)
    assert order
    assert order.job_id == waiting.print_job


def test_jobs_of_a_worker_that_ended_are_given_up_and_no_others(centre: SmallCentre) -> None:
    under_way = centre.issue()
    claim(centre, "one worker")
    give_up_sending(centre.database, centre.id, "another worker")
    assert job(centre, under_way.print_job).status == "sending"
    give_up_sending(centre.database, centre.id, "one worker")
    assert job(centre, under_way.print_job).status == "uncertain"


def test_a_job_that_a_worker_had_begun_to_send_is_uncertain(centre: SmallCentre) -> None:
    under_way = centre.issue()
    claim(centre)
    give_up_sending(centre.database, centre.id, WORKER, begun={under_way.print_job or 0})
    assert job(centre, under_way.print_job).status == "uncertain"


def test_a_worker_that_ended_says_nothing_of_a_job_that_another_one_has_now(centre: SmallCentre) -> None:
    under_way = centre.issue().print_job
    assert under_way
    claim(centre, "one worker")
    give_up_sending(centre.database, centre.id, "one worker", begun=())
    claim(centre, "another worker")
    before = dump(centre.database)
    report(centre, under_way, "one worker", state="failed")
    assert dump(centre.database) == before


def test_a_job_that_a_worker_had_not_begun_to_send_is_queued_again_but_not_for_ever(centre: SmallCentre) -> None:
    under_way = centre.issue()
    for _ in range(MOST_ATTEMPTS):
        order = claim(centre)
        assert order
        assert order.job_id == under_way.print_job
        give_up_sending(centre.database, centre.id, WORKER, begun=())
    assert claim(centre) is None
    assert job(centre, under_way.print_job).status == "uncertain"


def test_the_printer_of_a_server_that_died_goes_on_with_another_one(centre: SmallCentre) -> None:
    under_way, waiting = centre.issue(), centre.issue()
    claim(centre, "one server")
    assert claim(centre, "another server") is None
    centre.clock.advance(31 * SECOND)
    order = claim(centre, "another server")
    assert order
    assert order.job_id == waiting.print_job
    assert job(centre, under_way.print_job).status == "uncertain"


def test_a_silent_job_is_uncertain_when_its_lease_runs_out(centre: SmallCentre) -> None:
    silent = centre.issue()
    claim(centre)
    centre.clock.advance(29 * SECOND)
    following = centre.issue()
    assert claim(centre) is None
    centre.clock.advance(SECOND)
    assert has_work(centre)
    order = claim(centre)
    assert order
    assert (order.job_id, job(centre, silent.print_job).status) == (following.print_job, "uncertain")


def test_a_report_that_comes_too_late_changes_nothing(centre: SmallCentre) -> None:
    ticket = centre.issue()
    order = claim(centre)
    assert order
    give_up_sending(centre.database, centre.id)
    before = dump(centre.database)
    report(centre, order.job_id, state="sent")
    report(centre, order.job_id, state="sending")
    assert dump(centre.database) == before
    assert job(centre, ticket.print_job).status == "uncertain"


def test_no_paper_is_promised_by_a_printer_that_is_known_to_fail(centre: SmallCentre) -> None:
    code = str(centre.kiosk.printer_id)
    assert centre.issue().paper_expected
    record_printer_report(centre.database, centre.id, PrinterReport(code=code, state="out_of_paper"))
    assert not centre.issue().paper_expected
    record_printer_report(centre.database, centre.id, PrinterReport(code=code, state="ready"))
    assert centre.issue().paper_expected


def test_the_same_state_of_a_printer_again_is_no_news(centre: SmallCentre) -> None:
    state = PrinterReport(code=str(centre.kiosk.printer_id), state="ready")
    record_printer_report(centre.database, centre.id, state)
    before = dump(centre.database)
    record_printer_report(centre.database, centre.id, state)
    assert dump(centre.database) == before


def test_a_job_keeps_the_facts_of_the_moment_it_was_issued(centre: SmallCentre) -> None:
    ticket = centre.issue()
    with centre.database.engine.begin() as connection:
        connection.execute(update(Printer).values(width_dots=576))
    centre.open_desk(1)
    order = claim(centre)
    assert order
    facts = order.facts.model_dump()
    assert (facts["number"], facts["follow_url"], order.printer.width_dots) == ("A001", ticket.follow_url, 576)


def test_a_clock_that_was_set_back_a_little_does_not_hold_up_the_paper(centre: SmallCentre) -> None:
    """Or, of several servers, the one whose clock is a little behind."""
    centre.issue()
    assert claim(centre)
    centre.clock.step(timedelta(minutes=-4))
    give_up_sending(centre.database, centre.id)
    ticket = centre.issue()
    assert has_work(centre)
    order = claim(centre)
    assert order
    assert order.job_id == ticket.print_job
    assert not has_work(centre)
