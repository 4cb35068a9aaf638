"""Choosing a language model, and what is said where it cannot be used: over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from assistant.llm.models import Chosen, Model, ModelError, connect, parse, tokens
from index.errors import SettingsError

CHAT = "/v1/chat/completions"


def events(*said: str, done: bool = True) -> str:
    """A stream of the OpenAI protocol."""
    lines = [
        json.dumps({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
                    "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}}]})
        for text in said
    ]  # fmt: skip
    return "".join(f"data: {line}\n\n" for line in [*lines, *["[DONE]"] * done])


@pytest.fixture
def model(httpserver: HTTPServer) -> Model:
    chosen = Chosen("openai-like", "m", httpserver.url_for("/v1"))
    return connect(chosen, "secret-key-7", timeout=0.3)


def says(model: Model) -> str:
    return "".join(model.stream("Answer.", "Who?", lambda: False))


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("ollama/llama3.2", Chosen("ollama", "llama3.2")),
        ("ollama/a/b:7b@http://gpu:11434", Chosen("ollama", "a/b:7b", "http://gpu:11434")),
        ("openai-like/m@https://h/v1", Chosen("openai-like", "m", "https://h/v1")),
        ("openai/gpt-x", Chosen("openai", "gpt-x")),
        ("anthropic/m@1", Chosen("anthropic", "m@1")),
    ],
)
def test_a_model_is_named_by_provider_and_name(text: str, chosen: Chosen) -> None:
    assert parse(text) == chosen


@pytest.mark.parametrize("text", ["llama3.2", "nobody/m", "ollama/", "/m", "openai-like/m"])
def test_what_names_no_model_is_quoted_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match="CROSSREAD_LLM is") as refused:
        parse(text)
    assert repr(text) in str(refused.value)


def test_what_it_says_comes_in_pieces_and_the_question_goes_to_it(
    httpserver: HTTPServer, model: Model
) -> None:
    httpserver.expect_request(CHAT).respond_with_data(
        events("31 ", "people."), content_type="text/event-stream"
    )
    assert list(model.stream("Answer.", "Who?", lambda: False))[-2:] == ["31 ", "people."]
    request, _ = httpserver.log[0]
    assert [m["content"] for m in request.get_json()["messages"]] == ["Answer.", "Who?"]
    assert request.headers["Authorization"] == "Bearer secret-key-7"


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_a_hosted_model_is_asked_by_the_same_protocol(
    httpserver: HTTPServer, provider: str
) -> None:
    httpserver.expect_request(CHAT).respond_with_data(
        events("31 people."), content_type="text/event-stream"
    )
    url = httpserver.url_for("/v1")
    model = connect(Chosen(provider, "gpt-4o", url), "secret-key-7", timeout=5)
    assert says(model) == "31 people."
    assert httpserver.log[0][0].headers["Authorization"] == "Bearer secret-key-7"


def answered(status: int, message: str = "") -> Callable[[Request], Response]:
    return lambda request: Response(json.dumps({"error": {"message": message}}), status)


@pytest.mark.parametrize(
    ("respond", "said"),
    [
        (answered(401, "bad secret-key-7"), "CROSSREAD_LLM_KEY"),
        (answered(404, "no such model"), "is not known to its server"),
        (answered(429, "slow down"), "asked too often"),
        (answered(500, "secret-key-7 broke"), "failed"),
        (answered(400, "exceeds the context length"), "CROSSREAD_LLM_CONTEXT"),
    ],
    ids=["key", "model", "quota", "fault", "context"],
)
def test_what_is_wrong_is_said_without_the_key(
    httpserver: HTTPServer, model: Model, respond: Callable[[Request], Response], said: str
) -> None:
    httpserver.expect_request(CHAT).respond_with_handler(respond)
    with pytest.raises(ModelError) as failed:
        says(model)
    assert said in str(failed.value)
    assert "secret-key-7" not in str(failed.value)


def test_a_server_that_is_down_is_said() -> None:
    model = connect(Chosen("openai-like", "m", "http://127.0.0.1:9/v1"), "", timeout=1)
    with pytest.raises(ModelError, match="does not answer"):
        says(model)


def test_garbage_is_nothing_said(httpserver: HTTPServer, model: Model) -> None:
    httpserver.expect_request(CHAT).respond_with_data("<html>hello</html>")
    assert says(model) == ""


def test_a_server_that_hangs_is_said(httpserver: HTTPServer, model: Model) -> None:
    let_go = threading.Event()

    def hang(request: Request) -> Response:
        let_go.wait(10)
        return Response("")

    httpserver.expect_request(CHAT).respond_with_handler(hang)
    try:
        with pytest.raises(ModelError, match="CROSSREAD_LLM_TIMEOUT"):
            says(model)
    finally:
        let_go.set()


def test_a_stream_that_breaks_off_gives_what_came(httpserver: HTTPServer, model: Model) -> None:
    httpserver.expect_request(CHAT).respond_with_data(
        events("31 people.", done=False), content_type="text/event-stream"
    )
    assert says(model) == "31 people."


def test_an_estimate_of_tokens_is_never_too_small() -> None:
    assert tokens("troops " * 100) > 100
    assert tokens("Übergrößenträger " * 10) > 60
