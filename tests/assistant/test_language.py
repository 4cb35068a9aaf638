"""Who may choose the language of an answer: callers, programs, lines of a batch."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from starlette.testclient import TestClient

from assistant.client import Crossread
from assistant.web.mcp_tools import mcp_server
from assistant.wording import texts
from tests.assistant.conftest import Run
from tests.assistant.scripted import ScriptedAssistant, app_of
from tests.browser.serving import served

WINNER = "Who won the race for mayor?"


@pytest.mark.parametrize("route", ["/api/v1/ask", "/api/v1/ask/stream", "/api/ask"])
def test_the_api_takes_a_language(route: str) -> None:
    assistant = ScriptedAssistant()
    client = TestClient(app_of(assistant))
    for body in ({"language": "de"}, {}):
        assert client.post(route, json={"question": "Why?", **body}).status_code == 200
    assert [texts(tag).language for tag in assistant.languages] == ["de", "en"]


@pytest.mark.parametrize("wrong", [1, None, ["de"], "d" * 101])
def test_a_language_is_a_short_text(wrong: Any) -> None:
    client = TestClient(app_of(ScriptedAssistant()))
    response = client.post("/api/v1/ask", json={"question": "Why?", "language": wrong})
    assert response.status_code == 422
    assert "'language'" in response.json()["detail"]


def test_the_client_and_the_tools_pass_the_language_on() -> None:
    assistant = ScriptedAssistant()
    with served(app_of(assistant)) as url, Crossread(url) as crossread:
        crossread.ask("Why?", language="de")
        list(crossread.stream("Why?", language="de"))

    async def call() -> None:
        async with Client(mcp_server(assistant)) as client:
            await client.call_tool("ask_articles", {"question": "Why?", "language": "de"})

    asyncio.run(call())
    assert assistant.languages == ["de", "de", "de"]


def test_the_command_line_answers_in_german(run: Run, news: Path) -> None:
    out = run("ask", WINNER, "--articles", news, "--language", "de").out
    assert "Bob Miller, laut AP." in out
    assert "Quellen" in out
    assert "1 Artikel" in run("conflicts", "--articles", news, "--language", "de").out


def test_a_line_of_a_batch_may_have_its_own_language(run: Run, news: Path) -> None:
    given: list[dict[str, Any]] = [{}, {"language": "en"}, {"language": 7}]
    lines = "\n".join(json.dumps({"id": n, "question": WINNER} | g) for n, g in enumerate(given))
    done = run("ask", "--batch", "-", "--articles", news, "--language", "de", "--json", stdin=lines)
    german, english = (a["sentences"][0]["text"] for a in done.json())
    assert (german, english) == ("Bob Miller, laut AP.", "Bob Miller, according to AP.")
    assert "the field 'language' is 7, not a string." in done.err
