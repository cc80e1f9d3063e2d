"""The lock files pin everything, and what is not pinned is seen."""

import json
import shutil
from pathlib import Path

import pytest

from tools.locks import ROOT, problems, unpinned

HASH = f"--hash=sha256:{'0' * 64}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of everything that is looked at."""
    for name in ("pyproject.toml", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def lock(folder: Path, text: str) -> Path:
    path = folder / "some.txt"
    path.write_text(text)
    return path


def test_every_package_is_pinned_to_one_version_and_its_hashes() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    "entry",
    [
        f"flask==3.1.3 {HASH}",
        f"flask==3.1.3 \\\n    {HASH} \\\n    {HASH}",
        f"colorama==0.4.6 ; sys_platform == 'win32' \\\n    {HASH}",
    ],
)
def test_a_version_and_a_hash_are_a_pin(tmp_path: Path, entry: str) -> None:
    assert unpinned(lock(tmp_path, entry)) == []


@pytest.mark.parametrize(
    "entry",
    [
        "flask",
        "flask==3.1.3",
        f"flask>=3.1.3 {HASH}",
        "flask==3.1.3 --hash=md5:0",
        "flask==3.1.3 ; python_version > '3'",
    ],
)
def test_without_a_version_or_a_hash_it_is_none(tmp_path: Path, entry: str) -> None:
    assert len(unpinned(lock(tmp_path, entry))) == 1


def test_a_declared_package_that_is_locked_at_another_version_is_seen(project: Path) -> None:
    path = project / "pyproject.toml"
    path.write_text(path.read_text().replace('"redis==', '"redis==9'))
    assert any("wants redis==9" in problem for problem in problems(project))


def test_a_declared_package_that_is_not_locked_is_seen(project: Path) -> None:
    path = project / "pyproject.toml"
    path.write_text(path.read_text().replace('"click",', '"click", "unheard-of",'))
    assert any("wants unheard-of, locked is None" in problem for problem in problems(project))


def test_two_versions_of_one_package_are_seen(project: Path) -> None:
    path = project / "requirements/cluster.txt"
    path.write_text(path.read_text().replace("valkey==", "valkey==9"))
    assert any(problem.startswith("valkey is ") for problem in problems(project))


@pytest.mark.parametrize("missing", ["version", "integrity"])
def test_a_package_of_the_browser_without_version_or_hash_is_seen(project: Path, missing: str) -> None:
    path = project / "package-lock.json"
    locked = json.loads(path.read_text())
    del locked["packages"]["node_modules/lit-html"][missing]
    path.write_text(json.dumps(locked))
    assert problems(project) == ["package-lock.json: node_modules/lit-html has no version or no hash"]


def test_a_package_of_the_browser_that_is_not_the_declared_one_is_seen(project: Path) -> None:
    path = project / "package.json"
    declared = json.loads(path.read_text())
    declared["dependencies"]["lit-html"] = "0.0.1"
    path.write_text(json.dumps(declared))
    assert problems(project) == ["package-lock.json: the dependencies are not those of package.json"]
