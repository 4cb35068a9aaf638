"""Who may use the API."""

from __future__ import annotations

import pytest
from fastapi import HTTPException, Request
from starlette.testclient import TestClient

from assistant.keys import hashed
from assistant.settings import Settings
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of

KEY = "crossread_one"
ARTICLE = Article("a", "AP", "A title", "Some text.")
GUARDED = [
    ("POST", "/api/ask"),
    ("POST", "/api/v1/ask"),
    ("POST", "/api/v1/ask/stream"),
    ("POST", "/api/v1/search"),
    ("GET", "/api/v1/articles"),
    ("GET", "/api/articles/a"),
    ("GET", "/api/v1/nowhere"),
]


def client_of(keys: str) -> TestClient:
    app = app_of(ScriptedAssistant([ARTICLE]), Settings(api_keys=keys))  # type: ignore[arg-type]
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of(f"desk:{hashed(KEY)},shop:{hashed('other')}")


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize(
    "header", [None, "", KEY, f"Basic {KEY}", "Bearer", "Bearer wrong", f"Bearer {hashed(KEY)}"]
)
def test_nobody_without_a_key(
    client: TestClient, method: str, path: str, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header}
    response = client.request(method, path, json={"question": "Why?"}, headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.headers["content-type"] == "application/problem+json"
    assert "Authorization: Bearer KEY" in response.json()["detail"]


@pytest.mark.parametrize(("method", "path"), GUARDED[:-1])
@pytest.mark.parametrize("header", [f"Bearer {KEY}", f"bearer {KEY}", "Bearer other"])
def test_whoever_has_one(client: TestClient, method: str, path: str, header: str) -> None:
    body = {"question": "Why?"}
    response = client.request(method, path, json=body, headers={"Authorization": header})
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/docs", "/openapi.json", "/"])
def test_what_is_open_to_all(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_key_is_revoked_by_taking_it_out() -> None:
    client = client_of(f"shop:{hashed('other')}")
    assert client.get("/api/articles", headers={"Authorization": f"Bearer {KEY}"}).is_error


def test_without_keys_the_api_is_open_to_all() -> None:
    client = client_of("")
    assert client.get("/api/articles").status_code == 200
    assert client.get("/api/articles", headers={"Authorization": "Bearer x"}).status_code == 200


def test_another_way_to_tell_who_asks(client: TestClient) -> None:
    def by_token(request: Request) -> str | None:
        if request.headers.get("token") == "old":
            raise HTTPException(403, "The token is too old.")
        return request.headers.get("token")

    ways = client.app.state.service.callers.ways  # type: ignore[attr-defined]
    ways.append(by_token)
    try:
        assert client.get("/api/articles", headers={"token": "visitor"}).status_code == 200
        assert client.get("/api/articles", headers={"token": "old"}).status_code == 403
        assert client.get("/api/articles").status_code == 401
    finally:
        ways.remove(by_token)


def test_openapi_tells_whether_a_key_is_needed(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    assert told["paths"]["/api/v1/ask"]["post"]["security"] == [{"HTTPBearer": []}]
    assert "security" not in told["paths"]["/healthz"]["get"]
    assert "security" not in client_of("").get("/openapi.json").text
