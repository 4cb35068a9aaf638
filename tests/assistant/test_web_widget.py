"""The widget's routes: which pages may ask, how often, and that the server is who decides."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from assistant.settings import Settings
from assistant.types import Answer
from assistant.web.tokens import Tokens
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, answered, app_of
from tests.assistant.test_web_api import problem

NEWS, EVIL, OWN = "https://news.example", "https://evil.example", "http://testserver"
ARTICLE = Article("a", "AP", "A title", "Some text.")


def client_of(**settings: Any) -> TestClient:
    made = Settings(widget_origins=NEWS, secret="secret", **settings)
    return TestClient(app_of(ScriptedAssistant([ARTICLE]), made), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of(widget_rate="1000/minute")


def token(client: TestClient, origin: str = NEWS) -> str:
    return str(client.post("/widget/token", headers={"Origin": origin}).json()["token"])


def ask(client: TestClient, path: str = "ask", **headers: str) -> Response:
    return client.post(f"/widget/{path}", json={"question": "Why?"}, headers=headers)


def allowed(response: Response) -> list[str]:
    return [name for name in response.headers if name.startswith("access-control")]


# Pages that may ask


@pytest.mark.parametrize("origin", [NEWS, OWN])
def test_an_allowed_page_gets_a_token_and_an_answer(client: TestClient, origin: str):
    headers = {"Origin": origin, "Crossread-Token": token(client, origin)}
    answer = Answer.model_validate(ask(client, **headers).json())
    assert answer == answered("Why?", "Yes.")


def test_an_answer_streams(client: TestClient):
    response = ask(client, "ask/stream", **{"Origin": NEWS, "Crossread-Token": token(client)})
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [block.splitlines() for block in response.text.split("\r\n\r\n") if block]
    assert events[0][0] == "event: status"
    name, data = events[-1]
    assert name == "event: done"
    assert Answer.model_validate_json(data.removeprefix("data: ")).answer == "Yes."


def test_browsers_of_an_allowed_page_may_send_and_read(client: TestClient):
    asks = {"Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type,crossread-token"}  # fmt: skip
    for path in ("ask", "ask/stream", "token"):
        preflight = client.options(f"/widget/{path}", headers={"Origin": NEWS, **asks})
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == NEWS
    for response in (preflight, ask(client, Origin=NEWS)):
        assert "access-control-allow-credentials" not in response.headers


def test_history_and_outlets_go_along(client: TestClient):
    assistant = ScriptedAssistant([ARTICLE])
    other = TestClient(app_of(assistant, Settings(widget_origins=NEWS)))
    body = {
        "question": "And?",
        "history": [{"role": "user", "content": "Why?"}],
        "scope": {"outlets": ["AP"]},
    }
    headers = {"Origin": NEWS, "Crossread-Token": token(other)}
    assert other.post("/widget/ask", json=body, headers=headers).status_code == 200
    assert [turn.content for turn in assistant.histories[0]] == ["Why?"]
    assert assistant.scopes[0].outlets == {"AP"}


# Pages that may not


@pytest.mark.parametrize("headers", [{}, {"Origin": EVIL}, {"Origin": "null"}, {"Origin": ""}])
@pytest.mark.parametrize("path", ["token", "ask", "ask/stream"])
def test_another_page_is_refused_by_the_server(
    client: TestClient, headers: dict[str, str], path: str
):
    response = ask(client, path, **headers, **{"Crossread-Token": token(client)})
    assert "CROSSREAD_WIDGET_ORIGINS" in problem(response, 403)
    assert allowed(response) == []


@pytest.mark.parametrize(
    "made",
    ["", "made up", Tokens("secret").mint(OWN), Tokens("other").mint(NEWS)],
    ids=["none", "made up", "for another page", "by another server"],
)
def test_an_allowed_page_still_needs_a_token_of_its_own(client: TestClient, made: str):
    response = ask(client, Origin=NEWS, **{"Crossread-Token": made})
    assert "token" in problem(response, 403)
    assert response.headers["access-control-allow-origin"] == NEWS  # so that it can be told


def test_an_api_of_another_port_or_scheme_is_another_origin(client: TestClient):
    for origin in (
        "http://testserver:8080",
        "https://testserver",
        "http://testserver.evil.example",
    ):
        problem(client.post("/widget/token", headers={"Origin": origin}), 403)


def test_the_own_origin_is_what_the_browser_addressed(client: TestClient):
    headers = {"Origin": "http://chat.example:81", "Host": "chat.example:81"}
    assert client.post("/widget/token", headers=headers).status_code == 200
    problem(client.post("/widget/token", headers={**headers, "Host": "chat.example"}), 403)


def test_with_nothing_set_only_the_own_pages_may_ask():
    closed = TestClient(app_of(ScriptedAssistant([ARTICLE])))
    problem(closed.post("/widget/token", headers={"Origin": NEWS}), 403)
    assert token(closed, OWN)


@pytest.mark.parametrize("path", ["/api/ask", "/api/v1/ask", "/gradio_api/queue/join", "/"])
def test_a_page_with_the_widget_may_read_nothing_else(client: TestClient, path: str):
    asks = {"Origin": NEWS, "Access-Control-Request-Method": "POST"}
    assert allowed(client.get(path, headers={"Origin": NEWS})) == []
    assert "access-control-allow-origin" not in client.options(path, headers=asks).headers


def test_articles_of_its_own_are_not_taken(client: TestClient):
    headers = {"Origin": NEWS, "Crossread-Token": token(client)}
    body = {"question": "Why?", "articles": [{"id": "x", "text": "Text."}]}
    assert "'articles'" in problem(client.post("/widget/ask", json=body, headers=headers), 422)


def test_a_visitor_who_asks_too_often_is_told_when_to_ask_again():
    client = client_of(widget_rate="2/minute")
    headers = {"Origin": NEWS, "Crossread-Token": token(client)}
    assert [ask(client, **headers).status_code for _ in range(2)] == [200, 200]
    for path in ("ask", "ask/stream"):
        refused = ask(client, path, **headers)
        problem(refused, 429)
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert refused.headers["access-control-expose-headers"] == "Retry-After"


# The file


def test_the_file_is_one_small_script(client: TestClient):
    response = client.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert len(gzip.compress(response.content)) < 20_000
    assert 'customElements.define("crossread-chat"' in response.text


def test_a_page_that_checks_the_file_needs_to_be_allowed(client: TestClient):
    for origin, told in ((NEWS, NEWS), (EVIL, None)):
        headers = client.get("/widget.js", headers={"Origin": origin}).headers
        assert headers.get("access-control-allow-origin") == told


def test_the_file_is_sent_gzipped_to_who_can_read_that(client: TestClient):
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    packed = client.get("/widget.js", headers={"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < 20_000
    assert plain.text == packed.text


def test_a_browser_that_has_the_file_is_not_sent_it_again(client: TestClient):
    first = client.get("/widget.js")
    assert first.headers["cache-control"] == "public, no-cache"
    again = client.get("/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/widget.js", headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_file_names_no_other_host_and_makes_no_html_of_texts(client: TestClient):
    script = client.get("/widget.js").text
    assert "://" not in script.replace("http://www.w3.org/2000/svg", "")
    for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert danger not in script


def test_every_text_that_the_script_asks_for_goes_along(client: TestClient):
    script = client.get("/widget.js").text
    texts = json.loads(re.search(r"const TEXTS = (.*);", script)[1])  # type: ignore[index]
    asked = set(re.findall(r'\bt\("([\w.]+)"[,)]', script)) | {"widget.away", "widget.lost"}
    assert len(asked) > 15
    for language in texts.values():
        assert {k for k in asked if k not in language and f"{k}_other" not in language} == set()
