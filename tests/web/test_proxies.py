"""What is believed of a request that came through a proxy, and of one that only says so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.factories import PASSWORD, RunningCentre, create_clerk, create_running
from tests.web.asking import assert_refused

ADDRESS = "https://queue.example"
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "queue.example", "X-Forwarded-For": "203.0.113.7"}


@pytest.fixture
def behind_proxy(tmp_path: Path) -> Iterator[RunningCentre]:
    application = create_running(tmp_path, proxies=1)
    yield application
    application.running.database.close()


def sign_in(running: RunningCentre, **headers: str) -> Any:
    create_clerk(running.centre, "someone")
    return running.visitor().post(
        "/session", json={"sign_in_name": "someone", "password": PASSWORD}, headers={**FORWARDED, **headers}
    )


def websocket_opens(client: FlaskClient, origin: str) -> bool:
    """Whether Socket.IO takes a connection from a page at this origin; all that it misses then is the upgrade."""
    query = {"EIO": "4", "transport": "websocket"}
    answer = client.get("/socket.io/", query_string=query, headers={**FORWARDED, "Origin": origin})
    return "Not an accepted origin" not in answer.text


def test_behind_a_proxy_a_page_at_the_public_address_may_command_and_gets_a_cookie_for_https_only(
    behind_proxy: RunningCentre,
) -> None:
    answer = sign_in(behind_proxy, Origin=ADDRESS)
    assert answer.status_code == 200, answer.text
    assert "Secure" in answer.headers["Set-Cookie"]


def test_behind_a_proxy_the_page_of_another_site_is_refused(behind_proxy: RunningCentre) -> None:
    assert_refused(sign_in(behind_proxy, Origin="http://localhost"), "foreign_origin")


def test_without_a_proxy_nobody_passes_for_another_address(running: RunningCentre) -> None:
    assert_refused(sign_in(running, Origin=ADDRESS), "foreign_origin")
    assert "Secure" not in sign_in(running).headers["Set-Cookie"]


def test_only_the_header_of_our_own_proxy_is_believed(behind_proxy: RunningCentre) -> None:
    said_by_both = {"X-Forwarded-Host": "elsewhere.test, queue.example"}
    assert sign_in(behind_proxy, Origin=ADDRESS, **said_by_both).status_code == 200
    assert_refused(sign_in(behind_proxy, Origin="https://elsewhere.test", **said_by_both), "foreign_origin")


@pytest.mark.parametrize(("origin", "opens"), [(ADDRESS, True), ("https://elsewhere.test", False)])
def test_behind_a_proxy_only_our_own_pages_open_a_websocket(
    behind_proxy: RunningCentre, origin: str, opens: bool
) -> None:
    assert websocket_opens(behind_proxy.visitor(), origin) is opens
