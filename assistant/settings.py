"""All settings, from the environment (prefix CROSSREAD_); the only reader of it.

Also the one place that switches the libraries' telemetry and hub access off.
"""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.keys import parse_keys
from assistant.origins import origins
from index.embeddings import DEFAULT_MODEL
from index.errors import SettingsError

_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def _rate(text: str) -> str:
    """A rate as it is; raises ValueError for what is none."""
    from limits import parse  # takes as long to import as all of this module

    parse(text)
    return text


def _rate_or_none(text: str) -> str:
    """A rate as it is, or ""; raises ValueError for anything else."""
    from limits import parse_many

    try:
        sound = not text or [rate.amount > 0 for rate in parse_many(text)] == [True]
    except ValueError:
        sound = False
    if not sound:
        raise ValueError("write it as 60/minute, or leave it empty for no limit")
    return text


def _proxies(text: str) -> str:
    """Addresses as they are; raises ValueError for what is none."""
    for address in filter(None, map(str.strip, text.split(","))):
        ipaddress.ip_network(address)
    return text


class Settings(BaseSettings):
    """What a user can set; each field's name in capitals, after CROSSREAD_."""

    model_config = SettingsConfigDict(env_prefix="CROSSREAD_", extra="ignore")

    data: Path = Field(Path(".crossread"), description="folder where the index lives")
    host: str = Field("127.0.0.1", description="address to serve on")
    port: int = Field(7860, ge=1, le=65535, description="port to serve on")
    embeddings: str = Field(DEFAULT_MODEL, description="sentence-transformers model, name or path")
    reader_select: str = Field("", description="cross-encoder that selects, name or path")
    reader_read: str = Field("", description="question-answering model that reads, name or path")
    reader_verify: str = Field("", description="NLI cross-encoder that verifies, name or path")
    allow_download: bool = Field(
        False, description="let a model named above be fetched from the hub"
    )
    allow_private: bool = Field(
        False, description="let articles be fetched from addresses of the own network"
    )
    uploads: bool | None = Field(
        None,
        description="let people add and remove articles in the page; by default only where the "
        "page is served to this machine alone",
    )
    max_upload_mb: int = Field(20, ge=1, description="largest file the page takes, in MB")
    max_articles: int = Field(
        100_000, ge=1, description="most articles the page lets the index grow to"
    )
    api_keys: Annotated[dict[str, str], NoDecode, BeforeValidator(parse_keys)] = Field(
        default_factory=dict,
        validate_default=False,
        description="who may use the API, as NAME:SHA256 of a key each; empty lets everybody",
    )
    key: str = Field("", description="key that is sent to another Crossread")
    rate_limit: Annotated[str, AfterValidator(_rate_or_none)] = Field(
        "60/minute",
        validate_default=False,
        description="how often one key, or one address, may ask; empty sets no limit",
    )
    trusted_proxies: Annotated[str, AfterValidator(_proxies)] = Field(
        "", description="addresses whose X-Forwarded-For is believed"
    )
    concurrency: int = Field(4, ge=1, description="questions at work at a time")
    queue: int = Field(32, ge=0, description="questions that may wait for that")
    timeout: float = Field(60, gt=0, description="longest a question may take, in seconds")
    log_json: bool = Field(False, description="write logs as JSON lines")
    log_questions: bool = Field(False, description="write questions to the log")
    widget_origins: Annotated[frozenset[str], NoDecode, BeforeValidator(origins)] = Field(
        frozenset(),
        validate_default=False,
        description="origins whose pages may use the widget, beside the server's own",
    )
    widget_rate: Annotated[str, AfterValidator(_rate)] = Field(
        "20/minute",
        validate_default=False,
        description="how often one visitor may ask through the widget",
    )
    secret: str = Field(
        "", description="what tokens are signed with; by default something new at every start"
    )

    @property
    def uploads_allowed(self) -> bool:
        """Whether people may add and remove articles in the page."""
        return _is_this_machine(self.host) if self.uploads is None else self.uploads

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        host = "localhost" if self.host in ("", "0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def _is_this_machine(host: str) -> bool:
    """Whether an address to serve on is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def load_settings() -> Settings:
    """The settings of this process, with every library told to stay offline.

    Raises SettingsError, naming the variable and its value, for one that cannot work.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "CROSSREAD_" + "_".join(map(str, first["loc"])).upper()
        reason = first["msg"].removeprefix("Value error, ").lower()
        raise SettingsError(f"{name} is {first['input']!r}: {reason}.") from error
    for key, value in _OFFLINE.items():
        if not (settings.allow_download and key.endswith("_OFFLINE")):
            os.environ[key] = value
    return settings
