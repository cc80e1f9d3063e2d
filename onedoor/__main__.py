"""`python -m onedoor` is the command line."""

from onedoor.cli import main

main(prog_name="onedoor")
