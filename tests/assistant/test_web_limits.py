"""Limits: how often, and how much, and that every route names them."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from assistant.keys import hashed
from assistant.settings import Settings, load_settings
from assistant.web.requests import MAX_ARTICLES, MAX_BODY, MAX_HITS, MAX_QUESTION, MAX_TURNS
from index.errors import SettingsError
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of

ARTICLE = Article("a", "AP", "A title", "Some text.")
ASKING = ("/api/v1/ask", "/api/v1/ask/stream", "/api/v1/search", "/api/ask")


def client_of(address: str = "192.0.2.1", **settings: Any) -> TestClient:
    app = app_of(ScriptedAssistant([ARTICLE]), Settings(**settings))
    return TestClient(app, raise_server_exceptions=False, client=(address, 50_000))


def asked(client: TestClient, path: str = "/api/v1/ask", **headers: str) -> Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(path, json={"question": "Why?"}, headers=names)


# How often


def test_one_too_many_is_told_when_to_come_back() -> None:
    client = client_of(rate_limit="3/hour")
    assert [asked(client, path).status_code for path in ASKING[:3]] == [200] * 3
    for path in ASKING:
        refused = asked(client, path)
        assert refused.status_code == 429
        assert 3590 <= int(refused.headers["retry-after"]) <= 3600
        assert refused.headers["content-type"] == "application/problem+json"
        assert "3 per 1 hour" in refused.json()["detail"]
    assert client.get("/api/v1/articles").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_by_default_there_are_sixty_a_minute_and_none_if_left_empty() -> None:
    client = client_of()
    assert {asked(client).status_code for _ in range(60)} == {200}
    assert asked(client).status_code == 429
    client = client_of(rate_limit="")
    assert {asked(client).status_code for _ in range(61)} == {200}


def test_each_key_has_its_own() -> None:
    keys = ",".join(f"{name}:{hashed(name)}" for name in ("one", "two"))
    client = client_of(api_keys=keys, rate_limit="1/hour")
    assert asked(client, authorization="Bearer one").status_code == 200
    assert asked(client, authorization="Bearer one").status_code == 429
    assert asked(client, authorization="Bearer two").status_code == 200
    assert asked(client).status_code == 401


@pytest.mark.parametrize(
    ("trusted", "address", "chain", "same"),
    [
        ("", "192.0.2.1", ["9.9.9.1", "9.9.9.2"], True),
        ("", "127.0.0.1", ["9.9.9.1", "9.9.9.2"], True),
        ("192.0.2.1", "192.0.2.1", ["9.9.9.1", "9.9.9.2"], False),
        ("192.0.2.0/24, ::1", "192.0.2.7", ["9.9.9.1", "9.9.9.2"], False),
        ("192.0.2.1", "192.0.2.2", ["9.9.9.1", "9.9.9.2"], True),
        ("192.0.2.1", "192.0.2.1", ["6.6.6.6, 9.9.9.1", "7.7.7.7, 9.9.9.1"], True),
    ],
)
def test_only_a_trusted_proxy_is_believed(
    trusted: str, address: str, chain: list[str], same: bool
) -> None:
    client = client_of(address, rate_limit="1/hour", trusted_proxies=trusted)
    statuses = [asked(client, x_forwarded_for=given).status_code for given in chain]
    assert statuses == ([200, 429] if same else [200, 200])


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("CROSSREAD_RATE_LIMIT", "often", "write it as 60/minute"),
        ("CROSSREAD_RATE_LIMIT", "5/moon", "write it as 60/minute"),
        ("CROSSREAD_RATE_LIMIT", "0/minute", "write it as 60/minute"),
        ("CROSSREAD_RATE_LIMIT", "5/second;60/minute", "write it as 60/minute"),
        ("CROSSREAD_TRUSTED_PROXIES", "10.0.0.1, proxy", "'proxy'"),
        ("CROSSREAD_CONCURRENCY", "0", "greater than or equal to 1"),
        ("CROSSREAD_QUEUE", "-1", "greater than or equal to 0"),
        ("CROSSREAD_TIMEOUT", "0", "greater than 0"),
        ("CROSSREAD_LOG_JSON", "maybe", "boolean"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith(f"{name} is {value!r}: ")
    assert told in str(refused.value)


# How much


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of(rate_limit="")


@pytest.mark.parametrize("path", ASKING)
def test_every_route_refuses_a_large_body(client: TestClient, path: str) -> None:
    response = client.post(path, content=b" " * (MAX_BODY + 1))
    assert response.status_code == 413
    assert "8 MB" in response.json()["detail"]


@pytest.mark.parametrize("path", ASKING)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"question": "x" * (MAX_QUESTION + 1)}, ["'question'", "2,001", "2,000"]),
        ({"question": "a", "history": [{"role": "user", "content": "b"}] * (MAX_TURNS + 1)},
         ["'history'", "101", "100"]),
        ({"question": "a", "articles": [{"id": "1", "text": "b"}] * (MAX_ARTICLES + 1)},
         ["'articles'", "201", "200"]),
    ],
)  # fmt: skip
def test_every_route_names_its_limits(
    client: TestClient, path: str, body: Any, words: list[str]
) -> None:
    response = client.post(path, json=body)
    if path.endswith("search") and len(body) > 1:
        words = [words[0], "not known"]
    assert response.status_code == 422
    detail = response.json()["detail"]
    assert [word for word in words if word not in detail] == []


@pytest.mark.parametrize("k", [0, MAX_HITS + 1, "3", 1.5, True, None])
def test_a_number_of_hits_that_cannot_be(client: TestClient, k: Any) -> None:
    response = client.post("/api/v1/search", json={"question": "a", "k": k})
    assert response.status_code == 422
    assert "'k'" in response.json()["detail"]
    if k == MAX_HITS + 1:
        assert "100" in response.json()["detail"]


def test_files_added_in_the_page_have_a_limit_of_their_own() -> None:
    client = client_of(host="127.0.0.1", max_upload_mb=9)
    for size, status in ((MAX_BODY + 1, 200), (10 << 20, 413)):
        files = {"files": ("news.txt", b"x" * size)}
        assert client.post("/gradio_api/upload", files=files).status_code == status
