"""Makes the archive that installs OneDoor without any network: `tools/make_bundle.py [--python X.Y] [--into DIR]`.

It holds OneDoor and every package that it runs on as wheels, for each Python named, and what `deploy/` ships. It is for
machines of the same processor as this one, with glibc 2.28 or newer.
"""

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "onedoor/static/vendor/.stamp"
RUN_LOCK, PIP_LOCK = ROOT / "requirements/run.txt", ROOT / "requirements/bundle.txt"
# Those of Debian 12 and 13 and of Ubuntu 24.04.
PYTHONS = ("3.11", "3.12", "3.13")
MACHINE = platform.machine()
# Wheels for glibc 2.17 to 2.28 run on all of them.
PLATFORMS = (f"manylinux2014_{MACHINE}", *(f"manylinux_2_{minor}_{MACHINE}" for minor in range(17, 29)))
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
# Of the releases of one Python, the first and a late one: a package may be needed by some of them only.
PATCH_RELEASES = ("0", "99")


def main() -> None:
    arguments = parse_arguments()
    if not ASSETS.is_file():
        sys.exit("the browser's assets are missing: run `make assets` first")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    name = f"onedoor-{version}-linux-{MACHINE}"
    with tempfile.TemporaryDirectory() as scratch:
        bundle = Path(scratch) / name
        fill(bundle, version, arguments.python or PYTHONS)
        print(pack(bundle, arguments.into))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the archive that installs OneDoor without any network.")
    parser.add_argument("--python", action="append", metavar="X.Y", help=f"for this Python; else {', '.join(PYTHONS)}")
    parser.add_argument("--into", type=Path, default=ROOT / "dist", help="folder of the archive")
    return parser.parse_args()


def fill(bundle: Path, version: str, pythons: tuple[str, ...]) -> None:
    """Everything of the archive, as a folder."""
    wheels = bundle / "wheelhouse"
    wheels.mkdir(parents=True)
    own_wheel = build_own_wheel(wheels)
    for python in pythons:
        download(wheels, lock_for(RUN_LOCK.read_text(), python), python)
    download(wheels, PIP_LOCK.read_text(), pythons[0])
    checksum = hashlib.sha256(own_wheel.read_bytes()).hexdigest()
    own_lock = f"onedoor=={version} --hash=sha256:{checksum}\n"
    (bundle / "requirements.txt").write_text(RUN_LOCK.read_text() + own_lock)
    (bundle / "VERSION").write_text(version + "\n")
    shutil.copytree(ROOT / "deploy", bundle / "deploy", ignore=shutil.ignore_patterns("install.sh"))
    shutil.copy(ROOT / "deploy/install.sh", bundle)
    shutil.copy(ROOT / "docs/operations.md", bundle)


def build_own_wheel(folder: Path) -> Path:
    """OneDoor's wheel, with the browser packages, fonts and icons that set-up made."""
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("onedoor-*.whl")
    return wheel


def download(folder: Path, lock: str, python: str) -> None:
    """Fetch the wheels of a lock file for this Python, checked against its hashes."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(lock)
        file.flush()
        wanted = ("--only-binary", ":all:", "--no-deps", "--require-hashes", "--requirement", file.name)
        places = [option for name in PLATFORMS for option in ("--platform", name)]
        run(*PIP, "download", *wanted, "--python-version", python, *places, "--dest", str(folder))


def lock_for(lock: str, python: str) -> str:
    """The entries of a lock file that any release of this Python needs, without their conditions.

    pip would judge the conditions by the Python that runs here.
    """
    kept = []
    for entry in entries(lock):
        requirement, hashes = entry.split("\\\n", 1)
        if is_needed(Requirement(requirement), python):
            kept.append(requirement.partition(";")[0].strip() + " \\\n" + hashes)
    return "".join(kept)


def entries(lock: str) -> Iterator[str]:
    """Each package of a lock file with its hashes, which are on lines of their own."""
    entry = ""
    for line in lock.splitlines(keepends=True):
        if entry and not line.startswith(" "):
            yield entry
            entry = ""
        entry += line
    yield entry


def is_needed(requirement: Requirement, python: str) -> bool:
    if requirement.marker is None:
        return True
    releases = ({"python_version": python, "python_full_version": f"{python}.{patch}"} for patch in PATCH_RELEASES)
    return any(requirement.marker.evaluate(release) for release in releases)


def pack(bundle: Path, folder: Path) -> Path:
    """The folder as an archive; wheels are compressed already."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{bundle.name}.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        tar.add(bundle, bundle.name, filter=owned_by_root)
    return archive


def owned_by_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def run(*command: str) -> None:
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode != 0:
        sys.exit(f"no bundle was made: failed at {' '.join(command[:5])} ...")


if __name__ == "__main__":
    main()
