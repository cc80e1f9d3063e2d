"""What is wrong with the lock files: each package has to be pinned to one version and to the hashes of its files."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
# Which lists of pyproject.toml a lock file locks; "" is what OneDoor itself depends on.
LOCKED = {
    "run": ("", "build"),
    "test": ("", "build", "test", "cluster"),
    "cluster": ("cluster",),
    "node": ("node",),
    "audit": ("audit",),
}
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)( ; [^-]\S.*?)?(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)")
Versions = dict[str, str]


def problems(root: Path = ROOT) -> list[str]:
    """A sentence for all that is not pinned as it should be."""
    locks = sorted((root / "requirements").glob("*.txt"))
    return [
        *(problem for lock in locks for problem in unpinned(lock)),
        *disagreements(locks),
        *undeclared(root),
        *without_integrity(root),
    ]


def pins(lock: Path) -> Versions:
    """The version of each package in a Python lock file."""
    return {pin["name"]: pin["version"] for pin in map(PIN.fullmatch, _entries(lock)) if pin}


def unpinned(lock: Path) -> list[str]:
    """Entries of a Python lock file without a version or a hash."""
    return [f"{lock.name}: not pinned: {entry}" for entry in _entries(lock) if not PIN.fullmatch(entry)]


def disagreements(locks: list[Path]) -> Iterator[str]:
    """Packages of which two lock files want different versions: they go into the same environment."""
    seen: dict[str, tuple[str, str]] = {}
    for lock in locks:
        for name, version in pins(lock).items():
            other, elsewhere = seen.setdefault(name, (version, lock.name))
            if other != version:
                yield f"{name} is {version} in {lock.name} and {other} in {elsewhere}"


def undeclared(root: Path) -> Iterator[str]:
    """What pyproject.toml asks for and a lock file does not give."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    lists = {"": project["dependencies"], **project["optional-dependencies"]}
    for lock, names in LOCKED.items():
        locked = pins(root / f"requirements/{lock}.txt")
        for wanted in (Requirement(text) for name in names for text in lists[name]):
            version = locked.get(canonicalize_name(wanted.name))
            if version is None or version not in wanted.specifier:
                yield f"{lock}.txt: pyproject.toml wants {wanted}, locked is {version}"


def without_integrity(root: Path) -> Iterator[str]:
    """What package-lock.json pins without a hash, or otherwise than package.json wants."""
    declared = json.loads((root / "package.json").read_text("utf-8"))
    packages = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    for kind in ("dependencies", "devDependencies"):
        if declared.get(kind, {}) != packages[""].get(kind, {}):
            yield f"package-lock.json: the {kind} are not those of package.json"
    for place, package in packages.items():
        if place and not (package.get("version") and package.get("integrity", "").startswith("sha512-")):
            yield f"package-lock.json: {place} has no version or no hash"


def _entries(lock: Path) -> list[str]:
    lines = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip() and not line.startswith("#")]
