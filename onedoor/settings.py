"""Settings: one frozen object from environment variables `ONEDOOR_*` and a TOML file, validated once.

The environment wins over the file. The file is `onedoor.toml` in the working folder, or what `ONEDOOR_CONFIG` names.
An unknown key in either is an error: a misspelt setting must not be silently without effect.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

PREFIX = "ONEDOOR_"
AUTHORITY_FILE = "authority.crt"
SERVER_FILE = "server.pem"
CONFIG_VARIABLE = "ONEDOOR_CONFIG"


class SettingsError(Exception):
    """A setting is unknown or has a value that cannot be used; the message says which."""


class Settings(BaseModel):
    """All settings of one process."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("0.0.0.0", description="address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="port to listen on")
    data_dir: Path = Field(
        Path("data"), description="folder of the database and of what printers without hardware keep"
    )
    database_url: str = Field("", description="SQLAlchemy URL; empty: a SQLite file in the data folder")
    database_wait_seconds: float = Field(
        30.0, ge=0, description="how long a starting server waits for PostgreSQL before it ends"
    )
    message_queue: str = Field(
        "", description="Redis URL by which several server processes tell each other what happened; empty: one process"
    )
    public_url: str | None = Field(None, description="address that citizens' phones reach; unset: no QR code on paper")
    proxies: int = Field(0, ge=0, description="how many proxies in front have their X-Forwarded-* headers believed")
    tls_certificate: Path | None = Field(None, description="PEM file with which the server speaks https")
    tls_key: Path | None = Field(None, description="its private key; unset: the same file holds it")
    tickets_per_hour: int = Field(360, ge=12, description="most tickets that one kiosk issues in an hour")
    async_mode: Literal["eventlet", "threading"] = Field("eventlet", description="how the server runs its tasks")
    clock_speed: float = Field(1.0, gt=0, description="how fast the clock runs; other than 1 only for a demonstration")
    clock_start: AwareDatetime | None = Field(None, description="time (ISO 8601, with zone) at which a demo starts")
    metrics_token: str = Field("", description="who shows it reads /metrics; empty: only this machine's own programs")
    log_format: Literal["text", "json"] = Field("text", description="lines for people, or one JSON object per line")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="what is logged")

    @field_validator("message_queue")
    @classmethod
    def _is_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return value

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, value: str | None) -> str | None:
        if value and not value.lower().startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/") if value else None

    @property
    def database(self) -> str:
        """The database's URL, with the embedded default filled in."""
        return self.database_url or f"sqlite:///{self.usual_file}"

    @property
    def usual_file(self) -> Path:
        """The SQLite file that is the database where nothing else was chosen."""
        return self.data_dir.resolve() / "onedoor.sqlite3"

    @property
    def tls_dir(self) -> Path:
        """Where `onedoor tls init` keeps the centre's authority and the server's certificate."""
        return self.data_dir / "tls"

    @property
    def serving_certificate(self) -> Path | None:
        """The certificate with which this server speaks https, None where it speaks http.

        What `onedoor tls init` made counts unless proxies stand in front: there they speak https with it.
        """
        made = self.tls_dir / SERVER_FILE
        return self.tls_certificate or (made if not self.proxies and made.exists() else None)


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the file and the environment. Raises `SettingsError` with every key or value that is wrong."""
    values = _from_file(environment) | _from_environment(environment)
    try:
        return Settings(**values)
    except ValidationError as error:
        problems = (f"{PREFIX}{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors())
        raise SettingsError("; ".join(problems)) from error


def _from_file(environment: Mapping[str, str]) -> dict[str, object]:
    named = environment.get(CONFIG_VARIABLE)
    path = Path(named or "onedoor.toml")
    if not path.exists():
        if named:
            raise SettingsError(f"{CONFIG_VARIABLE}: there is no file {named}")
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name != CONFIG_VARIABLE
    }
