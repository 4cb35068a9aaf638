"""Addresses and methods that are none: problem documents, not the page's own errors."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of
from tests.assistant.test_web_api import problem


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(app_of(ScriptedAssistant([Article("a", "AP", "A title", "Some text.")])))


@pytest.mark.parametrize("path", ["/api/nowhere", "/widget/nowhere"])
def test_an_address_that_is_not_there(client: TestClient, path: str) -> None:
    assert path in problem(client.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("GET", "/api/ask", "POST"),
        ("GET", "/widget/ask", "POST"),
        ("POST", "/healthz", "GET, HEAD"),
        ("POST", "/metrics", "GET"),
    ],
)
def test_a_wrong_method_is_told_the_right_one(
    client: TestClient, method: str, path: str, right: str
) -> None:
    response = client.request(method, path)
    assert right in problem(response, 405)
    assert response.headers["allow"] == right
