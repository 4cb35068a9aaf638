"""Answers in server-sent events, over real connections that are also left."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from httpx_sse import EventSource
from starlette.testclient import TestClient

from assistant.chat import Assistant
from assistant.client import Crossread
from assistant.settings import Settings
from assistant.types import Answer
from index.errors import IndexStateError
from index.types import Article
from tests.assistant.patience import SlowAssistant, until
from tests.assistant.scripted import ScriptedAssistant, app_of
from tests.browser.serving import served

TROOPS = "How many troops are on Ukraine's border?"
ARTICLE = Article("a", "AP", "A title", "Some text.")
SMALL = Settings(rate_limit="", concurrency=1, queue=2)


def client_of(assistant: Assistant) -> TestClient:
    return TestClient(app_of(assistant), raise_server_exceptions=False)


def events_of(client: TestClient, **body: Any) -> list[tuple[str, Any]]:
    with client.stream("POST", "/api/v1/ask/stream", json=body) as response:
        assert response.status_code == 200
        sent = EventSource(response).iter_sse()  # type: ignore[arg-type]
        return [(event.event, json.loads(event.data)) for event in sent]


@pytest.fixture(scope="module")
def seeds(seeds_assistant: Assistant) -> TestClient:
    return client_of(seeds_assistant)


def test_the_events_make_up_the_answer_that_ask_gives(seeds: TestClient) -> None:
    events = events_of(seeds, question=TROOPS)
    names = [name for name, _ in events]
    sentences = [data for name, data in events if name == "sentence"]
    assert names == ["status", *["sentence"] * len(sentences), "citations", "conflicts", "done"]
    told = dict(events)
    assert told["status"] == {"step": "searching"}
    answer = Answer.model_validate(told["done"]).model_dump()
    asked = seeds.post("/api/v1/ask", json={"question": TROOPS}).json()
    for each in (answer, asked):
        del each["timings_ms"]
    assert answer == asked
    assert sentences == answer["sentences"] != []
    assert told["citations"] == answer["citations"] != []
    assert told["conflicts"] == answer["conflicts"] != []


def test_a_refusal_is_streamed_like_any_answer(seeds: TestClient) -> None:
    told = dict(events_of(seeds, question="What is the capital of Peru?"))
    assert told["done"]["status"] == "not_in_articles"
    assert told["citations"] == told["conflicts"] == []


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (IndexStateError("The index is locked."), 503, "The index is locked."),
        (RuntimeError("secret"), 500, "Something went wrong on the server; its log says what."),
    ],
)
def test_an_error_after_the_start_is_an_event(error: Exception, status: int, detail: str) -> None:
    def fail(question: str) -> Answer:
        raise error

    client = client_of(ScriptedAssistant([ARTICLE], fail))
    (first, _), (name, problem) = events_of(client, question="Why?")
    assert (first, name) == ("status", "error")
    assert (problem["status"], problem["detail"]) == (status, detail)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": ""}, 422),
        ({"question": "a", "scope": {"since": "soon"}}, 422),
        ({"question": "a", "articles": [{"id": "1", "text": " "}]}, 422),
    ],
)
def test_a_wrong_request_is_refused_before_the_start(body: Any, status: int) -> None:
    response = client_of(ScriptedAssistant([ARTICLE])).post("/api/v1/ask/stream", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_nothing_on_the_way_may_keep_it(seeds: TestClient) -> None:
    with seeds.stream("POST", "/api/v1/ask/stream", json={"question": TROOPS}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-accel-buffering"] == "no"


# Over a real connection


@pytest.fixture
def slow() -> SlowAssistant:
    return SlowAssistant([ARTICLE])


@pytest.fixture
def url(slow: SlowAssistant) -> Iterator[str]:
    with served(app_of(slow, SMALL)) as address:
        yield address
        slow.let_go.set()


def test_life_is_seen_before_the_answer_is_there(slow: SlowAssistant, url: str) -> None:
    with Crossread(url) as crossread:
        events = crossread.stream("Why?")
        assert next(events).name == "status"
        assert not slow.let_go.is_set()
        slow.let_go.set()
        assert [event.name for event in events] == ["citations", "conflicts", "done"]


def test_a_stream_that_is_left_stops_its_question(slow: SlowAssistant, url: str) -> None:
    with Crossread(url) as crossread:
        events = crossread.stream("Why?")
        next(events)
        until(lambda: slow.asked)
        events.close()
        until(lambda: slow.stopped == ["Why?"])


@contextmanager
def request(url: str, path: str, question: str) -> Iterator[None]:
    """A question that is asked, and hung up on at the end of the block."""
    asked: dict[str, Any] = {"question": question}
    if path == "/mcp":
        call = {"name": "ask_articles", "arguments": asked}
        asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    body = json.dumps(asked).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
    head += "Accept: application/json, text/event-stream\r\n"
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(f"{head}Content-Type: application/json\r\n\r\n".encode() + body)
        yield


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream", "/mcp"])
def test_who_hangs_up_stops_a_question_at_work_and_leaves_the_line(
    slow: SlowAssistant, url: str, path: str
) -> None:
    with request(url, path, "first"):
        until(lambda: slow.asked == ["first"])
        with request(url, path, "second"):
            until(lambda: waiting(url) == 1)
        until(lambda: waiting(url) == 0)
    until(lambda: slow.stopped == ["first"])
    slow.let_go.set()
    with Crossread(url) as crossread:
        assert crossread.ask("third").answer == "Yes."
    assert slow.asked == ["first", "third"]


def waiting(url: str) -> float:
    """How many questions are in line, as the server's metrics have it."""
    page = httpx.get(f"{url}/metrics").text
    line = next(line for line in page.splitlines() if line.startswith("crossread_questions_wait"))
    return float(line.split()[-1])
