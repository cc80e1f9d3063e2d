"""Settings come from the environment and a file; what is misspelt is an error, never silently without effect."""

from pathlib import Path

import pytest

from onedoor.settings import SettingsError, load_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_setting_there_are_defaults(folder: Path) -> None:
    settings = load_settings({"PATH": "/bin"})
    assert (settings.port, settings.public_url, settings.async_mode) == (8080, None, "eventlet")
    assert settings.database == f"sqlite:///{folder / 'data' / 'onedoor.sqlite3'}"


def test_the_environment_wins_over_the_file(folder: Path) -> None:
    (folder / "onedoor.toml").write_text('port = 9000\nhost = "127.0.0.1"\n')
    settings = load_settings({"ONEDOOR_PORT": "9001"})
    assert (settings.port, settings.host) == (9001, "127.0.0.1")


def test_another_file_can_be_named(folder: Path) -> None:
    (folder / "other.toml").write_text('database_url = "postgresql://db/onedoor"\n')
    settings = load_settings({"ONEDOOR_CONFIG": str(folder / "other.toml")})
    assert settings.database == "postgresql://db/onedoor"


def test_a_slash_at_the_end_of_the_public_address_is_dropped() -> None:
    assert load_settings({"ONEDOOR_PUBLIC_URL": "https://queue.example/"}).public_url == "https://queue.example"


def test_an_empty_public_address_is_none() -> None:
    assert load_settings({"ONEDOOR_PUBLIC_URL": ""}).public_url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ONEDOOR_PROT", "8080"),
        ("ONEDOOR_PORT", "eighty"),
        ("ONEDOOR_PORT", "70000"),
        ("ONEDOOR_PUBLIC_URL", "queue.example"),
        ("ONEDOOR_PROXIES", "-1"),
        ("ONEDOOR_ASYNC_MODE", "gevent"),
        ("ONEDOOR_CLOCK_SPEED", "0"),
        ("ONEDOOR_CLOCK_START", "2026-11-24T08:00:00"),
        ("ONEDOOR_LOG_LEVEL", "loud"),
    ],
)
def test_an_unknown_setting_or_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"(?s)ONEDOOR_PORT.*ONEDOOR_PROT|ONEDOOR_PROT.*ONEDOOR_PORT"):
        load_settings({"ONEDOOR_PORT": "x", "ONEDOOR_PROT": "1"})


def test_an_unknown_key_in_the_file_is_named(folder: Path) -> None:
    (folder / "onedoor.toml").write_text("prot = 1\n")
    with pytest.raises(SettingsError, match="PROT"):
        load_settings({})


@pytest.mark.parametrize("text", ["port = ", "[server]\nport = 1\n"])
def test_a_file_that_cannot_be_read_is_a_clear_error(folder: Path, text: str) -> None:
    (folder / "onedoor.toml").write_text(text)
    with pytest.raises(SettingsError):
        load_settings({})


def test_a_named_file_that_is_missing_is_a_clear_error() -> None:
    with pytest.raises(SettingsError, match="ONEDOOR_CONFIG"):
        load_settings({"ONEDOOR_CONFIG": "nowhere.toml"})
