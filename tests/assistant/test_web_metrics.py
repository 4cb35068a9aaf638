"""What Prometheus is told."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from assistant.chat import Assistant
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of

TROOPS = "How many troops are on Ukraine's border?"
ARTICLE = Article("a", "AP", "A title", "Some text.")
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def client_of(assistant: Assistant) -> TestClient:
    return TestClient(app_of(assistant), raise_server_exceptions=False)


def told(client: TestClient) -> Samples:
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(response.text)
    return {(s.name, frozenset(s.labels.items())): s.value for f in families for s in f.samples}


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples.get((f"crossread_{name}", frozenset(labels.items())), 0)


def requests(samples: Samples, method: str, route: str, status: int) -> float:
    labels = {"method": method, "route": route, "status": str(status)}
    return value(samples, "request_seconds_count", **labels)


def test_questions_conflicts_and_steps_are_counted(seeds_assistant: Assistant) -> None:
    client = client_of(seeds_assistant)
    answer = client.post("/api/v1/ask", json={"question": TROOPS}).json()
    client.post("/api/v1/ask/stream", json={"question": TROOPS})
    client.post("/api/ask", json={"question": "What is the capital of Peru?"})
    samples = told(client)
    assert value(samples, "questions_total", status="answered") == 2
    assert value(samples, "questions_total", status="not_in_articles") == 1
    assert value(samples, "conflicts_total") == 2 * len(answer["conflicts"]) > 0
    assert value(samples, "step_seconds_count", step="total") == 3
    assert value(samples, "step_seconds_sum", step="total") > 0
    assert {"retrieve", "compose"} <= {dict(labels).get("step") for _, labels in samples}
    assert value(samples, "articles") == 5
    assert value(samples, "questions_waiting") == value(samples, "questions_at_work") == 0


def test_requests_are_counted_by_route_and_status() -> None:
    client = client_of(ScriptedAssistant([ARTICLE]))
    for article_id in ("a", "b", "c/d"):
        client.get(f"/api/v1/articles/{article_id}")
    client.post("/api/v1/ask", json={})
    client.get("/api/v1/wherever")
    client.get("/")
    samples = told(client)
    route = "/api/v1/articles/{article_id:any}"
    assert requests(samples, "GET", route, 200) == 1
    assert requests(samples, "GET", route, 404) == 2
    assert requests(samples, "POST", "/api/v1/ask", 422) == 1
    assert requests(samples, "GET", "/api/v1/{path:any}", 404) == 1
    assert requests(samples, "GET", "/", 200) == 1


def test_nothing_that_users_write_is_told() -> None:
    client = client_of(ScriptedAssistant([ARTICLE]))
    client.post("/api/v1/ask", json={"question": "unspeakable"})
    client.post("/api/v1/unspeakable")
    client.get("/api/v1/articles/unspeakable")
    client.get("/unspeakable", headers={"x-request-id": "unspeakable", "origin": "unspeakable"})
    client.request("UNSPEAKABLE", "/api/v1/ask")
    assert "unspeakable" not in client.get("/metrics").text.lower()
    assert "other" in {dict(labels).get("method") for _, labels in told(client)}


def test_two_applications_count_for_themselves() -> None:
    one, other = (client_of(ScriptedAssistant([ARTICLE])) for _ in range(2))
    one.post("/api/v1/ask", json={"question": "Why?"})
    assert value(told(one), "questions_total", status="answered") == 1
    assert value(told(other), "questions_total", status="answered") == 0


def test_a_broken_index_does_not_hide_the_rest() -> None:
    class Broken(ScriptedAssistant):
        def article_count(self) -> int:
            raise OSError("gone")

    client = client_of(Broken())
    client.get("/api/v1/articles")
    samples = told(client)
    assert value(samples, "articles") != value(samples, "articles")  # not a number
    assert requests(samples, "GET", "/api/v1/articles", 200) == 1


@pytest.mark.parametrize("name", ["process_resident_memory_bytes", "process_cpu_seconds_total"])
def test_the_process_is_measured(name: str) -> None:
    samples = told(client_of(ScriptedAssistant([ARTICLE])))
    assert samples[name, frozenset()] > 0
