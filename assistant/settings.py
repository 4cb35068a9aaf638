"""All settings, from the environment (prefix CROSSREAD_); the only reader of it.

Also the one place that switches the libraries' telemetry and hub access off.
"""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    uploads: bool | None = Field(
        None,
        description="let people add and remove articles in the page; by default only where the "
        "page is served to this machine alone",
    )
    max_upload_mb: int = Field(20, ge=1, description="largest file the page takes, in MB")
    max_articles: int = Field(
        100_000, ge=1, description="most articles the page lets the index grow to"
    )

    @property
    def uploads_allowed(self) -> bool:
        """Whether people may add and remove articles in the page."""
        return _is_this_machine(self.host) if self.uploads is None else self.uploads


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
        raise SettingsError(f"{name} is {first['input']!r}: {first['msg'].lower()}.") from error
    for key, value in _OFFLINE.items():
        if not (settings.allow_download and key.endswith("_OFFLINE")):
            os.environ[key] = value
    return settings
