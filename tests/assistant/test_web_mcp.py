"""The MCP tools, asked by the official client: in memory, over HTTP and over stdio."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from starlette.testclient import TestClient

from assistant.chat import Assistant
from assistant.keys import hashed
from assistant.settings import Settings
from assistant.types import Answer
from assistant.web.mcp_tools import mcp_server
from index.corpus import Corpus
from tests.assistant.scripted import ScriptedAssistant, answered, app_of
from tests.browser.conftest import served
from tests.conftest import SEEDS

TOOLS = {"ask_articles", "search_articles", "list_articles", "find_conflicts"}
TROOPS = "How many Russian troops are near Ukraine's border?"


def asked(server: Any, use: Callable[[Client], Awaitable[Any]]) -> Any:
    """What a client of the server is told."""

    async def main() -> Any:
        async with Client(server) as client:
            return await use(client)

    return asyncio.run(main())


def told(assistant: Assistant, tool: str, **arguments: object) -> Any:
    """What a tool answers, structured."""
    result = asked(mcp_server(assistant), lambda c: c.call_tool(tool, arguments))
    assert not result.is_error, result.content
    return result.structured_content


def test_there_are_four_tools_that_only_read() -> None:
    listed = asked(mcp_server(ScriptedAssistant()), lambda c: c.list_tools())
    assert {tool.name for tool in listed.tools} == TOOLS
    assert all(tool.annotations.read_only_hint for tool in listed.tools)
    assert all(tool.description for tool in listed.tools)
    assert not any("  " in tool.description for tool in listed.tools)


def test_an_answer_comes_in_the_wire_contracts_form(seeds_assistant: Assistant) -> None:
    answer = Answer.model_validate(told(seeds_assistant, "ask_articles", question=TROOPS))
    assert answer.conflicts
    for citation in answer.citations:
        article = seeds_assistant.article(citation.article_id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote


def test_history_and_scope_go_with_a_question() -> None:
    assistant = ScriptedAssistant()
    history = [{"role": "user", "content": "Who?"}]
    scope = {"outlets": ["AP"], "since": "2021-12"}
    told(assistant, "ask_articles", question="Why?", history=history, scope=scope)
    assert [turn.content for turn in assistant.histories[0]] == ["Who?"]
    assert assistant.scopes[0].outlets == {"AP"}
    assert assistant.scopes[0].since == "2021-12"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"question": " "}, "'question' is empty"),
        ({"question": "x" * 2_001}, "the limit is 2,000"),
        ({"question": "Why?", "scope": {"since": "soon"}}, "'soon'"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(arguments: dict[str, Any], said: str) -> None:
    server = mcp_server(ScriptedAssistant())
    result = asked(server, lambda c: c.call_tool("ask_articles", arguments))
    assert result.is_error
    assert said in result.content[0].text
    assert "Traceback" not in result.content[0].text


def test_passages_are_found_and_articles_listed(seeds_assistant: Assistant) -> None:
    hits = told(seeds_assistant, "search_articles", question=TROOPS, k=3)["hits"]
    assert len(hits) == 3
    listed = told(seeds_assistant, "list_articles")["result"]
    assert len(listed) == 5
    assert {hit["article_id"] for hit in hits} <= {article["id"] for article in listed}


def test_conflicts_are_found_with_and_without_a_question(seeds_assistant: Assistant) -> None:
    for arguments in ({"question": TROOPS}, {}):
        found = told(seeds_assistant, "find_conflicts", **arguments)
        numbers = {citation["n"] for citation in found["citations"]}
        assert found["conflicts"]
        for conflict in found["conflicts"]:
            for position in conflict["positions"]:
                assert set(position["citations"]) <= numbers


@pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing")
def test_the_tools_are_served_over_http_beside_the_page() -> None:
    assistant = ScriptedAssistant(reply=lambda question: answered(question, "Yes."))
    with served(app_of(assistant)) as address:
        result = asked(
            f"{address}/mcp", lambda c: c.call_tool("ask_articles", {"question": "Why?"})
        )
    assert result.structured_content["answer"] == "Yes."


@pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing")
def test_an_address_with_a_slash_behind_it_leads_to_the_tools() -> None:
    with served(app_of(ScriptedAssistant())) as address:
        listed = asked(f"{address}/mcp/", lambda c: c.list_tools())
    assert {tool.name for tool in listed.tools} == TOOLS


def test_who_has_no_key_or_asks_too_often_is_refused_and_counted() -> None:
    known: Any = f"desk:{hashed('crossread_one')}"
    app = app_of(ScriptedAssistant(), Settings(api_keys=known, rate_limit="1/hour"))
    bearer = {"Authorization": "Bearer crossread_one", "Host": "localhost"}
    with TestClient(app) as client:
        assert client.post("/mcp", json={}).status_code == 401
        assert client.post("/mcp", json={}, headers=bearer).status_code == 400  # no call
        assert client.post("/mcp", json={}, headers=bearer).status_code == 429
        counted = client.get("/metrics").text
    for status in (400, 401, 429):
        assert f'route="/mcp",status="{status}"' in counted


@pytest.mark.parametrize(("proxies", "status"), [("", 421), ("127.0.0.1", 200)])
def test_a_proxy_that_is_named_may_pass_another_host_on(proxies: str, status: int) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream", "Host": "chat.example"}
    with TestClient(app_of(ScriptedAssistant(), Settings(trusted_proxies=proxies))) as client:
        assert client.post("/mcp", json=call, headers=headers).status_code == status


def test_the_tools_are_served_over_stdio(seeds_corpus: Corpus) -> None:
    code = "import sys; from assistant.cli import main; sys.argv = ['crossread', 'mcp']; main()"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", code],
        env={**os.environ, "CROSSREAD_DATA": str(seeds_corpus.folder)},
        cwd=Path(SEEDS).parent,
    )
    result = asked(server, lambda c: c.call_tool("list_articles", {}))
    assert len(json.loads(json.dumps(result.structured_content))["result"]) == 5
