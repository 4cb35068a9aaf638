"""The calls of the HTTP API, for its clients: what is sent, what comes back, what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx
from httpx_sse import ServerSentEvent, SSEError
from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.events import Event, read_event
from assistant.types import Answer, ArticleEntry, ArticleText, Hits, Narrowing, Turn
from index.errors import CrossreadError

_PATIENCE = 300.0
"""Seconds to wait for an answer: a language model on a slow machine takes its time."""
_SHOWN = 300
"""Characters shown of an answer that is no problem document."""
Shape = TypeVar("Shape")

Brought = Sequence[Mapping[str, Any]]
"""Articles that come with a question, each with `id`, `text`, and what else is known of it."""


class UnreachableError(CrossreadError):
    """Nothing answers at the address, or it stopped in the middle."""


class ContractError(CrossreadError):
    """What answers is no Crossread, or one of another version."""


class RefusedError(CrossreadError):
    """The server refused a request.

    `status` is HTTP's, `detail` the server's sentence; `retry_after` are the seconds to wait before
    another try, None where it names none.
    """

    def __init__(self, url: str, status: int, detail: str, retry_after: int | None = None) -> None:
        super().__init__(f"{url} answered with {status}: {detail}")
        self.status = status
        self.detail = detail
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Call(Generic[Shape]):
    """A request, and the shape of what it answers with."""

    method: str
    path: str
    shape: TypeAdapter[Shape]
    body: dict[str, Any] | None = None


class _Problem(BaseModel):
    status: int
    detail: str


_ANSWER = TypeAdapter(Answer)
_HITS = TypeAdapter(Hits)
_TEXT = TypeAdapter(ArticleText)
ARTICLES = Call("GET", "api/v1/articles", TypeAdapter(list[ArticleEntry]))
HEALTH = Call("GET", "healthz", TypeAdapter(dict[str, Any]))


def asking(
    route: str,
    question: str,
    history: Sequence[Turn],
    articles: Brought | None,
    scope: Narrowing | None,
    own_words: bool,
    language: str,
) -> Call[Answer]:
    """The call that asks a question at a route."""
    body: dict[str, Any] = {
        "question": question,
        "history": [turn.model_dump() for turn in history],
    }
    if articles is not None:
        body["articles"] = [dict(article) for article in articles]
    if scope is not None:
        body["scope"] = scope.model_dump()
    if own_words:
        body["own_words"] = True
    if language:
        body["language"] = language
    return Call("POST", f"api/v1/{route}", _ANSWER, body)


def searching(question: str, k: int, per_article: bool, scope: Narrowing | None) -> Call[Hits]:
    """The call that searches."""
    body = {"question": question, "k": k, "per_article": per_article}
    if scope is not None:
        body["scope"] = scope.model_dump()
    return Call("POST", "api/v1/search", _HITS, body)


def fetching(article_id: str) -> Call[ArticleText]:
    """The call for one article."""
    return Call("GET", f"api/v1/articles/{quote(article_id, safe='')}", _TEXT)


def options(url: str, key: str | None) -> dict[str, Any]:
    """What an httpx client is made with."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return {"base_url": url, "headers": headers, "timeout": _PATIENCE}


def read(url: str, call: Call[Shape], response: httpx.Response) -> Shape:
    """What a response holds; raises RefusedError for one that is no success."""
    if not response.is_success:
        raise refusal(url, response)
    # The wire contract grows by fields that this version may not know yet.
    return call.shape.validate_json(response.content, extra="ignore")


def event(url: str, sent: ServerSentEvent) -> Event | None:
    """An event as it was sent, None for one unknown here; raises RefusedError for an "error"."""
    if sent.event == "error":
        problem = _Problem.model_validate_json(sent.data)
        raise RefusedError(url, problem.status, problem.detail)
    return read_event(sent.event, sent.data)


def broken_off(url: str) -> UnreachableError:
    """Why a stream that ended without "done" holds no answer."""
    return UnreachableError(f"{url} broke off before the answer was whole: ask again.")


def refusal(url: str, response: httpx.Response) -> RefusedError:
    """Why the server refused, with its body read already."""
    try:
        detail = _Problem.model_validate_json(response.content).detail
    except ValidationError:
        detail = response.text[:_SHOWN]
    wait = response.headers.get("retry-after", "")
    return RefusedError(url, response.status_code, detail, int(wait) if wait.isdecimal() else None)


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turn what httpx and pydantic raise into errors for people."""
    try:
        yield
    except (ValidationError, SSEError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise ContractError(
            f"{url!r} is no Crossread, or one of another version ({reason})."
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreachableError(
            f"{url!r} can't be asked ({error or type(error).__name__}): start it with "
            "'crossread serve', or give the address that it names when it is ready."
        ) from error


@contextmanager
def none_if_missing() -> Iterator[None]:
    """Leave the block at a refusal with 404."""
    try:
        yield
    except RefusedError as error:
        if error.status != httpx.codes.NOT_FOUND:
            raise
