"""Which packages a bundle holds for which Python."""

from tools.make_bundle import lock_for

LOCK = """\
everywhere==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
only-early==2.0 ; python_full_version < '3.11.3' \\
    --hash=sha256:bb
only-windows==3.0 ; sys_platform == 'win32' \\
    --hash=sha256:cc
only-old==4.0 ; python_version < '3.12' \\
    --hash=sha256:dd
"""
EVERYWHERE = "everywhere==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n"
ONLY_EARLY = "only-early==2.0 \\\n    --hash=sha256:bb\n"
ONLY_OLD = "only-old==4.0 \\\n    --hash=sha256:dd\n"


def test_a_bundle_holds_what_any_release_of_its_python_needs_whatever_python_makes_it() -> None:
    assert lock_for(LOCK, "3.11") == EVERYWHERE + ONLY_EARLY + ONLY_OLD


def test_a_bundle_leaves_out_what_no_release_of_its_python_needs() -> None:
    assert lock_for(LOCK, "3.13") == EVERYWHERE
