"""Language models by name, through llama-index: the only importer of its LLM integrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from assistant.wording import DEFAULT, Texts, texts
from index.errors import Cancelled, CrossreadError, SettingsError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

PROVIDERS = ("ollama", "openai-like", "openai", "anthropic")
_MOST_TOKENS = 500
_CHARS_PER_TOKEN = 3
"""Fewer than any usual tokenizer has in English, so that an estimate is never too small."""
_CONTEXT = 4096
_ANTHROPIC = "https://api.anthropic.com/v1/"


class ModelError(CrossreadError):
    """A language model cannot be used as it is set; the message says why and what to do."""

    def told(self, t: Texts) -> str:
        """The message in a language, where it has words for readers."""
        return str(self)


class UnansweredError(ModelError):
    """A language model that was asked gave no answer; `reason` is the key of the words for why."""

    def __init__(self, reason: str, model: str, error: str) -> None:
        self._reason, self._model, self._error = reason, model, error
        super().__init__(self.told(texts(DEFAULT)))

    def told(self, t: Texts) -> str:
        """The message in a language."""
        return t(f"model.{self._reason}", model=self._model, error=self._error)


class Model(Protocol):
    """A language model that is asked once and answers in pieces."""

    @property
    def name(self) -> str:
        """Its provider and name."""

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may have together."""

    def stream(self, system: str, prompt: str, stopped: Callable[[], bool]) -> Iterator[str]:
        """The answer, piece by piece. Raises ModelError, or Cancelled once `stopped` says so."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which model answers: `provider/model`, at an address where one is given."""

    provider: str
    model: str
    url: str = ""


def parse(text: str) -> Chosen:
    """ "ollama/llama3.2", "openai-like/MODEL@http://127.0.0.1:8000/v1"; raises SettingsError."""
    named, _, url = text.partition("@http")
    provider, _, model = named.partition("/")
    if provider not in PROVIDERS or not model:
        raise SettingsError(
            f"CROSSREAD_LLM is {text!r}: write PROVIDER/MODEL, or PROVIDER/MODEL@URL, with one of "
            f"{', '.join(PROVIDERS)}, such as ollama/llama3.2."
        )
    if provider == "openai-like" and not url:
        raise SettingsError(
            f"CROSSREAD_LLM is {text!r}: say where it is served, as in "
            "openai-like/MODEL@http://127.0.0.1:8000/v1."
        )
    return Chosen(provider, model, f"http{url}" if url else "")


def connect(chosen: Chosen, key: str, timeout: float, context: int = _CONTEXT) -> Model:
    """The model, without asking it yet. `timeout` is in seconds without a sign of life.

    Raises ModelError if its integration is not installed.
    """
    try:
        client = _MAKERS[chosen.provider](chosen, key, timeout, context)
    except ImportError as error:
        raise ModelError(
            f"CROSSREAD_LLM asks for {chosen.provider}, which is not installed: "
            f"run pip install 'crossread[{chosen.provider}]'."
        ) from error
    return _Connected(f"{chosen.provider}/{chosen.model}", context, client)


def tokens(text: str) -> int:
    """How many tokens a text has at most, by a safe estimate."""
    return 1 + len(text.encode()) // _CHARS_PER_TOKEN


@dataclass(frozen=True, slots=True)
class _Connected:
    name: str
    context: int
    _client: LLM

    def stream(self, system: str, prompt: str, stopped: Callable[[], bool]) -> Iterator[str]:
        from llama_index.core.llms import ChatMessage

        asked = [ChatMessage(role="system", content=system), ChatMessage(content=prompt)]
        try:
            for piece in self._client.stream_chat(asked):
                if stopped():
                    raise Cancelled("Nobody waits for the answer any more.")
                yield piece.delta or ""
        except CrossreadError:
            raise
        except Exception as error:  # every integration raises what its own client raised
            status = getattr(error, "status_code", None) or ""
            kind = f"{type(error).__name__} {status}".rstrip()
            raise UnansweredError(_reason(error), self.name, kind) from error


def _reason(error: BaseException) -> str:
    """What went wrong, as the key of the words for whoever chose the model."""
    status = getattr(error, "status_code", None)
    name = type(error).__name__
    told = str(error).lower()
    if status in (401, 403):
        return "key"
    if status == 404 or "not found" in told:
        return "unknown"
    if status == 429:
        return "quota"
    if "context" in told and ("length" in told or "exceed" in told or "window" in told):
        return "context"
    if "timeout" in name.lower() or "timed out" in told:
        return "slow"
    if "connect" in name.lower() or "connect" in told:
        return "away"
    return "failed"


def _ollama(chosen: Chosen, key: str, timeout: float, context: int) -> Any:
    from llama_index.llms.ollama import Ollama

    at: dict[str, Any] = {"base_url": chosen.url} if chosen.url else {}
    return Ollama(
        model=chosen.model, temperature=0.0, request_timeout=timeout, context_window=context,
        additional_kwargs={"num_predict": _MOST_TOKENS}, **at,
    )  # fmt: skip


def _openai_like(chosen: Chosen, key: str, timeout: float, context: int) -> Any:
    from llama_index.llms.openai_like import OpenAILike

    return OpenAILike(
        model=chosen.model, api_base=chosen.url, api_key=key or "none", temperature=0.0,
        timeout=timeout, max_retries=1, context_window=context, max_tokens=_MOST_TOKENS,
        is_chat_model=True,
    )  # fmt: skip


def _openai(chosen: Chosen, key: str, timeout: float, context: int) -> Any:
    from llama_index.llms.openai import OpenAI

    at: dict[str, Any] = {"api_base": chosen.url} if chosen.url else {}
    return OpenAI(
        model=chosen.model, api_key=key, temperature=0.0, timeout=timeout, max_retries=1,
        max_tokens=_MOST_TOKENS, **at,
    )  # fmt: skip


def _anthropic(chosen: Chosen, key: str, timeout: float, context: int) -> Any:
    """By Anthropic's endpoint for OpenAI's protocol: its own integration brings Bedrock's client,
    which cannot be installed beside Chroma (they want other versions of python-dateutil)."""
    served = replace(chosen, url=chosen.url or _ANTHROPIC)
    return _openai_like(served, key, timeout, context)


_MAKERS: dict[str, Callable[[Chosen, str, float, int], Any]] = {
    "ollama": _ollama,
    "openai-like": _openai_like,
    "openai": _openai,
    "anthropic": _anthropic,
}
