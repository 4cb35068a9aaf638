"""Security headers, on whatever the server answers."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from assistant.types import Answer
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, app_of

ARTICLE = Article("a", "AP", "A title", "Some text.")


@pytest.fixture(scope="module")
def client() -> TestClient:
    def reply(question: str) -> Answer:
        raise RuntimeError("secret")

    return TestClient(app_of(ScriptedAssistant([ARTICLE], reply)), raise_server_exceptions=False)


def policy(client: TestClient, path: str) -> dict[str, str]:
    """The directives of a page's Content-Security-Policy."""
    told = client.get(path).headers["content-security-policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in told)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200), ("GET", "/config", 200), ("GET", "/gradio_api/info", 200),
        ("GET", "/embed", 200), ("GET", "/embed/embed.js", 200), ("GET", "/docs", 200),
        ("GET", "/widget.js", 200), ("GET", "/api/articles", 200), ("GET", "/api/nowhere", 404),
        ("GET", "/nowhere", 404), ("POST", "/widget/token", 403), ("POST", "/api/ask", 500),
        ("OPTIONS", "/api/ask", 400),
    ],
)  # fmt: skip
def test_every_response_has_them(client: TestClient, method: str, path: str, status: int) -> None:
    asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    body = {"question": "Why?"} if method == "POST" else None
    headers = asks if method == "OPTIONS" else {}
    response = client.request(method, path, headers=headers, json=body)
    assert response.status_code == status
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in response.headers["permissions-policy"]
    assert "frame-ancestors 'self'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/embed", "/docs"])
def test_our_own_pages_run_no_inline_script_or_style(client: TestClient, path: str) -> None:
    told = policy(client, path)
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == told["connect-src"] == "'self'"
    assert "unsafe" not in str(told)


def test_the_chat_page_loads_from_itself_only(client: TestClient) -> None:
    told = policy(client, "/")
    assert told["connect-src"] == told["base-uri"] == told["form-action"] == "'self'"
    assert told["object-src"] == "'none'"
    assert "http" not in str(told)


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/theme.css"])
def test_gradio_lets_no_other_site_read_wherever_it_is_served(
    client: TestClient, path: str
) -> None:
    headers = {"Host": "chat.example", "Origin": "https://evil.example"}
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    assert not [name for name in response.headers if name.startswith("access-control")]
    asks = {**headers, "Access-Control-Request-Method": "POST"}
    refused = client.options("/gradio_api/queue/join", headers=asks)
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers
