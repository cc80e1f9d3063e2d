"""What the server and its print worker log: lines for programs, and nothing of what people gave."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import select, text

from onedoor.printing.models import PrintJob
from onedoor.tickets.models import Ticket
from tests.factories import new_request_id
from tests.live_server import LiveServer
from tests.waiting import eventually

PATIENCE = 30.0


def order() -> dict[str, Any]:
    return {"request_id": new_request_id(), "service": "birth", "language": "lo", "priority": False}


def jobs_are_at_their_end(server: LiveServer) -> bool:
    with server.database.read() as connection:
        return set(connection.execute(select(PrintJob.status)).scalars()) <= {"sent", "failed"}


def test_a_day_with_faults_is_logged_line_by_line_without_anything_of_people(tmp_path: Path) -> None:
    with LiveServer(tmp_path, ONEDOOR_LOG_FORMAT="json", ONEDOOR_LOG_LEVEL="DEBUG") as server:
        kiosk = server.kiosk_program()
        token = str(kiosk.post("/kiosk/tickets", **order())["token"])
        requests.get(f"{server.local_address}/t/{token}/state", timeout=PATIENCE)
        server.signed_in("head")
        refused = {"sign_in_name": "somebody", "password": "a secret"}
        requests.post(f"{server.local_address}/session", json=refused, timeout=PATIENCE)
        eventually(lambda: jobs_are_at_their_end(server), PATIENCE, "the paper is printed")
        os.kill(server.worker(), signal.SIGKILL)
        # A page of this ticket fails, and the answer names the request.
        with server.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE call RENAME TO away"))
        fault = requests.get(f"{server.local_address}/t/{token}/state", timeout=PATIENCE).json()["error"]
        assert fault["code"] == "server_error"
        with server.database.read() as connection:
            secrets = {token, *connection.execute(select(Ticket.token)).scalars(), *server.passwords.values()}
        server.stop()
    lines = (tmp_path / "server.log").read_text().splitlines()
    records = [json.loads(line) for line in lines]
    assert all({"time", "level", "logger", "message"} <= record.keys() for record in records)
    named = [record for record in records if record.get("request") == fault["request"]]
    assert "/t/<token>/state" in named[0]["message"]
    assert "OperationalError" in named[0]["error"]
    for secret in secrets | {"somebody", "a secret", "127.0.0.1"}:
        assert not [line for line in lines if secret in line], secret


def test_the_print_worker_s_lines_are_among_them_and_tell_nothing_of_a_ticket(tmp_path: Path) -> None:
    with LiveServer(tmp_path, ONEDOOR_LOG_FORMAT="json") as server:
        server.use_printer("riddle://nowhere")
        token = str(server.kiosk_program().post("/kiosk/tickets", **order())["token"])
        log = tmp_path / "server.log"
        eventually(lambda: "onedoor.printing.worker" in log.read_text(), PATIENCE, "the worker logs")
        server.stop()
    records = [json.loads(line) for line in log.read_text().splitlines()]
    assert "onedoor.printing.worker" in {record["logger"] for record in records}
    assert token not in log.read_text()
