"""The shipped nginx configuration before a real server: pages, commands, websockets, and a process that is dead."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from socketio import SimpleClient
from socketio.exceptions import ConnectionError as Refused

from onedoor.app import LARGEST_REQUEST_BYTES
from onedoor.devices.actions import new_token
from onedoor.realtime.events import ServicesChanged
from onedoor.uploads.kinds import PICTURE
from onedoor.web.assets import CACHE_SECONDS
from tests.factories import new_request_id
from tests.integration.deploy.site import CERTIFICATE, SITES, SiteOfSeveralMachines, nginx_command, write_site
from tests.live_server import LiveServer
from tests.waiting import eventually

PATIENCE = 30.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with LiveServer(tmp_path_factory.mktemp("server"), ONEDOOR_PROXIES="1") as server:
        yield server


@pytest.fixture(scope="module")
def site(server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteOfSeveralMachines]:
    with SiteOfSeveralMachines(tmp_path_factory.mktemp("nginx"), server.port) as site:
        yield site


@pytest.fixture
def browser() -> Iterator[requests.Session]:
    with requests.Session() as browser:
        browser.verify = str(CERTIFICATE)
        browser.trust_env = False  # or a variable of this machine names other certificates
        yield browser


@contextmanager
def websocket(site: SiteOfSeveralMachines, token: str, origin: str) -> Iterator[SimpleClient]:
    """A device's websocket, opened by a page at this origin."""
    with SimpleClient(ssl_verify=False, websocket_extra_options={"origin": origin}) as client:
        client.connect(site.address, headers={"Authorization": f"Bearer {token}"}, transports=["websocket"])
        yield client


def kiosk_token(server: LiveServer) -> str:
    return new_token(server.database, server.centre_id, "kiosk-1")


def take_ticket(browser: requests.Session, site: SiteOfSeveralMachines, token: str) -> requests.Response:
    order = {"request_id": new_request_id(), "service": "birth", "language": "lo", "priority": False}
    headers = {"Authorization": f"Bearer {token}", "Origin": site.address}
    return browser.post(f"{site.address}/kiosk/tickets", json=order, headers=headers, timeout=PATIENCE)


def event_of(client: SimpleClient, name: str) -> object:
    """The next event of this name."""
    while True:
        heard, *data = client.receive(timeout=PATIENCE)
        if heard == name:
            return data[0]


@pytest.mark.parametrize("name", sorted(SITES))
def test_nginx_accepts_every_site(name: str, tmp_path: Path) -> None:
    write_site(tmp_path, name)
    check = subprocess.run([*nginx_command(tmp_path), "-t"], capture_output=True, text=True)
    assert check.returncode == 0, check.stderr
    assert "[warn]" not in check.stderr


def test_there_is_a_site_for_one_machine_and_for_several() -> None:
    assert {"one-machine", "several-machines"} <= set(SITES)


def test_a_person_signs_in_over_https_and_gets_a_cookie_for_https_only(
    site: SiteOfSeveralMachines, server: LiveServer, browser: requests.Session
) -> None:
    person = {"sign_in_name": "head", "password": server.passwords["head"]}
    answer = browser.post(f"{site.address}/session", json=person, headers={"Origin": site.address}, timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    assert "Secure" in answer.headers["Set-Cookie"]
    assert browser.get(f"{site.address}/management/", timeout=PATIENCE).status_code == 200


def test_the_page_of_another_site_is_refused_whatever_it_says_of_itself(
    site: SiteOfSeveralMachines, browser: requests.Session
) -> None:
    headers = {"Origin": "https://elsewhere.test", "X-Forwarded-Host": "elsewhere.test"}
    person = {"sign_in_name": "head", "password": "unknown"}
    answer = browser.post(f"{site.address}/session", json=person, headers=headers, timeout=PATIENCE)
    assert answer.json()["error"]["code"] == "foreign_origin"


def test_plain_http_leads_to_https(site: SiteOfSeveralMachines, browser: requests.Session) -> None:
    answer = browser.get(f"http://127.0.0.1:{site.http_port}/sign-in", allow_redirects=False, timeout=PATIENCE)
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://127.0.0.1/sign-in")


def test_a_screen_hears_through_its_websocket_what_a_command_changed(
    site: SiteOfSeveralMachines, server: LiveServer, browser: requests.Session
) -> None:
    token = kiosk_token(server)
    with websocket(site, token, site.address) as screen:
        version = screen.call("subscribe", {"screen": "kiosk"}, timeout=PATIENCE)["version"]
        assert take_ticket(browser, site, token).status_code == 201
        changed = ServicesChanged.model_validate(event_of(screen, ServicesChanged.name))
    assert changed.version > version


def test_the_page_of_another_site_opens_no_websocket(site: SiteOfSeveralMachines, server: LiveServer) -> None:
    with pytest.raises(Refused), websocket(site, kiosk_token(server), "https://elsewhere.test"):
        pass


def test_who_watches_asks_through_nginx_whether_a_server_is_ready_but_nobody_outside_reads_figures(
    site: SiteOfSeveralMachines, browser: requests.Session
) -> None:
    eventually(lambda: browser.get(f"{site.address}/readyz", timeout=PATIENCE).ok, PATIENCE, "a server is ready")
    assert browser.get(f"{site.address}/healthz", timeout=PATIENCE).json() == {"status": "ok"}
    assert browser.get(f"{site.address}/metrics", timeout=PATIENCE).status_code == 404


def test_a_process_that_is_dead_disturbs_nobody(
    site: SiteOfSeveralMachines, server: LiveServer, browser: requests.Session
) -> None:
    token = kiosk_token(server)
    assert {take_ticket(browser, site, token).status_code for _ in range(8)} == {201}


def test_a_request_that_is_too_large_does_not_reach_the_server(
    site: SiteOfSeveralMachines, browser: requests.Session
) -> None:
    largest = browser.post(f"{site.address}/session", data=b"x" * LARGEST_REQUEST_BYTES, timeout=PATIENCE)
    larger = browser.post(f"{site.address}/session", data=b"x" * (LARGEST_REQUEST_BYTES + 1), timeout=PATIENCE)
    assert largest.headers["Content-Type"].startswith("application/json")
    assert (larger.status_code, larger.headers["Content-Type"]) == (413, "text/html")


def test_a_picture_that_is_not_too_large_reaches_the_server(
    site: SiteOfSeveralMachines, browser: requests.Session
) -> None:
    address = f"{site.address}/management/logo"
    largest = browser.put(address, data=bytes(PICTURE.most_bytes), timeout=PATIENCE)
    larger = browser.put(address, data=bytes(PICTURE.most_bytes + 1), timeout=PATIENCE)
    assert largest.json()["error"]["code"] == "sign_in_needed"
    assert (larger.status_code, larger.headers["Content-Type"]) == (413, "text/html")


def test_assets_of_this_build_are_kept_and_come_without_any_server(
    site: SiteOfSeveralMachines, server: LiveServer, browser: requests.Session
) -> None:
    build = browser.get(f"{site.address}/sign-in", timeout=PATIENCE).text.split("/static/")[1].split("/")[0]
    asset = f"{site.address}/static/{build}/vendor/lit-html.js"
    assert f"max-age={CACHE_SECONDS}" in browser.get(asset, timeout=PATIENCE).headers["Cache-Control"]
    server.stop()
    try:
        assert browser.get(asset, timeout=PATIENCE).status_code == 200
    finally:
        server.start()
