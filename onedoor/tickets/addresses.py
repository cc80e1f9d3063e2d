"""The address behind a ticket's QR code."""


def follow_url(public_url: str | None, token: str) -> str | None:
    """The address of the citizen's page, all in upper case so that the QR code needs fewer, bigger modules.

    None without a public address: a dead QR code costs trust. Host and scheme are case-insensitive (RFC 3986), and
    the page's route takes both cases; a public address with a path of its own keeps its case.
    """
    if public_url is None:
        return None
    has_own_path = "/" in public_url.split("://", 1)[1]
    return f"{public_url}/T/{token}" if has_own_path else f"{public_url}/t/{token}".upper()
