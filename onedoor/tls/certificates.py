"""Making certificates: a centre's own authority, and what it signs for the server.

After RFC 5280. The authority may vouch only for the names that it was made for and for addresses of local networks, so
that a stolen authority cannot pass for anything else on the internet, whoever trusts it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from onedoor.tls.names import Host

AUTHORITY_LIFE = timedelta(days=3652)
# Safari refuses 825 days and more, whoever signed.
SERVER_LIFE = timedelta(days=820)
# For devices whose clocks are behind.
EARLIER = timedelta(days=2)
LONGEST_NAME = 64

LOCAL_DOMAINS = ("localhost", "local", "lan", "internal", "home.arpa")
LOCAL_NETWORKS = tuple(
    ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


class NotVouchedFor(Exception):
    """The authority was not made for this name or address."""


@dataclass(frozen=True)
class Signed:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def make_authority(title: str, hosts: Iterable[Host], now: datetime) -> Signed:
    """An authority for these hosts and for local networks, that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(title)
    usage = _key_usage(key_cert_sign=True, crl_sign=True)
    builder = (
        _begin(name, name, key, now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(_permitted(hosts), None), critical=True)
    )
    return Signed(builder.sign(key, hashes.SHA256()), key)


def make_server_certificate(authority: Signed, hosts: list[Host], now: datetime) -> Signed:
    """A certificate for a server with these names and addresses. Raises `NotVouchedFor`."""
    for host in hosts:
        if not may_vouch_for(authority.certificate, host):
            raise NotVouchedFor(str(host))
    key = ec.generate_private_key(ec.SECP256R1())
    identifier = authority.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        _begin(_name(str(hosts[0])), authority.certificate.subject, key, now, SERVER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .add_extension(x509.SubjectAlternativeName(map(_general_name, hosts)), critical=False)
    )
    return Signed(builder.sign(authority.key, hashes.SHA256()), key)


def may_vouch_for(authority: x509.Certificate, host: Host) -> bool:
    """Whether the authority's constraints allow this name or address."""
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    return any(_covers(each.value, host) for each in permitted)


def hosts_of(certificate: x509.Certificate) -> list[Host]:
    """The names and addresses of a server's certificate."""
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = map(ip_address, map(str, names.get_values_for_type(x509.IPAddress)))
    return [*names.get_values_for_type(x509.DNSName), *addresses]


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 as browsers show it, to be compared by eye."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _begin(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    starts = now - EARLIER
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(starts + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "OneDoor")
    return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, common_name[:LONGEST_NAME])])


def _key_usage(**used: bool) -> x509.KeyUsage:
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**(dict.fromkeys(every, False) | used))


def _general_name(host: Host) -> x509.GeneralName:
    return x509.DNSName(host) if isinstance(host, str) else x509.IPAddress(host)


def _permitted(hosts: Iterable[Host]) -> list[x509.GeneralName]:
    networks = [x509.IPAddress(network) for network in LOCAL_NETWORKS]
    local: list[x509.GeneralName] = [*map(x509.DNSName, LOCAL_DOMAINS), *networks]
    further = [host for host in hosts if not any(_covers(each.value, host) for each in local)]
    return [*local, *(_only(host) for host in further)]


def _only(host: Host) -> x509.GeneralName:
    """A constraint to this host alone."""
    return x509.DNSName(host) if isinstance(host, str) else x509.IPAddress(ip_network(host))


def _covers(permitted: object, host: Host) -> bool:
    if isinstance(permitted, str) and isinstance(host, str):
        return host == permitted or host.endswith(f".{permitted}")
    if isinstance(permitted, IPv4Network | IPv6Network) and isinstance(host, IPv4Address | IPv6Address):
        return host in permitted
    return False
