"""The queue: bounded, timed, and left by whoever leaves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

import httpx
import pytest
from fastapi import FastAPI, HTTPException

from assistant.chat import Assistant
from assistant.settings import Settings
from assistant.web.queue import Queue, Stopped
from index.types import Article
from tests.assistant.patience import PATIENCE, SlowAssistant, soon
from tests.assistant.scripted import ScriptedAssistant, app_of

ARTICLE = Article("a", "AP", "A title", "Some text.")


class Work:
    """Work that is done when it is let go, or told to stop."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.begun = threading.Event()
        self.ended = threading.Event()

    def __call__(self, stopped: Stopped) -> str:
        self.begun.set()
        while not (self.let_go.wait(0.005) or stopped()):
            pass
        self.ended.set()
        return "done"


def test_work_is_done_and_its_errors_are_raised() -> None:
    def fail(_: Stopped) -> None:
        raise TimeoutError("of its own")

    async def scenario() -> None:
        queue = Queue(1, 0, PATIENCE)
        assert await queue.run(lambda stopped: not stopped())
        with pytest.raises(TimeoutError, match="of its own"):
            await queue.run(fail)
        assert (queue.at_work, queue.waiting) == (0, 0)

    asyncio.run(scenario())


def test_one_too_many_is_refused_at_once_and_the_next_is_taken() -> None:
    async def scenario() -> None:
        queue, work = Queue(2, 1, PATIENCE), Work()
        inside = [asyncio.create_task(queue.run(work)) for _ in range(3)]
        await soon(lambda: (queue.at_work, queue.waiting) == (2, 1))
        with pytest.raises(HTTPException) as refused:
            await queue.run(work)
        assert refused.value.status_code == 503
        assert refused.value.headers == {"Retry-After": "1"}
        work.let_go.set()
        assert await asyncio.gather(*inside) == ["done"] * 3
        assert await queue.run(work) == "done"

    asyncio.run(scenario())


def test_work_out_of_time_is_told_and_keeps_its_place_until_it_ends() -> None:
    async def scenario() -> None:
        queue, holding = Queue(1, 0, 0.05), threading.Event()

        def stubborn(stopped: Stopped) -> None:
            holding.wait(PATIENCE)

        with pytest.raises(HTTPException, match=r"504.*0\.05 seconds"):
            await queue.run(stubborn)
        with pytest.raises(HTTPException, match="503"):
            await queue.run(stubborn)
        holding.set()
        await soon(lambda: queue.at_work == 0)
        work = Work()
        with pytest.raises(HTTPException, match="504"):
            await queue.run(work)
        assert work.ended.wait(PATIENCE)

    asyncio.run(scenario())


def test_who_leaves_frees_the_place() -> None:
    async def scenario() -> None:
        queue, first, second = Queue(1, 1, PATIENCE), Work(), Work()
        working = asyncio.create_task(queue.run(first))
        await soon(first.begun.is_set)
        waiting = asyncio.create_task(queue.run(second))
        await soon(lambda: queue.waiting == 1)
        waiting.cancel()
        await soon(lambda: queue.waiting == 0)
        working.cancel()
        await soon(first.ended.is_set)
        await soon(lambda: queue.at_work == 0)
        assert not second.begun.is_set()

    asyncio.run(scenario())


def test_work_knows_the_request_it_is_for() -> None:
    request: ContextVar[str] = ContextVar("request")

    async def scenario() -> None:
        request.set("one")
        assert await Queue(1, 0, PATIENCE).run(lambda _: request.get()) == "one"

    asyncio.run(scenario())


@asynccontextmanager
async def asking(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1/") as client:
        yield client


def app_with(assistant: Assistant, **settings: float) -> FastAPI:
    return app_of(assistant, Settings(rate_limit="", **settings))  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["ask", "ask/stream", "search"])
def test_overload_is_answered_503_and_recovers(path: str) -> None:
    assistant = SlowAssistant([ARTICLE])
    app = app_with(assistant, concurrency=1, queue=1)
    queue = app.state.service.queue

    async def scenario() -> None:
        async with asking(app) as client:
            body = {"question": "Why?"}
            inside = [asyncio.create_task(client.post("ask", json=body)) for _ in range(2)]
            await soon(lambda: (queue.at_work, queue.waiting) == (1, 1))
            refused = await client.post(path, json=body)
            assert refused.status_code == 503
            assert refused.headers["retry-after"] == "1"
            assert refused.headers["content-type"] == "application/problem+json"
            assistant.let_go.set()
            assert [(await one).status_code for one in inside] == [200, 200]
            assert (await client.post(path, json=body)).status_code == 200

    asyncio.run(scenario())


def test_a_question_has_its_time() -> None:
    assistant = SlowAssistant([ARTICLE])

    async def scenario() -> None:
        async with asking(app_with(assistant, timeout=0.1)) as client:
            late = await client.post("ask", json={"question": "Why?"})
            assert late.status_code == 504
            assert late.json()["detail"] == "The question was not answered within 0.1 seconds."
            await soon(lambda: assistant.stopped == ["Why?"])

    asyncio.run(scenario())


def test_questions_beyond_the_queue_do_not_touch_the_rest_of_the_api() -> None:
    assistant = SlowAssistant([ARTICLE])
    app = app_with(assistant, concurrency=1, queue=0)

    async def scenario() -> None:
        async with asking(app) as client:
            asked = asyncio.create_task(client.post("ask", json={"question": "Why?"}))
            await soon(lambda: app.state.service.queue.at_work == 1)
            assert (await client.get("articles")).status_code == 200
            assert (await client.get("http://test/healthz")).status_code == 200
            assistant.let_go.set()
            assert (await asked).status_code == 200

    asyncio.run(scenario())


def test_an_answer_is_that_of_the_assistant() -> None:
    async def scenario() -> None:
        async with asking(app_of(ScriptedAssistant([ARTICLE]))) as client:
            for base in ("http://test/api", "http://test/api/v1"):
                answer = await client.post(f"{base}/ask", json={"question": "Why?"})
                assert answer.json()["answer"] == "Yes."

    asyncio.run(scenario())
