"""The bundle installs and runs on a machine without any network, is upgraded, and goes back."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from PIL import Image

from tests.integration.deploy.offline_centre import NEXT_VERSION, Seen
from tests.live_server import PROJECT
from tests.paper import qr_codes

THIS_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
# Root makes a network namespace as it is, anybody else in a user namespace.
WITHOUT_NETWORK = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--user", "--map-root-user", "--net")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive for this Python, unpacked."""
    folder = tmp_path_factory.mktemp("bundle")
    make = [sys.executable, "tools/make_bundle.py", "--python", THIS_PYTHON, "--into", str(folder)]
    archive = subprocess.run(make, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return Path(archive.removesuffix(".tar.gz"))


@pytest.fixture(scope="module")
def seen(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What the centre without internet saw."""
    program = [sys.executable, "-m", "tests.integration.deploy.offline_centre"]
    where = [str(bundle), str(tmp_path_factory.mktemp("centre") / "onedoor")]
    environment = os.environ | {"PYTHON": sys.executable}
    run = subprocess.run(
        [*WITHOUT_NETWORK, *program, *where], cwd=PROJECT, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, f"{WITHOUT_NETWORK} ended with {run.returncode}: {run.stderr}"
    return Seen(**json.loads(run.stdout))


def test_a_centre_without_any_network_installs_serves_and_prints(seen: Seen) -> None:
    assert seen.interfaces == ["lo"]
    assert seen.asset == 200
    assert seen.number == "A001"
    with Image.open(seen.picture) as picture:
        assert qr_codes(picture) == [seen.follow_url]
    assert seen.bytes_printed > 1_000


def test_an_upgrade_waits_until_the_server_is_stopped_and_stands_beside_the_old_version(seen: Seen) -> None:
    assert seen.upgrade_while_serving == 1
    assert seen.releases == sorted([seen.first_version, NEXT_VERSION])
    assert seen.version_after_upgrade == NEXT_VERSION


def test_the_ticket_outlives_the_upgrade_and_the_way_back(seen: Seen) -> None:
    assert seen.ticket_after_upgrade == 200
    assert seen.version_after_way_back == seen.first_version
    assert seen.ticket_after_way_back == 200
