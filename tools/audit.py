"""`make audit`: are all lock files whole, and is a weakness known of anything that they pin?

The lock files are always checked. Weaknesses are looked up in the public lists; where those cannot be reached, it is
said, and is no failure.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tools.locks import ROOT, pins, problems

# Together they pin everything: the lock of the tests holds those of running and of the hosted form.
PYTHON_LOCKS = ("test", "node", "audit", "bundle")
PIP_AUDIT = (sys.executable, "-m", "pip_audit", "--progress-spinner=off", "--format=json")
NPM_AUDIT = ("npm", "audit", "--json")


@dataclass(frozen=True)
class Finding:
    """What a list says: weaknesses, of how many packages it was asked, of how many it knows nothing, and why."""

    weaknesses: list[str]
    asked: int
    unknown: int = 0
    reason: str = ""


def main() -> None:
    broken = problems()
    say("Lock files", broken or ["every package is pinned to one version and to its hashes"])
    found = {"Python": ask_pip_audit(), "npm": ask_npm()}
    for name, finding in found.items():
        say(name, sentences(finding))
    if broken or any(finding.weaknesses for finding in found.values()):
        sys.exit(1)


def ask_pip_audit() -> Finding:
    """Look up what the Python lock files pin."""
    locks = [ROOT / f"requirements/{lock}.txt" for lock in PYTHON_LOCKS]
    asked = {name for lock in locks for name in pins(lock)}
    options = [option for lock in locks for option in ("--requirement", str(lock))]
    return read_pip_audit(len(asked), *run(*PIP_AUDIT, "--disable-pip", "--require-hashes", *options))


def ask_npm() -> Finding:
    """Look up what package-lock.json pins."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    return read_npm(len(packages) - 1, *run(*NPM_AUDIT))


def read_pip_audit(asked: int, output: str, complaint: str) -> Finding:
    """What pip-audit's JSON says; without any it could not reach its list."""
    if not output:
        return Finding([], asked, asked, last_line(complaint))
    packages = json.loads(output)["dependencies"]
    skipped = [package["skip_reason"] for package in packages if "skip_reason" in package]
    weaknesses = [
        f"{package['name']} {package['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'none'}"
        for package in packages
        for known in package.get("vulns", ())
    ]
    return Finding(weaknesses, len(packages), len(skipped), skipped[0] if skipped else "")


def read_npm(asked: int, output: str, complaint: str) -> Finding:
    """What npm's JSON says; without a report in it npm could not reach its list."""
    report: dict[str, Any] = json.loads(output) if output else {}
    if "vulnerabilities" not in report:
        return Finding([], asked, asked, report.get("message") or last_line(complaint))
    weaknesses = [f"{name} {known['range']}: {known['severity']}" for name, known in report["vulnerabilities"].items()]
    return Finding(weaknesses, asked)


def sentences(finding: Finding) -> list[str]:
    """A finding in words."""
    looked_up = finding.asked - finding.unknown
    said = [f"{looked_up} of {finding.asked} packages looked up, {len(finding.weaknesses)} known weaknesses"]
    if finding.reason:
        said.append(f"NOT LOOKED UP, so that nothing is known of them: {finding.unknown} packages ({finding.reason})")
    return said + finding.weaknesses


def run(*command: str) -> tuple[str, str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip(), done.stderr.strip()


def last_line(text: str) -> str:
    return text.splitlines()[-1] if text else "no answer"


def say(title: str, lines: list[str]) -> None:
    for line in lines:
        print(f"{title}: {line}")


if __name__ == "__main__":
    main()
