"""A server that is asked to end: what is at hand comes to its end, and nothing else holds it up."""

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from socketio import SimpleClient
from sqlalchemy import select

from onedoor.devices.actions import new_token
from onedoor.printing.models import PrintJob
from tests.factories import new_request_id
from tests.live_server import LiveServer
from tests.printer_stand_in import PrinterStandIn
from tests.processes import is_alive
from tests.waiting import eventually

pytestmark = pytest.mark.alone

PATIENCE = 30.0
WITHOUT_DELAY = 2.0
"""Less than any of the server's own bounds."""


@pytest.fixture
def printer() -> Iterator[PrinterStandIn]:
    with PrinterStandIn() as printer:
        yield printer


@pytest.fixture
def server(tmp_path: Path, printer: PrinterStandIn) -> Iterator[LiveServer]:
    with LiveServer(tmp_path) as server:
        server.use_printer(printer.address)
        yield server


def signal_server(server: LiveServer, how: signal.Signals = signal.SIGTERM) -> None:
    os.kill(server.process(), how)


def take_ticket(server: LiveServer) -> int:
    """A citizen's touch; answers the print job."""
    ticket = server.kiosk_program().post("/kiosk/tickets", **order())
    return int(ticket["print_job"])


def order() -> dict[str, object]:
    return {"request_id": new_request_id(), "service": "birth", "language": "lo", "priority": False}


def refuses_connections(server: LiveServer) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port)).close()
    except OSError:
        return True
    return False


def status_of(server: LiveServer, job: int) -> str:
    with server.database.read() as connection:
        return str(connection.execute(select(PrintJob.status).where(PrintJob.id == job)).scalar_one())


def becomes(server: LiveServer, job: int, status: str) -> None:
    eventually(lambda: status_of(server, job) == status, PATIENCE, f"print job {job} is {status}")


def seconds_of(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_print_job_at_hand_is_finished_and_written_down_and_no_other_begins(
    server: LiveServer, printer: PrinterStandIn, how: signal.Signals
) -> None:
    printer.goes_on.clear()
    at_hand = take_ticket(server)
    becomes(server, at_hand, "sending")
    following = take_ticket(server)
    signal_server(server, how)
    eventually(lambda: refuses_connections(server), says="no connection is taken any more")
    assert is_alive(server.process())
    printer.goes_on.set()
    assert server.ended() == 0
    assert status_of(server, at_hand) == "sent"
    assert status_of(server, following) == "queued"
    assert len(printer.wait_for_tickets(1)) == 1


def test_a_second_signal_ends_it_at_once(server: LiveServer, printer: PrinterStandIn) -> None:
    printer.goes_on.clear()
    becomes(server, take_ticket(server), "sending")
    signal_server(server)
    eventually(lambda: refuses_connections(server), says="no connection is taken any more")
    signal_server(server)
    assert server.ended() == 128 + signal.SIGTERM


def test_a_command_that_has_begun_is_answered(server: LiveServer) -> None:
    body = json.dumps(order()).encode()
    token = new_token(server.database, server.centre_id, "kiosk-1")
    head = (
        "POST /kiosk/tickets HTTP/1.1\r\nHost: onedoor.test\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as connection:
        connection.sendall(head.encode())
        assert b"100 Continue" in connection.recv(4096)  # the form is being read
        signal_server(server)
        eventually(lambda: refuses_connections(server), says="no connection is taken any more")
        connection.sendall(body)
        assert b" 201 " in connection.recv(4096)
    assert server.ended() == 0


def test_open_websockets_and_idle_connections_hold_nothing_up(server: LiveServer) -> None:
    token = new_token(server.database, server.centre_id, "kiosk-1")
    with SimpleClient(reconnection=False) as screen, socket.create_connection(("127.0.0.1", server.port)) as idle:
        screen.connect(server.local_address, headers={"Authorization": f"Bearer {token}"}, transports=["websocket"])
        assert screen.call("subscribe", {"screen": "kiosk"})["snapshot"]
        assert seconds_of(server.stop) < WITHOUT_DELAY
        with suppress(ConnectionError):
            assert idle.recv(1) == b""
