"""The commands that become another program. They load little: a centre waits for a server that starts again."""

import os
import sys

import click

from onedoor.launch import become_server, hold_server_lock, require_free_port, require_ready_database
from onedoor.settings import load_settings
from onedoor.tls.context import load_tls


@click.command()
def serve() -> None:
    """Run the server."""
    settings = load_settings()
    require_ready_database(settings, click.echo)
    hold_server_lock(settings)
    require_free_port(settings)
    load_tls(settings)
    become_server()


@click.command("print-worker", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def print_worker(arguments: tuple[str, ...]) -> None:
    """Draw and print what standard input orders; the server starts this by itself."""
    # A process of its own without database and web: it must never share their locks.
    os.execv(sys.executable, [sys.executable, "-m", "onedoor.printing.worker", *arguments])
