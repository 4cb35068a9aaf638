"""What a page of another site can't make a browser do, beyond what CORS keeps from it."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.settings import Settings
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of
from tests.assistant.test_web_api import problem

ARTICLE = Article("a", "AP", "A title", "Some text.")
NEWS = "https://news.example"
FILE = {"files": ("news.txt", b"News.")}


def client_of(*, only_here: bool = False, **settings: Any) -> TestClient:
    made = Settings(rate_limit="", **settings)
    app = app_of(ScriptedAssistant([ARTICLE]), made, only_here=only_here)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of(widget_origins=NEWS)


@pytest.fixture(scope="module")
def here() -> TestClient:
    return client_of(only_here=True)


@pytest.mark.parametrize("told", ["cross-site", "same-site"])
def test_a_form_of_another_site_sends_nothing(client: TestClient, told: str) -> None:
    headers = {"Sec-Fetch-Site": told}
    refused = client.post("/gradio_api/upload", files=FILE, headers=headers)
    assert "other sites" in problem(refused, 403)
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert client.get("/", headers=headers).status_code == 200  # a link leads here
    token = client.post("/widget/token", headers={**headers, "Origin": NEWS})
    assert token.status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin"}])
def test_the_own_pages_and_programs_do(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/gradio_api/upload", files=FILE, headers=headers).status_code == 200
    asked = client.post("/api/ask", json={"question": "Why?"}, headers=headers)
    assert asked.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example"])
@pytest.mark.parametrize("path", ["/widget/token", "/api/ask", "/gradio_api/queue/join", "/mcp"])
def test_a_site_that_leads_its_name_to_this_machine_is_told_nothing(
    here: TestClient, host: str, path: str
) -> None:
    headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    refused = here.post(path, json={"question": "Why?"}, headers=headers)
    assert "CROSSREAD_TRUSTED_PROXIES" in problem(refused, 421)


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "LOCALHOST"])
def test_this_machine_goes_by_its_own_names(here: TestClient, host: str) -> None:
    assert here.get("/api/articles", headers={"Host": host}).status_code == 200


def test_a_server_for_others_goes_by_any_name(client: TestClient) -> None:
    assert client.get("/api/articles", headers={"Host": "chat.example"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "proxies", "told"),
    [
        ("127.0.0.1", "", True),
        ("localhost", "", True),
        ("::1", "", True),
        ("127.0.0.1", "127.0.0.1", False),
        ("0.0.0.0", "", False),
    ],
)
def test_a_proxy_that_is_named_serves_others(host: str, proxies: str, told: bool) -> None:
    assert Settings(host=host, trusted_proxies=proxies).only_here is told
