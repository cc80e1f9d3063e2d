"""The HTTP routes that the demonstration uses: the same that kiosks and desks use."""

import secrets
from typing import Any

import requests

TIMEOUT_SECONDS = 10
Answer = dict[str, Any]


class Refused(Exception):
    """The server refused; `code` is its error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class HttpClient:
    """One browser-like visitor of the server. Raises `Refused`, and `requests.RequestException` without a server."""

    def __init__(self, base_url: str, device_token: str | None = None) -> None:
        self._base_url = base_url
        self._session = requests.Session()
        if device_token:
            self._session.headers["Authorization"] = f"Bearer {device_token}"

    def get(self, path: str) -> Answer:
        """Read."""
        return _answer(self._session.get(self._base_url + path, timeout=TIMEOUT_SECONDS))

    def post(self, path: str, **body: object) -> Answer:
        """Send something that is not a command, such as signing in."""
        return _answer(self._session.post(self._base_url + path, json=body, timeout=TIMEOUT_SECONDS))

    def command(self, path: str, **body: object) -> Answer:
        """Send a command under a name of its own."""
        return self.post(path, request_id=secrets.token_hex(16), **body)


def _answer(response: requests.Response) -> Answer:
    answer: Answer = response.json()
    if not response.ok:
        raise Refused(answer["error"]["code"])
    return answer
