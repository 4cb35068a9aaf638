"""Search over HTTP: what `crossread search --json` writes."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.chat import Assistant
from tests.assistant.conftest import Run
from tests.assistant.scripted import app_of

TROOPS = "How many troops are on Ukraine's border?"


@pytest.fixture(scope="module")
def client(seeds_assistant: Assistant) -> TestClient:
    return TestClient(app_of(seeds_assistant))


def hits(client: TestClient, **body: Any) -> list[dict[str, Any]]:
    found = client.post("/api/v1/search", json={"question": TROOPS, **body}).json()
    assert list(found) == ["hits"]
    return list(found["hits"])


@pytest.mark.usefixtures("seeds")
def test_it_is_what_the_command_writes(client: TestClient, run: Run) -> None:
    assert hits(client) == run("search", TROOPS, "--json").json()[0]["hits"]
    per_article = run("search", TROOPS, "-k", "4", "--per-article", "--json").json()[0]["hits"]
    assert hits(client, k=4, per_article=True) == per_article


def test_hits_are_the_article_s_own_text(client: TestClient) -> None:
    for hit in hits(client, k=3):
        article = client.get(f"/api/v1/articles/{hit['article_id']}").json()
        assert article["text"][hit["start"] : hit["end"]] == hit["text"]


def test_some_of_the_articles(client: TestClient) -> None:
    assert {hit["outlet"] for hit in hits(client, scope={"outlets": ["AP"]})} == {"AP"}
    assert hits(client, scope={"until": "1999"}) == []
