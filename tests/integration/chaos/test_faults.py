"""The faults of `make chaos` that a server lives through."""

from pathlib import Path

from chaos.faults import faults_of_one_machine, faults_of_several_machines

# A machine that does other work beside the tests may be slow; `make chaos` measures the times.
SLOW_SECONDS = 30.0


def test_a_server_keeps_its_word_whatever_happens_to_its_disk_its_lock_and_its_clock(tmp_path: Path) -> None:
    findings = list(faults_of_one_machine(tmp_path, SLOW_SECONDS))
    assert [finding for finding in findings if not finding.is_well] == []
    assert len(findings) == 4


def test_a_server_goes_on_when_its_message_queue_and_its_database_were_away(tmp_path: Path) -> None:
    findings = list(faults_of_several_machines(tmp_path, SLOW_SECONDS))
    assert [finding for finding in findings if not finding.is_well] == []
    assert len(findings) == 2
