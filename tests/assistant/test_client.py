"""The Python client, over real connections and against servers that misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from assistant.chat import Assistant
from assistant.client import (
    AsyncCrossread,
    ContractError,
    Crossread,
    RefusedError,
    UnreachableError,
)
from assistant.keys import hashed
from assistant.settings import Settings
from assistant.types import Narrowing, Turn
from index.errors import CrossreadError
from tests.assistant.scripted import app_of
from tests.browser.serving import served

TROOPS = "How many troops are on Ukraine's border?"
KEY = "crossread_one"
OWN = {"id": "own", "outlet": "Own", "text": "The bridge cost 40 million euros, the city said."}


@pytest.fixture(scope="module")
def url(seeds_assistant: Assistant) -> Iterator[str]:
    settings = Settings(rate_limit="", api_keys=f"desk:{hashed(KEY)}")  # type: ignore[arg-type]
    with served(app_of(seeds_assistant, settings)) as address:
        yield address


def test_all_that_can_be_asked(url: str) -> None:
    with Crossread(url, KEY) as crossread:
        assert crossread.healthy()
        answer = crossread.ask(TROOPS, [Turn(role="user", content="Hello")])
        article = crossread.article(answer.citations[0].article_id)
        assert article is not None
        first = answer.citations[0]
        assert article.text[first.start : first.end] == first.quote
        assert crossread.article("no/such") is None
        assert len(crossread.articles()) == 5
        hits = crossread.search(TROOPS, 3, per_article=True, scope=Narrowing(outlets=["AP"]))
        assert {hit.outlet for hit in hits} == {"AP"}
        assert (
            crossread.ask("What did the bridge cost?", articles=[OWN]).citations[0].outlet == "Own"
        )
        assert crossread.ask(TROOPS, scope=Narrowing(until="1999")).status == "not_in_articles"
        *_, last = crossread.stream(TROOPS)
        assert last.data.answer == answer.answer


def test_the_same_in_an_event_loop(url: str) -> None:
    async def scenario() -> None:
        async with AsyncCrossread(url, KEY) as crossread:
            assert await crossread.healthy()
            answer = await crossread.ask(TROOPS)
            article = await crossread.article(answer.citations[0].article_id)
            assert article is not None
            assert await crossread.article("no/such") is None
            assert len(await crossread.articles()) == 5
            assert len(await crossread.search(TROOPS, 2)) == 2
            events = [event async for event in crossread.stream(TROOPS)]
            assert events[0].data == {"step": "searching"}
            assert events[-1].data.answer == answer.answer
            with pytest.raises(RefusedError):
                await crossread.ask(" ")

    asyncio.run(scenario())


def test_a_refusal_carries_the_problem(url: str) -> None:
    with Crossread(url) as crossread, pytest.raises(RefusedError) as refused:
        crossread.ask(TROOPS)
    assert refused.value.status == 401
    assert refused.value.detail.startswith("This needs a key")
    assert str(refused.value) == f"{url} answered with 401: {refused.value.detail}"
    with Crossread(url, KEY) as crossread, pytest.raises(RefusedError, match="'question' is empty"):
        next(crossread.stream(" "))


Handler = Callable[[httpx.Request], httpx.Response]


def faked(handler: Handler) -> Crossread:
    return Crossread("http://test", transport=httpx.MockTransport(handler))


def test_when_to_try_again_is_told() -> None:
    for given, told in (("7", 7), ("soon", None), (None, None)):
        headers = {} if given is None else {"Retry-After": given}
        client = faked(lambda request, headers=headers: httpx.Response(429, headers=headers))  # type: ignore[misc]
        with pytest.raises(RefusedError) as refused:
            client.ask("Why?")
        assert refused.value.retry_after == told


def sse(*events: tuple[str, str]) -> httpx.Response:
    text = "".join(f"event: {name}\r\ndata: {data}\r\n\r\n" for name, data in events)
    return httpx.Response(200, text=text, headers={"content-type": "text/event-stream"})


def test_an_error_in_a_stream_is_raised_and_news_are_passed_over() -> None:
    problem = '{"type": "about:blank", "title": "x", "status": 504, "detail": "Too late."}'
    sent = sse(("status", '{"step": "searching"}'), ("of_the_future", "?"), ("error", problem))
    events = faked(lambda request: sent).stream("Why?")
    assert next(events).name == "status"
    with pytest.raises(RefusedError) as refused:
        next(events)
    assert (refused.value.status, refused.value.detail) == (504, "Too late.")


def test_a_stream_that_ends_before_the_answer_is_whole_is_an_error() -> None:
    def cut(_: httpx.Request) -> httpx.Response:
        return sse(("status", '{"step": "searching"}'))

    events = faked(cut).stream("Why?")
    assert next(events).name == "status"
    with pytest.raises(UnreachableError, match="broke off"):
        next(events)

    async def scenario() -> None:
        transport = httpx.MockTransport(cut)
        async with AsyncCrossread("http://test", transport=transport) as crossread:
            with pytest.raises(UnreachableError, match="broke off"):
                assert [event async for event in crossread.stream("Why?")]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"hits": [{"article_id": 1}]}),
        httpx.Response(200, json=[]),
    ],
)
def test_what_is_no_crossread(response: httpx.Response) -> None:
    client = faked(lambda request: response)
    asks: list[Callable[[], Any]] = [
        lambda: client.ask("Why?"),
        lambda: client.search("Why?"),
        lambda: list(client.stream("Why?")),
    ]
    for ask in asks:
        with pytest.raises(ContractError, match="'http://test' is no Crossread"):
            ask()
    assert not faked(lambda request: httpx.Response(503)).healthy()


@pytest.mark.parametrize("url", ["localhost:7860", "nowhere", "http://127.0.0.1:1", "http://[", ""])
def test_nobody_there(url: str) -> None:
    with pytest.raises(UnreachableError, match="crossread serve"):
        Crossread(url).ask("Why?")
    with pytest.raises(CrossreadError):
        next(Crossread(url).stream("Why?"))
    if "[" not in url:
        assert not Crossread(url).healthy()
