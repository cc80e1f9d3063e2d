"""`make cluster`: the hosted form on one machine, for real, with the demonstration centre; Ctrl-C ends it."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click

from onedoor.commands.demo import show_links, show_passwords
from onedoor.database.migrate import migrate
from onedoor.database.session import Database
from onedoor.demo.seed import seed_demo
from onedoor.launch import CannotServe, require_free_port
from onedoor.opening import open_database
from onedoor.seeding import SeedReport
from onedoor.settings import PREFIX, Settings, SettingsError, load_settings
from tools.hosted.nginx import Nginx
from tools.hosted.postgresql import Postgresql
from tools.hosted.program import Program, ProgramFailed, free_port, takes_connections
from tools.hosted.valkey import Valkey

PROJECT = Path(__file__).parents[2]
FOLDER = Path("data-cluster")
DATABASE = "onedoor"
SERVERS = 2
LOOK_EVERY_SECONDS = 0.5


class Server(Program):
    """One server process, on a free port of this machine."""

    def __init__(self, number: int, folder: Path, settings: Settings) -> None:
        self.port = free_port()
        own = settings.model_copy(update={"host": "127.0.0.1", "port": self.port})
        super().__init__(
            f"server {number}",
            [sys.executable, str(PROJECT / "server.py")],
            folder / f"server-{number}.log",
            lambda: takes_connections(self.port),
            environment=_environment(own),
        )


@dataclass(frozen=True)
class Cluster:
    """The hosted form as it runs. `settings` are those of somebody who comes through nginx."""

    settings: Settings
    database: Database
    seeded: SeedReport
    postgresql: Postgresql
    valkey: Valkey
    servers: tuple[Server, ...]
    nginx: Nginx

    @property
    def parts(self) -> tuple[Program, ...]:
        """All programs."""
        return (self.postgresql, self.valkey, *self.servers, self.nginx)


def main() -> None:
    """Run until Ctrl-C, or until a part ends by itself."""
    signal.signal(signal.SIGTERM, _end)
    try:
        settings = load_settings()
        require_free_port(settings)
        click.echo("PostgreSQL, Valkey, two servers and nginx are starting ...")
        with run_cluster(FOLDER, settings) as cluster:
            _show(cluster)
            sys.exit(_first_to_end(cluster))
    except KeyboardInterrupt:
        click.echo("\nEverything has ended.")
    except (SettingsError, CannotServe, ProgramFailed) as error:
        sys.exit(str(error))


@contextmanager
def run_cluster(folder: Path, settings: Settings, *, durable: bool = True) -> Iterator[Cluster]:
    """All parts, with their data in `folder`; they end in the other order. Raises `ProgramFailed`.

    Of `settings`, host and port are where nginx listens; database, message queue and data folder are the cluster's own.
    """
    folder = folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as running:
        postgresql = running.enter_context(Postgresql(folder / "postgresql", durable=durable))
        valkey = running.enter_context(Valkey(folder / "valkey"))
        own = {"data_dir": folder, "database_url": _database(postgresql), "message_queue": valkey.url, "proxies": 1}
        settings = settings.model_copy(update=own)
        migrate(settings.database)
        database = open_database(settings)
        running.callback(database.engine.dispose)
        seeded = seed_demo(database, settings)
        servers = tuple(running.enter_context(Server(number, folder, settings)) for number in range(1, SERVERS + 1))
        ports = [server.port for server in servers]
        nginx = running.enter_context(Nginx(folder / "nginx", ports, host=settings.host, port=settings.port))
        yield Cluster(settings, database, seeded, postgresql, valkey, servers, nginx)


def _database(postgresql: Postgresql) -> str:
    """The address of OneDoor's database, made at the first start."""
    if not postgresql.run(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
        postgresql.run(f"CREATE DATABASE {DATABASE}")
    return postgresql.url(DATABASE)


def _environment(settings: Settings) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    values = settings.model_dump(mode="json", exclude_none=True)
    return others | {f"{PREFIX}{name.upper()}": str(value) for name, value in values.items()}


def _show(cluster: Cluster) -> None:
    show_links(cluster.database, cluster.seeded.centre_id, cluster.settings)
    if cluster.seeded.new_passwords:
        show_passwords(cluster.seeded)
    else:
        click.echo(f"The passwords are those of the first start; without {FOLDER} everything begins anew.\n")
    click.echo("Behind it run:\n")
    for part in cluster.parts:
        click.echo(f"  {part.name:<12}process {part.pid}, says what it does in {part.log}")
    click.echo("\nCtrl-C ends them all.\n")


def _first_to_end(cluster: Cluster) -> str:
    """Wait until a part ends by itself; answers which one, and what it said last."""
    while True:
        for part in cluster.parts:
            if part.has_ended:
                return f"{part.name} has ended, and so everything ends; {part.last_words()}"
        time.sleep(LOOK_EVERY_SECONDS)


def _end(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
