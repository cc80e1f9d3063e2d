"""`onedoor tls`: what it makes, who may read it, and what it takes to renew it."""

import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onedoor.cli import main
from onedoor.settings import AUTHORITY_FILE, SERVER_FILE, Settings
from onedoor.tls.certificates import fingerprint, hosts_of
from onedoor.tls.context import make_context
from onedoor.tls.errors import TlsError
from onedoor.tls.files import AUTHORITY_KEY_FILE, make_certificates, read_certificate
from onedoor.tls.serving import ending

NOW = datetime(2026, 11, 24, 2, 41, tzinfo=UTC)
IN_TWO_YEARS = NOW + timedelta(days=730)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def onedoor(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"ONEDOOR_DATA_DIR": str(settings.data_dir)})


def made(settings: Settings, name: str) -> bytes:
    return (settings.tls_dir / name).read_bytes()


def test_nobody_else_on_the_machine_reads_the_keys(settings: Settings) -> None:
    make_certificates(settings, [], NOW)
    assert stat.S_IMODE(settings.tls_dir.stat().st_mode) == 0o700
    for name in (AUTHORITY_KEY_FILE, SERVER_FILE):
        assert stat.S_IMODE((settings.tls_dir / name).stat().st_mode) == 0o600
        assert b"PRIVATE KEY" in made(settings, name)


def test_what_devices_get_holds_no_key(settings: Settings) -> None:
    make_certificates(settings, [], NOW)
    assert b"PRIVATE KEY" not in made(settings, AUTHORITY_FILE)


def test_renewed_it_is_another_certificate_of_the_same_authority_for_the_same_names(settings: Settings) -> None:
    make_certificates(settings, ["onedoor.lpb.example"], NOW)
    authority, server = made(settings, AUTHORITY_FILE), made(settings, SERVER_FILE)
    make_certificates(settings, [], IN_TWO_YEARS)
    renewed = read_certificate(settings.tls_dir / SERVER_FILE)
    assert made(settings, AUTHORITY_FILE) == authority
    assert made(settings, SERVER_FILE) != server
    assert hosts_of(renewed)[0] == "onedoor.lpb.example"
    assert renewed.not_valid_after_utc > IN_TWO_YEARS + timedelta(days=700)


def test_a_name_that_the_authority_was_not_made_for_needs_another_authority(settings: Settings) -> None:
    make_certificates(settings, [], NOW)
    first = made(settings, AUTHORITY_FILE)
    with pytest.raises(TlsError, match=r"not made for other\.example.*--new-authority"):
        make_certificates(settings, ["other.example"], NOW)
    make_certificates(settings, ["other.example"], NOW, new_authority=True)
    assert made(settings, AUTHORITY_FILE) != first


def test_the_command_line_says_names_dates_and_fingerprint(settings: Settings) -> None:
    answer = onedoor(settings, "tls", "init", "onedoor.lpb.example", "192.168.1.20")
    assert answer.exit_code == 0, answer.output
    shown = onedoor(settings, "tls", "show").output
    authority = read_certificate(settings.tls_dir / AUTHORITY_FILE)
    assert fingerprint(authority) in shown
    assert f"until {authority.not_valid_after_utc:%Y-%m-%d}" in shown
    assert "onedoor.lpb.example" in shown
    assert "192.168.1.20" in shown


def test_a_name_that_is_none_is_refused_in_one_line(settings: Settings) -> None:
    answer = onedoor(settings, "tls", "init", "two words")
    assert answer.exit_code == 2
    assert "two words is neither a host name nor an IP address" in answer.output


def test_without_certificates_there_is_nothing_to_show(settings: Settings) -> None:
    answer = onedoor(settings, "tls", "show")
    assert answer.exit_code == 2
    assert "holds no certificate" in answer.output


def test_a_server_speaks_https_once_it_has_a_certificate_unless_proxies_do_it(settings: Settings) -> None:
    assert settings.serving_certificate is None
    make_certificates(settings, [], NOW)
    assert settings.serving_certificate == settings.tls_dir / SERVER_FILE
    assert settings.model_copy(update={"proxies": 1}).serving_certificate is None


def test_a_certificate_of_ones_own_comes_first(settings: Settings, tmp_path: Path) -> None:
    make_certificates(settings, [], NOW)
    named = settings.model_copy(update={"tls_certificate": tmp_path / "own.pem", "proxies": 1})
    assert named.serving_certificate == tmp_path / "own.pem"


def test_a_file_that_holds_no_certificate_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    with pytest.raises(TlsError, match=r"cannot speak https with .*broken\.pem"):
        make_context(broken)


def test_a_server_that_cannot_speak_https_says_so_in_one_line_and_does_not_start(settings: Settings) -> None:
    assert onedoor(settings, "migrate").exit_code == 0
    environment = {
        "ONEDOOR_DATA_DIR": str(settings.data_dir),
        "ONEDOOR_PORT": "0",
        "ONEDOOR_TLS_CERTIFICATE": str(settings.data_dir / "missing.pem"),
    }
    answer = CliRunner().invoke(main, ["serve"], env=environment)
    assert answer.exit_code == 2
    assert re.fullmatch(r"Error: cannot speak https with .*missing\.pem .*\n", answer.output)


def test_the_log_tells_of_a_certificate_thirty_days_before_its_end(settings: Settings) -> None:
    make_certificates(settings, [], NOW)
    server = settings.tls_dir / SERVER_FILE
    end = read_certificate(server).not_valid_after_utc
    assert ending([server], end - timedelta(days=31)) == []
    [sentence] = ending([server], end - timedelta(days=29))
    assert f"ends on {end:%Y-%m-%d}" in sentence
