"""PostgreSQL holds no text with the character NUL: wherever one comes in, the usual refusal goes out."""

from collections.abc import Iterator

import pytest

from tests.databases import PostgresqlDatabases
from tests.factories import create_running
from tests.web.asking import assert_refused, unchanged
from tests.web.described import Described
from tests.web.listening import Listener
from tests.web.scene import COMMANDS, Command, Scene, create_scene

NUL_TEXTS = ("\0", "birth\0", "\0birth")
TEXTS = [(route, name) for route in COMMANDS for name, value in route.body().items() if isinstance(value, str)]
ADDRESSES = (
    ("GET", "/kiosk/enrol/{}"),
    ("GET", "/display/enrol/{}"),
    ("GET", "/t/{}"),
    ("GET", "/t/{}/state"),
    ("GET", "/t/{}/qr.svg"),
    ("POST", "/management/printers/{}/test-pages"),
)


@pytest.fixture(scope="module")
def scene(postgresql: PostgresqlDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    url = postgresql.create()
    running = create_running(tmp_path_factory.mktemp("scene"), database_url=url)
    described = Described(running.running.app)
    yield create_scene(running)
    running.running.database.close()
    postgresql.drop(url)
    assert described.problems == []


@pytest.mark.parametrize("text", NUL_TEXTS)
@pytest.mark.parametrize(("route", "name"), TEXTS, ids=[f"{route.path} {name}" for route, name in TEXTS])
def test_a_field_with_it_is_refused(scene: Scene, route: Command, name: str, text: str) -> None:
    client = scene.clients[route.allowed[0]]
    with unchanged(scene.database):
        answer = client.post(route.path, json=route.body() | {name: text})
    assert set(assert_refused(answer, "invalid_input")["fields"]) == {name}


@pytest.mark.parametrize("text", ["%00", "virtual%00"])
@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_an_address_with_it_leads_nowhere(scene: Scene, method: str, address: str, text: str) -> None:
    with unchanged(scene.database):
        answer = scene.clients["administrator"].open(
            address.format(text), method=method, json={"request_id": "12345678"} if method == "POST" else None
        )
    assert_refused(answer, "not_found")


@pytest.mark.parametrize("text", NUL_TEXTS)
def test_a_phone_that_names_a_ticket_with_it_is_told_so(scene: Scene, text: str) -> None:
    answer = Listener(scene.running, scene.clients["visitor"]).ask({"screen": "phone", "token": text})
    assert answer["error"]["code"] == "unknown_ticket"


def test_a_credential_with_it_is_nobody_s(scene: Scene) -> None:
    answer = scene.running.visitor().get("/display/board", headers={"Authorization": "Bearer \0"})
    assert_refused(answer, "device_not_enrolled")
