"""What travels compressed: pages and what they load, for browsers that can read it; never data, which are small."""

import gzip

import pytest
from flask.testing import FlaskClient

from tests.factories import RunningCentre

READS_GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def kiosk(running: RunningCentre) -> FlaskClient:
    return running.kiosk()


def test_a_page_travels_compressed_to_a_browser_that_reads_it(kiosk: FlaskClient) -> None:
    plain, compressed = kiosk.get("/kiosk/"), kiosk.get("/kiosk/", headers=READS_GZIP)
    assert (compressed.headers["Content-Encoding"], compressed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(compressed.data) == plain.data
    assert len(compressed.data) < len(plain.data) / 2


def test_a_page_travels_plain_to_a_browser_that_does_not(kiosk: FlaskClient) -> None:
    assert "Content-Encoding" not in kiosk.get("/kiosk/").headers


def test_data_travel_plain(running: RunningCentre) -> None:
    board = running.display().get("/display/board", headers=READS_GZIP)
    assert board.json["current"] is None
    assert set(board.headers.keys()).isdisjoint({"Content-Encoding", "Vary"})
