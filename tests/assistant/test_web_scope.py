"""The HTTP API, asked of some of the articles."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.chat import Assistant
from assistant.types import MAX_OUTLETS, Answer
from index.scope import EVERYTHING, Scope
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of

TROOPS = "How many troops are on Ukraine's border?"


@pytest.fixture(scope="module")
def scripted() -> ScriptedAssistant:
    return ScriptedAssistant([Article("a", "AP", "A title", "Some text.")])


@pytest.fixture(scope="module")
def client(scripted: ScriptedAssistant) -> TestClient:
    return TestClient(app_of(scripted), raise_server_exceptions=False)


def test_an_answer_comes_from_the_outlets_and_dates_of_the_scope(
    seeds_assistant: Assistant,
) -> None:
    client = TestClient(app_of(seeds_assistant))
    scope = {"outlets": ["AP", "RT"], "since": "2021-12", "until": "2021-12-31"}
    response = client.post("/api/ask", json={"question": TROOPS, "scope": scope})
    answer = Answer.model_validate(response.json())
    assert {c.outlet for c in answer.citations} == {"AP"}


@pytest.mark.parametrize(
    ("given", "scope"),
    [
        ({}, EVERYTHING),
        (None, EVERYTHING),
        ({"outlets": [], "since": None}, EVERYTHING),
        ({"outlets": ["AP", "AP", "RT"]}, Scope(frozenset({"AP", "RT"}))),
        ({"since": "2021"}, Scope(since="2021")),
        ({"outlets": ["AP"] * MAX_OUTLETS}, Scope(frozenset({"AP"}))),
    ],
)
def test_any_part_of_a_scope_may_be_left_out(
    scripted: ScriptedAssistant, client: TestClient, given: Any, scope: Scope
) -> None:
    assert client.post("/api/ask", json={"question": "a", "scope": given}).status_code == 200
    assert scripted.scopes[-1] == scope


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({"outlet": ["AP"]}, ["'scope.outlet'", "not known"]),
        ({"outlets": "AP"}, ["'scope.outlets'", "list"]),
        ({"outlets": [1]}, ["'scope.outlets[0]'", "string"]),
        ({"outlets": ["AP"] * (MAX_OUTLETS + 1)}, ["'scope.outlets'", "201", "200"]),
        ({"since": "soon"}, ["'since'", "'soon'", "2021-12-31"]),
        ({"until": ""}, ["'until'", "''", "2021-12-31"]),
        ({"until": 2021}, ["'scope.until'", "string"]),
        ({"since": "2022", "until": "2021"}, ["'2022'", "'2021'"]),
        ("AP", ["'scope'", "JSON object"]),
        ([], ["'scope'", "JSON object"]),
    ],
)
def test_a_wrong_scope_is_told_what_is_wrong(
    client: TestClient, scope: Any, words: list[str]
) -> None:
    response = client.post("/api/ask", json={"question": "a", "scope": scope})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    detail = response.json()["detail"]
    assert [word for word in words if word not in detail] == []
    assert detail.endswith(".")
