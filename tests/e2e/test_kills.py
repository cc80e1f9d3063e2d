"""The short part of `make chaos`: a server and a print worker are killed while a whole centre works."""

import secrets
from pathlib import Path

from chaos.kills import Limits, kill_again_and_again

# A machine that does other work beside the tests may be slow; `make chaos` measures the times.
SLOW = Limits(serving=30, halls=30)


def test_a_centre_whose_server_and_print_worker_are_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    findings = kill_again_and_again(tmp_path, times=2, seed=secrets.randbelow(1_000_000), limits=SLOW)
    assert [finding for finding in findings if not finding.is_well] == []
    assert len(findings) == 3
