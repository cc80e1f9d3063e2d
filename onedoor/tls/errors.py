"""What can go wrong with certificates."""


class TlsError(Exception):
    """Certificates cannot be made or read; the message says what to do."""
