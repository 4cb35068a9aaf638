"""The API's documentation, which loads nothing from elsewhere, and the alias that it leaves out."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of

ARTICLE = Article("a", "AP", "A title", "Some text.")


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(app_of(ScriptedAssistant([ARTICLE])), raise_server_exceptions=False)


def test_the_page_and_all_it_loads_come_from_here(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http" not in page
    loaded = re.findall(r'(?:src|href)="(docs/[^"]+)"', page)
    assert len(loaded) == 3
    for path in loaded:
        response = client.get(f"/{path}")
        assert response.status_code == 200
        assert re.match(r"(text|application)/(javascript|css)", response.headers["content-type"])


def test_the_page_works_under_a_strict_policy(client: TestClient) -> None:
    page = client.get("/docs").text
    assert re.findall(r"<script(?![^>]*src=)|<style|style=|\son\w+=", page) == []


def test_the_document_is_that_of_the_version(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    assert told["info"]["title"] == "Crossread"
    assert all(path.startswith("/api/v1/") or path == "/healthz" for path in told["paths"])
    for methods in told["paths"].values():
        for operation in methods.values():
            assert set(operation["responses"]) == {"200", "default"}
            problem = operation["responses"]["default"]["content"]
            assert list(problem) == ["application/problem+json"]
            assert operation["description"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "ask", {"question": "Why?"}),
        ("POST", "ask", {"question": ""}),
        ("GET", "ask", None),
        ("POST", "search", {"question": "Why?"}),
        ("GET", "articles", None),
        ("GET", "articles/a", None),
        ("GET", "articles/b", None),
        ("DELETE", "articles/a", None),
        ("GET", "nowhere", None),
    ],
)
def test_the_alias_behaves_the_same(
    client: TestClient, method: str, path: str, body: object
) -> None:
    one, other = (
        client.request(method, f"/{base}/{path}", json=body) for base in ("api", "api/v1")
    )
    assert one.status_code == other.status_code
    assert one.headers.get("allow") == other.headers.get("allow")
    assert one.text.replace("/api/", "/api/v1/") == other.text


def test_search_writes_what_the_command_writes(client: TestClient) -> None:
    assert client.post("/api/v1/search", json={"question": "Why?"}).json() == {"hits": []}
