"""The HTTP API: the wire contract over HTTP, and problem documents for everything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from httpx import Response
from starlette.testclient import TestClient

from assistant.chat import Assistant
from assistant.types import Answer
from assistant.web.requests import MAX_ARTICLES, MAX_BODY, MAX_QUESTION, MAX_TURNS
from index.errors import IndexStateError
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of

TROOPS = "How many troops are on Ukraine's border?"
ARTICLE = Article("a", "AP", "A title", "Some text.", "2021-12-17", "https://example.org/a")


def client_of(assistant: Assistant) -> TestClient:
    return TestClient(app_of(assistant), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(seeds_assistant: Assistant) -> TestClient:
    return client_of(seeds_assistant)


@pytest.fixture(scope="module")
def scripted() -> TestClient:
    return client_of(ScriptedAssistant([ARTICLE]))


def problem(response: Response, status: int) -> str:
    """The detail of a problem document that is as it should be."""
    document = response.json()
    assert response.status_code == document["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert document["type"] == "about:blank"
    assert document["title"]
    assert "Traceback" not in response.text
    assert document["detail"].endswith(".")
    return str(document["detail"])


# The wire contract


@pytest.mark.parametrize(
    "question", [TROOPS, "What did Russia demand?", "When did Biden and Putin talk?"]
)
def test_citations_quote_the_article_that_the_api_returns(client: TestClient, question: str):
    answer = Answer.model_validate(client.post("/api/ask", json={"question": question}).json())
    assert answer.status == "answered"
    assert answer.citations
    for citation in answer.citations:
        found = client.get(f"/api/articles/{quote(citation.article_id, safe='')}").json()
        assert found["text"][citation.start : citation.end] == citation.quote
        assert f"[{citation.n}]" in answer.answer


def test_what_the_articles_dont_say_is_answered_without_citations(client: TestClient):
    answer = client.post("/api/ask", json={"question": "What is the capital of Peru?"}).json()
    assert answer["status"] == "not_in_articles"
    assert answer["citations"] == answer["conflicts"] == []


def test_history_is_taken(client: TestClient):
    history = [{"role": "user", "content": TROOPS}, {"role": "assistant", "content": "70,000."}]
    response = client.post("/api/ask", json={"question": "Who said that?", "history": history})
    assert Answer.model_validate(response.json()).question == "Who said that?"


def test_articles_are_listed_without_their_texts(client: TestClient):
    listed = client.get("/api/articles").json()
    assert len(listed) == 5
    assert all({"id", "outlet", "title", "published", "url"} <= set(row) for row in listed)
    assert not any("text" in row for row in listed)
    assert all(row["outlet"] for row in listed)


def test_an_article_is_its_file_to_the_character(client: TestClient):
    for row in client.get("/api/articles").json():
        found = client.get(f"/api/articles/{row['id']}").json()
        file = Path("seeds", f"{row['id']}.txt")
        assert found == {**row, "text": file.read_bytes().decode("utf-8")}


@pytest.mark.parametrize("article_id", ["a/b", "../a", "a b?c#d%", "é\nü", "<b>&'\"", ".."])
def test_ids_may_hold_any_characters(article_id: str):
    client = client_of(ScriptedAssistant([Article(article_id, "AP", "T", "Text.")]))
    escaped = quote(article_id, safe="").replace(".", "%2E")
    assert client.get(f"/api/articles/{escaped}").json()["id"] == article_id


def test_own_articles_are_asked_alone(client: TestClient):
    text = "The harbour bridge cost 40 million euros, the city said on Monday."
    article = {"id": 7, "outlet": "Harbour News", "text": text, "published": "2024-05-06"}
    body = {"question": "How much did the bridge cost?", "articles": [article]}
    answer = Answer.model_validate(client.post("/api/ask", json=body).json())
    assert {(c.article_id, c.outlet, c.file) for c in answer.citations} == {
        ("7", "Harbour News", None)
    }
    assert all(text[c.start : c.end] == c.quote for c in answer.citations)
    assert len(client.get("/api/articles").json()) == 5


# Health


def test_healthy_when_the_index_can_be_asked(client: TestClient):
    assert client.get("/healthz").json() == {"status": "ok", "articles": 5}
    assert client.head("/healthz").status_code == 200  # as some watchers ask


def test_unhealthy_when_nothing_is_indexed():
    assert "crossread index" in problem(client_of(ScriptedAssistant()).get("/healthz"), 503)


def test_unhealthy_when_the_index_cannot_be_read():
    class Broken(ScriptedAssistant):
        def search(self, *_: object, **__: object) -> list[Any]:
            raise OSError("/secret/path")

    detail = problem(client_of(Broken([ARTICLE])).get("/healthz"), 503)
    assert "cannot be read" in detail
    assert "secret" not in detail


# Problems

TURN = {"role": "user", "content": "Hello?"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, ["'question'", "missing"]),
        ([], ["JSON object"]),
        ("text", ["JSON object"]),
        ({"question": None}, ["'question'", "string"]),
        ({"question": 5}, ["'question'", "string"]),
        ({"question": ""}, ["'question'", "empty"]),
        ({"question": " \n "}, ["'question'", "empty"]),
        ({"question": "x" * (MAX_QUESTION + 1)}, ["'question'", "2,001", "2,000"]),
        ({"question": "a", "k": 1}, ["'k'", "not known"]),
        ({"question": "a", "history": "b"}, ["'history'", "list"]),
        ({"question": "a", "history": [{"role": "user"}]}, ["'history[0].content'", "missing"]),
        ({"question": "a", "history": [{**TURN, "role": "x"}]}, ["'history[0].role'", "'user'"]),
        ({"question": "a", "history": [TURN] * (MAX_TURNS + 1)}, ["'history'", "101", "100"]),
        ({"question": "a", "articles": []}, ["'articles'", "empty"]),
        ({"question": "a", "articles": [{"id": "1"}]}, ["'articles[0].text'", "missing"]),
        ({"question": "a", "articles": [{"id": "1", "text": " "}]}, ["articles[0]", "'text'"]),
        (
            {"question": "a", "articles": [{"id": "1", "text": "b", "published": "soon"}]},
            ["articles[0]", "'published'"],
        ),
        (
            {"question": "a", "articles": [{"id": "1", "text": "b"}, {"id": 1, "text": "c"}]},
            ["articles[1]", "'1'", "articles[0]"],
        ),
        (
            {"question": "a", "articles": [{"id": "1", "text": "b"}] * (MAX_ARTICLES + 1)},
            ["'articles'", "201", "200"],
        ),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(scripted: TestClient, body: Any, words: list[str]):
    detail = problem(scripted.post("/api/ask", json=body), 422)
    assert [word for word in words if word not in detail] == []


@pytest.mark.parametrize("body", ["{", "", "question=a", '{"question": "a"', "[" * 100_000])
def test_a_body_that_is_not_json(scripted: TestClient, body: str):
    headers = {"content-type": "application/json"}
    response = scripted.post("/api/ask", content=body, headers=headers)
    problem(response, response.status_code)
    assert response.status_code in (400, 422)


def test_half_a_surrogate_pair_is_refused(scripted: TestClient):
    headers = {"content-type": "application/json"}
    response = scripted.post("/api/ask", content=rb'{"question": "a\ud800"}', headers=headers)
    assert "Unicode" in problem(response, 422)


def test_a_question_at_the_limit_is_asked(scripted: TestClient):
    assert scripted.post("/api/ask", json={"question": "x" * MAX_QUESTION}).status_code == 200


def test_a_large_body_is_refused_whether_it_says_so_or_not(scripted: TestClient):
    def pieces() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 1024 + 1):
            yield b" " * 1024

    declared = b" " * (MAX_BODY + 1)
    for content in (declared, pieces()):
        headers = {"content-type": "application/json"}
        response = scripted.post("/api/ask", content=content, headers=headers)
        assert "8 MB" in problem(response, 413)


def test_an_article_that_is_not_there(scripted: TestClient):
    assert "'no/such'" in problem(scripted.get("/api/articles/no/such"), 404)


def test_an_unexpected_error_shows_nothing_of_the_inside():
    def fail(question: str) -> Answer:
        raise RuntimeError("secret")

    client = client_of(ScriptedAssistant([ARTICLE], fail))
    response = client.post("/api/ask", json={"question": "a"})
    assert "secret" not in problem(response, 500)


def test_an_index_that_cannot_be_asked_says_so():
    def fail(question: str) -> Answer:
        raise IndexStateError("The index is locked.")

    client = client_of(ScriptedAssistant([ARTICLE], fail))
    response = client.post("/api/ask", json={"question": "a"})
    assert problem(response, 503) == "The index is locked."


@pytest.mark.parametrize(
    "question",
    [
        "🚀🚀🚀",
        "<script>alert(1)</script>",
        "'; DROP TABLE articles; --",
        'NEAR("* AND OR NOT ^',
        "\x00\x01\x1b[31m",
        "\u202etroops how many",
        "?" * MAX_QUESTION,
        "Сколько войск на границе?",
        "x" * MAX_QUESTION,
    ],
)
def test_hostile_questions_get_an_answer_or_a_sentence(client: TestClient, question: str):
    response = client.post("/api/ask", json={"question": question})
    if response.status_code == 200:
        assert Answer.model_validate(response.json()).answer
    else:
        problem(response, 422)


# Other sites


@pytest.mark.parametrize("path", ["/", "/api/articles", "/gradio_api/info", "/config"])
def test_no_other_origin_may_read(scripted: TestClient, path: str):
    response = scripted.get(path, headers={"origin": "https://evil.example"})
    assert response.status_code == 200
    assert not [name for name in response.headers if name.startswith("access-control")]


def test_no_other_origin_may_ask(scripted: TestClient):
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    for path in ("/api/ask", "/gradio_api/queue/join"):
        response = scripted.options(path, headers=headers)
        assert response.status_code == 400
        assert "access-control-allow-origin" not in response.headers


def test_chat_is_the_only_public_gradio_endpoint(scripted: TestClient):
    info = scripted.get("/gradio_api/info").json()
    assert list(info["named_endpoints"]) == ["/chat"]
    assert info["unnamed_endpoints"] == {}


def test_openapi_tells_the_routes(scripted: TestClient):
    paths = scripted.get("/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/v1/ask",
        "/api/v1/ask/stream",
        "/api/v1/search",
        "/api/v1/articles",
        "/api/v1/articles/{article_id}",
        "/healthz",
    }
