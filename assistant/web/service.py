"""Asking over HTTP: whoever may ask is let in, counted, queued, timed and answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated

from fastapi import Depends, Request

from assistant.batch import Asked
from assistant.chat import Assistant
from assistant.events import Event, answer_events
from assistant.llm.generate import Tell
from assistant.settings import Settings
from assistant.types import Answer, Hits, SearchHit, Sentence
from assistant.web.callers import Callers
from assistant.web.metrics import Metrics
from assistant.web.queue import Queue
from assistant.web.rates import RateLimit
from assistant.web.requests import SearchRequest

_log = logging.getLogger(__name__)


class Service:
    """An assistant, and what stands before it. One an application, at `app.state.service`."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self.assistant = assistant
        self.callers = Callers(settings.api_keys)
        self.rate = RateLimit(settings.rate_limit)
        self.queue = Queue(settings.concurrency, settings.queue, settings.question_timeout)
        self.metrics = Metrics(assistant, self.queue)
        self._logs_questions = settings.log_questions

    async def answer(self, asked: Asked, tell: Tell = lambda sentence: None) -> Answer:
        """The answer to a question; raises what Queue.run and the assistant raise.

        `tell` hears, in the thread that answers, each sentence of a language model once it is
        verified; the model is stopped when this is cancelled.
        """
        self._note(asked.question)
        answer = await self.queue.run(
            lambda stopped: self.assistant.ask(
                asked.question, asked.history, asked.articles, asked.scope,
                stopped=stopped, tell=tell, own_words=asked.own_words, language=asked.language,
            )
        )  # fmt: skip
        self.metrics.count_answer(answer)
        return answer

    async def told(self, asked: Asked) -> AsyncGenerator[Sentence | Answer, None]:
        """Each sentence of a language model once it is verified, then the whole answer.

        Raises as `answer` does, which is cancelled when this is closed.
        """
        heard: asyncio.Queue[Sentence | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def tell(sentence: Sentence) -> None:
            loop.call_soon_threadsafe(heard.put_nowait, sentence)

        answering = asyncio.create_task(self.answer(asked, tell))
        answering.add_done_callback(lambda _: heard.put_nowait(None))
        try:
            while sentence := await heard.get():
                yield sentence
            yield await answering
        finally:
            answering.cancel()

    def events(self, asked: Asked) -> AsyncIterator[Event]:
        """The events of an answer; raises 503 at once where the queue is full."""
        self.queue.check()
        return self._events(asked)

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

    async def _events(self, asked: Asked) -> AsyncIterator[Event]:
        yield Event("status", {"step": "searching"})
        told = 0
        async with aclosing(self.told(asked)) as parts:
            async for part in parts:
                if isinstance(part, Sentence):
                    told += 1
                    yield Event("sentence", part)
                else:
                    for event in answer_events(part, told):
                        yield event

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
