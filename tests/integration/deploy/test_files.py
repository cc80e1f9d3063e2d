"""What the shipped files name is there: settings, files, and commands."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from onedoor.settings import PREFIX, Settings
from tests.live_server import PROJECT

DEPLOY = PROJECT / "deploy"
COMPOSE = DEPLOY / "compose/compose.yaml"
SETTING = re.compile(rf"\b{PREFIX}([A-Z_]+)")


def named_settings() -> Iterator[tuple[Path, str]]:
    """Every setting that a shipped file speaks of."""
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            for name in SETTING.findall(path.read_text()):
                yield path, name.lower()


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def test_every_setting_that_is_named_exists() -> None:
    unknown = {(str(path), name) for path, name in named_settings() if name not in Settings.model_fields}
    assert not unknown


def test_the_settings_of_the_service_are_among_those_that_are_looked_at() -> None:
    assert (DEPLOY / "systemd/onedoor.env", "data_dir") in set(named_settings())


def test_what_the_containers_are_given_is_in_the_bundle() -> None:
    given = [volume.split(":")[0] for volume in services()["nginx"]["volumes"]]
    given.append("../../" + services()["onedoor"]["build"]["dockerfile"])
    assert all((COMPOSE.parent / path).is_file() for path in given)


def test_a_container_waits_for_others_that_there_are() -> None:
    for service in services().values():
        assert set(service.get("depends_on", ())) <= set(services())
