"""The commands that make the certificates of https inside a centre."""

import click

from onedoor.clock import SystemClock
from onedoor.launch import make_data_folder
from onedoor.settings import AUTHORITY_FILE, SERVER_FILE, Settings, load_settings
from onedoor.tls.certificates import fingerprint, hosts_of
from onedoor.tls.files import make_certificates, read_certificate
from onedoor.tls.names import Host, read_host


def read_hosts(_context: click.Context, _argument: click.Parameter, texts: tuple[str, ...]) -> list[Host]:
    """The names and addresses of the command line. Raises click.BadParameter."""
    try:
        return [read_host(text) for text in texts]
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.group()
def tls() -> None:
    """https inside a centre, with an authority of its own."""


@tls.command()
@click.option("--new-authority", is_flag=True, help="make another authority; every device has to trust it anew")
@click.argument("hosts", metavar="[NAME or ADDRESS]...", nargs=-1, callback=read_hosts)
def init(hosts: list[Host], new_authority: bool) -> None:
    """Make the server's certificate and, the first time, the centre's authority; again, to renew the certificate.

    It is for the names and addresses of this machine and for those given here.
    """
    settings = load_settings()
    make_data_folder(settings)
    make_certificates(settings, hosts, SystemClock().now(), new_authority)
    _show(settings)
    click.echo("\nRestart the server. Devices get the authority's certificate at /authority.crt of the server.")


@tls.command()
def show() -> None:
    """Say for what the certificates are, until when, and by which fingerprint to know the authority."""
    _show(load_settings())


def _show(settings: Settings) -> None:
    authority, server = settings.tls_dir / AUTHORITY_FILE, settings.tls_dir / SERVER_FILE
    for title, path in (("authority", authority), ("server", server)):
        click.echo(f"The {title}'s certificate, until {read_certificate(path).not_valid_after_utc:%Y-%m-%d}: {path}")
    click.echo(f"  for {', '.join(map(str, hosts_of(read_certificate(server))))}")
    click.echo(f"The authority's fingerprint (SHA-256): {fingerprint(read_certificate(authority))}")
