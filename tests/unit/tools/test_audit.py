"""How the answers of pip-audit and npm audit are read: weaknesses, and what could not be looked up."""

import json

from tools.audit import Finding, read_npm, read_pip_audit, sentences

SOUND = {"name": "flask", "version": "3.1.3", "vulns": []}
WEAK = {"name": "pillow", "version": "13.0.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["13.0.1"]}]}
UNKNOWN = {"name": "redis", "skip_reason": "Dependency not found on PyPI"}


def pip_audit(*packages: object) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_known_weakness_of_a_python_package_is_found() -> None:
    assert read_pip_audit(2, pip_audit(SOUND, WEAK), "") == Finding(
        ["pillow 13.0.0: PYSEC-2026-1, mended in 13.0.1"], asked=2
    )


def test_a_package_that_the_list_does_not_know_is_not_taken_for_sound() -> None:
    finding = read_pip_audit(2, pip_audit(SOUND, UNKNOWN), "")
    assert finding == Finding([], asked=2, unknown=1, reason="Dependency not found on PyPI")
    assert sentences(finding)[0] == "1 of 2 packages looked up, 0 known weaknesses"
    assert sentences(finding)[1].startswith("NOT LOOKED UP")


def test_without_a_network_nothing_was_looked_up() -> None:
    finding = read_pip_audit(40, "", "Traceback\nConnectionError: no route")
    assert finding == Finding([], asked=40, unknown=40, reason="ConnectionError: no route")


def test_a_known_weakness_of_a_package_of_the_browser_is_found() -> None:
    report = {"vulnerabilities": {"lit-html": {"severity": "high", "range": "<3.3.2"}}}
    assert read_npm(100, json.dumps(report), "") == Finding(["lit-html <3.3.2: high"], asked=100)


def test_a_list_of_npm_that_cannot_be_reached_is_said_to_be_so() -> None:
    refused = {"message": "405 Method Not Allowed", "error": {"summary": "", "detail": ""}}
    assert read_npm(100, json.dumps(refused), "") == Finding([], 100, 100, "405 Method Not Allowed")
