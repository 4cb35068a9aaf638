"""Asking over HTTP: whoever may ask is let in, counted, queued, timed and answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from assistant.chat import Assistant
from assistant.events import Event, answer_events
from assistant.llm.generate import Tell
from assistant.settings import Settings
from assistant.types import Answer, Hits, SearchHit, Sentence
from assistant.web.callers import Callers
from assistant.web.metrics import Metrics
from assistant.web.queue import Queue
from assistant.web.rates import RateLimit
from assistant.web.requests import AskRequest, SearchRequest
from index.types import Article

_log = logging.getLogger(__name__)


class Service:
    """An assistant, and what stands before it. One an application, at `app.state.service`."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self.assistant = assistant
        self.callers = Callers(settings.api_keys)
        self.rate = RateLimit(settings.rate_limit)
        self.queue = Queue(settings.concurrency, settings.queue, settings.timeout)
        self.metrics = Metrics(assistant, self.queue)
        self._logs_questions = settings.log_questions

    async def answer(self, asked: AskRequest) -> Answer:
        """The answer to a question; raises what Queue.run, the request and the assistant raise."""
        return await self._answer(asked, await run_in_threadpool(asked.own_articles))

    async def events(self, asked: AskRequest) -> AsyncIterator[Event]:
        """The events of an answer, once it is known that the question can be asked.

        Raises at once what is wrong with the request, and 503 where the queue is full.
        """
        asked.own_scope()
        articles = await run_in_threadpool(asked.own_articles)
        self.queue.check()
        return self._events(asked, articles)

    async def search(self, asked: SearchRequest) -> Hits:
        """The passages for a question; raises as `answer` does."""
        scope = asked.own_scope()
        self._note(asked.question)
        found = await self.queue.run(
            lambda _: self.assistant.search(
                asked.question, asked.k, per_article=asked.per_article, scope=scope
            )
        )
        return Hits(hits=[SearchHit.of(hit) for hit in found])

    async def _events(
        self, asked: AskRequest, articles: list[Article] | None
    ) -> AsyncIterator[Event]:
        yield Event("status", {"step": "searching"})
        heard: asyncio.Queue[Sentence] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def tell(sentence: Sentence) -> None:
            loop.call_soon_threadsafe(heard.put_nowait, sentence)

        answering = asyncio.create_task(self._answer(asked, articles, tell))
        told = 0
        try:
            while not (answering.done() and heard.empty()):
                coming = asyncio.create_task(heard.get())
                await asyncio.wait({answering, coming}, return_when=asyncio.FIRST_COMPLETED)
                if coming.done():
                    told += 1
                    yield Event("sentence", coming.result())
                coming.cancel()
            for event in answer_events(await answering, told):
                yield event
        finally:
            answering.cancel()

    async def _answer(
        self,
        asked: AskRequest,
        articles: list[Article] | None,
        tell: Tell = lambda sentence: None,
    ) -> Answer:
        scope = asked.own_scope()
        self._note(asked.question)
        answer = await self.queue.run(
            lambda stopped: self.assistant.ask(
                asked.question, asked.history, articles, scope, stopped=stopped, tell=tell
            )
        )
        self.metrics.count_answer(answer)
        return answer

    def _note(self, question: str) -> None:
        if self._logs_questions:
            _log.info("Asked: %r", question)


async def service_of(request: Request) -> Service:
    """The service of the application that a request came to."""
    service: Service = request.app.state.service
    return service


Served = Annotated[Service, Depends(service_of)]
"""A route's parameter: the service."""


async def admitted(request: Request, service: Served) -> None:
    """A route's dependency: only those who may, see Callers.admit."""
    service.callers.admit(request)


async def limited(request: Request, service: Served) -> None:
    """A route's dependency, after `admitted`: not too often, see RateLimit.check."""
    service.rate.check(request)
