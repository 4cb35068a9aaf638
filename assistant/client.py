"""A client of a running Crossread's HTTP API, for programs: `Crossread` and `AsyncCrossread`.

Both raise UnreachableError, RefusedError and ContractError, all of them CrossreadErrors.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

import httpx
from httpx_sse import EventSource

from assistant import calls
from assistant.calls import Brought, ContractError, RefusedError, Shape, UnreachableError
from assistant.events import Event
from assistant.types import Answer, ArticleEntry, ArticleText, Narrowing, SearchHit, Turn

__all__ = ["AsyncCrossread", "ContractError", "Crossread", "RefusedError", "UnreachableError"]


class Crossread:
    """A running Crossread at an address, for a context or until it is closed."""

    def __init__(
        self, url: str, key: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.url = url
        with calls.explained(url):
            self._http = httpx.Client(**calls.options(url, key), transport=transport)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Brought | None = None,
        scope: Narrowing | None = None,
        *,
        own_words: bool = False,
        language: str = "",
    ) -> Answer:
        """The answer to a question, of the indexed articles or of those brought along.

        With `own_words` in the articles' own words, also where there is a language model; what is
        said around them is in a `language` ("de"), else in English.
        """
        return self._send(
            calls.asking("ask", question, history, articles, scope, own_words, language)
        )

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Brought | None = None,
        scope: Narrowing | None = None,
        *,
        own_words: bool = False,
        language: str = "",
    ) -> Iterator[Event]:
        """The events of an answer as they come; the last is "done", with the whole Answer."""
        call = calls.asking("ask/stream", question, history, articles, scope, own_words, language)
        with (
            calls.explained(self.url),
            self._http.stream(call.method, call.path, json=call.body) as response,
        ):
            if not response.is_success:
                response.read()
                raise calls.refusal(self.url, response)
            whole = False
            for sent in EventSource(response).iter_sse():
                if event := calls.event(self.url, sent):
                    whole = event.name == "done"
                    yield event
            if not whole:
                raise calls.broken_off(self.url)

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        per_article: bool = False,
        scope: Narrowing | None = None,
    ) -> list[SearchHit]:
        """The k best passages for a question, at most one an article if `per_article`."""
        return self._send(calls.searching(question, k, per_article, scope)).hits

    def articles(self) -> list[ArticleEntry]:
        """Every indexed article, without its text."""
        return self._send(calls.ARTICLES)

    def article(self, article_id: str) -> ArticleText | None:
        """An indexed article with its text, None if there is none with this id."""
        with calls.none_if_missing():
            return self._send(calls.fetching(article_id))
        return None

    def healthy(self) -> bool:
        """Whether the server is there, and its index can be asked."""
        with suppress(UnreachableError, RefusedError):
            self._send(calls.HEALTH)
            return True
        return False

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def _send(self, call: calls.Call[Shape]) -> Shape:
        with calls.explained(self.url):
            response = self._http.request(call.method, call.path, json=call.body)
            return calls.read(self.url, call, response)


class AsyncCrossread:
    """As Crossread, for programs that wait in an event loop."""

    def __init__(
        self, url: str, key: str | None = None, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.url = url
        with calls.explained(url):
            self._http = httpx.AsyncClient(**calls.options(url, key), transport=transport)

    async def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Brought | None = None,
        scope: Narrowing | None = None,
        *,
        own_words: bool = False,
        language: str = "",
    ) -> Answer:
        """See Crossread."""
        return await self._send(
            calls.asking("ask", question, history, articles, scope, own_words, language)
        )

    async def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Brought | None = None,
        scope: Narrowing | None = None,
        *,
        own_words: bool = False,
        language: str = "",
    ) -> AsyncIterator[Event]:
        """See Crossread."""
        call = calls.asking("ask/stream", question, history, articles, scope, own_words, language)
        with calls.explained(self.url):
            async with self._http.stream(call.method, call.path, json=call.body) as response:
                if not response.is_success:
                    await response.aread()
                    raise calls.refusal(self.url, response)
                whole = False
                async for sent in EventSource(response).aiter_sse():
                    if event := calls.event(self.url, sent):
                        whole = event.name == "done"
                        yield event
                if not whole:
                    raise calls.broken_off(self.url)

    async def search(
        self,
        question: str,
        k: int = 10,
        *,
        per_article: bool = False,
        scope: Narrowing | None = None,
    ) -> list[SearchHit]:
        """See Crossread."""
        return (await self._send(calls.searching(question, k, per_article, scope))).hits

    async def articles(self) -> list[ArticleEntry]:
        """See Crossread."""
        return await self._send(calls.ARTICLES)

    async def article(self, article_id: str) -> ArticleText | None:
        """See Crossread."""
        with calls.none_if_missing():
            return await self._send(calls.fetching(article_id))
        return None

    async def healthy(self) -> bool:
        """See Crossread."""
        with suppress(UnreachableError, RefusedError):
            await self._send(calls.HEALTH)
            return True
        return False

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.close()

    async def _send(self, call: calls.Call[Shape]) -> Shape:
        with calls.explained(self.url):
            response = await self._http.request(call.method, call.path, json=call.body)
            return calls.read(self.url, call, response)
