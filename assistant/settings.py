"""All settings, from the environment (prefix CROSSREAD_); the only reader of it.

Also the one place that switches the libraries' telemetry and hub access off.
"""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.keys import parse_keys
from assistant.origins import is_this_machine, origins
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


def _server(text: str) -> str:
    """The address of a server as it is, or ""; raises ValueError for anything else."""
    told = urlsplit(text)
    _ = told.port  # raises for what is no port
    strange = told.username is not None or told.query or told.fragment
    if text and (told.scheme not in ("http", "https") or not told.hostname or strange):
        raise ValueError("write it as http://host:8000 or https://host, with nothing else in it")
    return text.rstrip("/")


def _token(text: str) -> str:
    """A token as it is; raises ValueError for what no header can hold."""
    if not (text.isascii() and text.isprintable()):
        raise ValueError("a token is of ASCII letters, digits and signs")
    return text


class Settings(BaseSettings):
    """What a user can set; each field's name in capitals, after CROSSREAD_."""

    model_config = SettingsConfigDict(env_prefix="CROSSREAD_", extra="ignore")

    data: Path = Field(Path(".crossread"), description="folder where the index lives")
    chroma_url: Annotated[str, AfterValidator(_server)] = Field(
        "", description="Chroma server where the index lives instead, http://… or https://…"
    )
    chroma_token: Annotated[str, AfterValidator(_token)] = Field(
        "", description="token that the Chroma server asks for"
    )
    chroma_tenant: str = Field(
        "default_tenant", min_length=1, description="whose databases on that server are meant"
    )
    chroma_database: str = Field(
        "default_database", min_length=1, description="database on that server"
    )
    host: str = Field("127.0.0.1", description="address to serve on")
    port: int = Field(7860, ge=1, le=65535, description="port to serve on")
    embeddings: str = Field(DEFAULT_MODEL, description="sentence-transformers model, name or path")
    reader_select: str = Field("", description="cross-encoder that selects, name or path")
    reader_read: str = Field("", description="question-answering model that reads, name or path")
    reader_verify: str = Field("", description="NLI cross-encoder that verifies, name or path")
    llm: str = Field("", description="language model that answers, as PROVIDER/MODEL[@URL]")
    llm_key: SecretStr = Field(SecretStr(""), description="key of the language model's server")
    llm_key_file: Path | None = Field(None, description="file that holds that key instead")
    llm_timeout: float = Field(60, gt=0, description="seconds to wait for its next word")
    llm_context: int = Field(4096, ge=1024, description="tokens that it takes in all")
    llm_concurrency: int = Field(2, ge=1, description="questions it is asked at a time")
    llm_unsupported: Literal["withhold", "mark"] = Field(
        "withhold", description="what becomes of its sentences that no source supports"
    )
    llm_conflicts: bool = Field(False, description="ask it where else the sources disagree")
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
    timeout: float | None = Field(
        None,
        gt=0,
        description="longest a question may take, in seconds; 60, or 180 with a language model",
    )
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

    def llm_secret(self) -> str:
        """The key of the language model's server; raises SettingsError if its file is not there."""
        if self.llm_key_file is None:
            return self.llm_key.get_secret_value()
        try:
            return self.llm_key_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"CROSSREAD_LLM_KEY_FILE is {str(self.llm_key_file)!r}, which cannot be read: "
                "name the file that holds the key."
            ) from error

    @property
    def question_timeout(self) -> float:
        """The longest a question may take, in seconds."""
        return self.timeout or (180 if self.llm else 60)

    @property
    def uploads_allowed(self) -> bool:
        """Whether people may add and remove articles in the page."""
        return is_this_machine(self.host) if self.uploads is None else self.uploads

    @property
    def only_here(self) -> bool:
        """Whether nobody is served but this machine, not even through a proxy on it."""
        return is_this_machine(self.host) and not self.trusted_proxies

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        host = "localhost" if self.host in ("", "0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


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
        told = "wrong" if name == "CROSSREAD_CHROMA_TOKEN" else repr(first["input"])
        raise SettingsError(f"{name} is {told}: {reason}.") from error
    for key, value in _OFFLINE.items():
        if not (settings.allow_download and key.endswith("_OFFLINE")):
            os.environ[key] = value
    return settings
