"""The kiosk's routes."""

from datetime import timedelta
from pathlib import Path

import pytest

from onedoor.clock import StoppedClock
from onedoor.devices.actions import new_enrolment_code
from onedoor.tickets.actions.day import roll_day
from tests.factories import BIRTH, LAND, TUESDAY_MORNING, RunningCentre, create_running, dump, small_plan
from tests.web.asking import assert_refused, page_data, take_ticket, unchanged


def test_a_ticket_is_answered_with_its_number_and_people_ahead(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    first, second = take_ticket(kiosk), take_ticket(kiosk)
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.json["number"], first.json["people_ahead"]) == ("A001", 0)
    assert (second.json["number"], second.json["people_ahead"]) == ("A002", 1)
    assert first.json["paper_expected"]
    assert first.json["issued_at"] == "2026-11-24T01:30:00Z"


def test_the_token_leads_to_the_phone_page_and_is_nobody_else_s(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    tickets = [take_ticket(kiosk).json for _ in range(20)]
    assert len({ticket["token"] for ticket in tickets}) == 20
    assert all(len(ticket["token"]) == 26 for ticket in tickets)
    assert tickets[0]["follow_url"] == f"HTTP://ONEDOOR.TEST/T/{tickets[0]['token']}"


def test_a_double_touch_gives_the_same_ticket(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    first = take_ticket(kiosk, request_id="the-same-touch")
    before = dump(running.running.database)
    assert take_ticket(kiosk, request_id="the-same-touch").json == first.json
    assert dump(running.running.database) == before


def test_a_double_touch_gives_the_same_ticket_even_after_the_service_has_closed(tmp_path: Path) -> None:
    hours = [{"weekday": "tuesday", "opens": "08:00", "closes": "09:00"}]
    running = create_running(tmp_path, plan=small_plan(land_hours=hours))
    kiosk = running.kiosk()
    first = take_ticket(kiosk, LAND, request_id="the-same-touch")
    running.centre.clock.advance(timedelta(hours=1))
    assert take_ticket(kiosk, LAND, request_id="the-same-touch").json == first.json
    with unchanged(running.running.database):
        assert_refused(take_ticket(kiosk, LAND), "service_closed")


@pytest.mark.parametrize("service", ["unknown", "BIRTH", "birth ", "ຂຶ້ນທະບຽນເກີດ", "' OR 1=1 --"])
def test_an_unknown_service_gives_no_ticket(running: RunningCentre, service: str) -> None:
    kiosk = running.kiosk()
    with unchanged(running.running.database):
        assert_refused(take_ticket(kiosk, service), "unknown_service")


def test_no_ticket_is_issued_while_the_date_is_in_doubt(running: RunningCentre) -> None:
    kiosk = running.kiosk()
    take_ticket(kiosk)
    running.centre.clock.step(timedelta(days=97))
    roll_day(running.running.database, running.centre.id)
    with unchanged(running.running.database):
        assert_refused(take_ticket(kiosk), "issuing_stopped_clock")
    assert not page_data(kiosk.get("/kiosk/"))["snapshot"]["issuing"]


def test_the_page_carries_services_documents_fees_and_words_of_both_languages(running: RunningCentre) -> None:
    data = page_data(running.kiosk().get("/kiosk/"))
    birth = next(service for service in data["snapshot"]["services"] if service["code"] == BIRTH)
    assert (birth["fee_kip"], birth["processing_days"]) == (15000, 1)
    assert birth["documents"] == [{"name_lo": "ໃບຢັ້ງຢືນ", "name_en": "Certificate", "icon": "file-text"}]
    assert data["words"]["lo"].keys() <= data["words"]["en"].keys(), "English has forms of its own for one person"
    assert data["enrolled"]


def test_a_browser_that_is_no_kiosk_sees_no_services(running: RunningCentre) -> None:
    for client in (running.visitor(), running.display()):
        answer = client.get("/kiosk/")
        assert answer.status_code == 401
        data = page_data(answer)
        assert (data["snapshot"], data["enrolled"]) == (None, False)


def test_a_link_enrols_one_browser_only(running: RunningCentre) -> None:
    code = new_enrolment_code(running.running.database, running.centre.id, "kiosk-1")
    first, second = running.visitor(), running.visitor()
    answer = first.get(f"/kiosk/enrol/{code}")
    assert (answer.status_code, answer.location) == (302, "/kiosk/")
    with unchanged(running.running.database):
        assert_refused(second.get(f"/kiosk/enrol/{code}"), "code_used")
    assert take_ticket(first).status_code == 201
    assert_refused(take_ticket(second), "device_not_enrolled")


def test_the_kiosk_may_open_its_own_spent_link_again(running: RunningCentre) -> None:
    code = new_enrolment_code(running.running.database, running.centre.id, "kiosk-1")
    kiosk = running.visitor()
    kiosk.get(f"/kiosk/enrol/{code}")
    with unchanged(running.running.database):
        assert kiosk.get(f"/kiosk/enrol/{code}").location == "/kiosk/"
    assert take_ticket(kiosk).status_code == 201


def test_a_display_s_link_makes_no_kiosk(running: RunningCentre) -> None:
    code = new_enrolment_code(running.running.database, running.centre.id, "hall-1")
    with unchanged(running.running.database):
        assert_refused(running.visitor().get(f"/kiosk/enrol/{code}"), "code_used")


def test_the_kiosk_s_cookie_is_read_by_no_script_and_sent_by_no_other_site(running: RunningCentre) -> None:
    code = new_enrolment_code(running.running.database, running.centre.id, "kiosk-1")
    cookie = running.visitor().get(f"/kiosk/enrol/{code}").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie, "plain http is what an office's network has"


def test_the_cookie_is_secure_where_the_page_is(running: RunningCentre) -> None:
    code = new_enrolment_code(running.running.database, running.centre.id, "kiosk-1")
    answer = running.visitor().get(f"/kiosk/enrol/{code}", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_without_a_public_address_the_ticket_promises_no_page(tmp_path: Path) -> None:
    running = create_running(tmp_path, StoppedClock(TUESDAY_MORNING), public_url=None)
    ticket = take_ticket(running.kiosk()).json
    assert ticket["follow_url"] is None
    assert running.visitor().get(f"/t/{ticket['token']}/qr.svg").status_code == 404
