"""Request ids, and what the log tells and keeps to itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.chat import Assistant
from assistant.keys import hashed
from assistant.logs import configure_logs
from assistant.settings import Settings
from assistant.types import Answer
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of

ARTICLE = Article("a", "AP", "A title", "Some text.")
SECRET = "Who is the unspeakable one?"


def client_of(assistant: Assistant | None = None, **settings: Any) -> TestClient:
    app = app_of(assistant or ScriptedAssistant([ARTICLE]), Settings(rate_limit="", **settings))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """Leave the logging of the other tests as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


Capture = pytest.CaptureFixture[str]


def lines(capsys: Capture) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


# Request ids


@pytest.mark.parametrize("path", ["/api/v1/articles", "/api/nowhere", "/healthz", "/", "/docs"])
def test_every_response_has_an_id(path: str) -> None:
    client = client_of()
    ids = {client.get(path).headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3


def test_an_id_is_taken_over_if_it_is_well_formed() -> None:
    client = client_of()
    for given in ("a", "b7f3.4_2-X", "x" * 64):
        headers = {"X-Request-ID": given}
        assert client.get("/healthz", headers=headers).headers["x-request-id"] == given
    for given in ("a b", "x" * 65, "<script>", "a\tb", "ä".encode()):
        headers = {b"X-Request-ID": given if isinstance(given, bytes) else given.encode()}  # type: ignore[dict-item]
        made = client.get("/healthz", headers=headers).headers["x-request-id"]
        assert len(made) == 32
        assert made.isalnum()


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream"])
def test_even_an_unexpected_error_has_one(path: str) -> None:
    def fail(question: str) -> Answer:
        raise RuntimeError("secret")

    client = client_of(ScriptedAssistant([ARTICLE], fail))
    response = client.post(path, json={"question": "a"}, headers={"x-request-id": "mine"})
    assert response.headers["x-request-id"] == "mine"
    assert "secret" not in response.text


# The log


def test_one_line_a_request_as_json(capsys: Capture) -> None:
    configure_logs(as_json=True)
    client = client_of(api_keys=f"desk:{hashed('key')}")
    client.get("/api/v1/articles/a", headers={"x-request-id": "one", "authorization": "Bearer key"})
    client.get("/api/v1/articles/a", headers={"x-request-id": "two"})
    first, second = lines(capsys)
    told = {key: first[key] for key in ("request_id", "method", "route", "status", "caller")}
    assert told == {
        "request_id": "one",
        "method": "GET",
        "route": "/api/v1/articles/{article_id:any}",
        "status": 200,
        "caller": "desk",
    }
    assert first["ms"] >= 0
    assert first["level"] == "INFO"
    assert first["time"]
    assert (second["request_id"], second["status"], second["caller"]) == ("two", 401, None)


def test_one_line_a_request_as_text(capsys: Capture) -> None:
    configure_logs(as_json=False)
    client_of().post("/api/ask", json={"question": SECRET}, headers={"x-request-id": "one"})
    (line,) = capsys.readouterr().err.splitlines()
    assert " INFO assistant.web.access [one] POST /api/ask 200 " in line


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("path", ["ask", "ask/stream", "search", "unspeakable"])
def test_no_question_is_in_the_log(capsys: Capture, path: str, as_json: bool) -> None:
    def fail(question: str) -> Answer:
        raise RuntimeError("something else")

    configure_logs(as_json=as_json)
    client = client_of(ScriptedAssistant([ARTICLE], fail))
    client.post(f"/api/v1/{path}?q=unspeakable", json={"question": SECRET})
    client.post(f"/api/v1/{path}", json={"question": SECRET, "unspeakable": 1})
    logged = capsys.readouterr().err
    assert "unspeakable" not in logged
    assert "POST" in logged


@pytest.mark.parametrize("path", ["ask", "ask/stream", "search"])
def test_questions_are_in_the_log_if_that_is_asked_for(capsys: Capture, path: str) -> None:
    configure_logs(as_json=True)
    client = client_of(log_questions=True)
    client.post(f"/api/v1/{path}", json={"question": SECRET}, headers={"x-request-id": "one"})
    asked, answered = lines(capsys)
    assert SECRET in asked["message"]
    assert asked["request_id"] == answered["request_id"] == "one"


def test_what_goes_wrong_inside_is_logged_with_the_request(capsys: Capture) -> None:
    def fail(question: str) -> Answer:
        raise RuntimeError("the reason")

    configure_logs(as_json=True)
    client = client_of(ScriptedAssistant([ARTICLE], fail))
    client.post("/api/v1/ask", json={"question": "a"}, headers={"x-request-id": "one"})
    failure, access = lines(capsys)
    assert "RuntimeError: the reason" in failure["exc_info"]
    assert failure["request_id"] == access["request_id"] == "one"
    assert access["status"] == 500


def test_what_the_assistant_logs_belongs_to_the_request(capsys: Capture) -> None:
    def noting(question: str) -> Answer:
        logging.getLogger("assistant.anything").warning("Slow today")
        return Answer(
            question=question, standalone_question=question, status="answered", answer="a"
        )

    configure_logs(as_json=False)
    client = client_of(ScriptedAssistant([ARTICLE], noting))
    client.post("/api/v1/ask", json={"question": "a"}, headers={"x-request-id": "one"})
    assert "[one] Slow today" in capsys.readouterr().err


def test_a_malformed_call_of_the_page_is_logged_without_what_was_typed(capsys: Capture) -> None:
    with client_of(log_json=True) as client:
        configure_logs(as_json=True)
        call = {"data": [SECRET], "session_hash": "abc"}
        for fn in range(20):
            client.post("/gradio_api/run/predict", json={**call, "fn_index": fn})
            client.post("/gradio_api/queue/join", json={**call, "fn_index": fn})
        client.get("/gradio_api/queue/data?session_hash=abc")
    told = capsys.readouterr()
    assert SECRET not in told.err + told.out
    failures = [line for line in map(json.loads, told.err.splitlines()) if "failed" in str(line)]
    assert any("ValueError" in line["message"] for line in failures)
