"""The API's documentation in a real browser, which loads it from nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from assistant.chat import Assistant
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant

pytestmark = pytest.mark.browser


def test_a_question_is_tried_out(browser: Browser, serve: Callable[[Assistant], str]) -> None:
    url = serve(ScriptedAssistant([Article("a", "AP", "A title", "Some text.")]))
    page = browser.new_page()
    errors: list[str] = []
    hosts: set[str | None] = set()
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(f"{url}/docs")
    page.get_by_role("button", name="POST /api/v1/ask Ask").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("textbox").last.fill('{"question": "Why?"}')
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table")).to_contain_text('"answer": "Yes."')
    page.close()
    assert errors == []
    assert hosts <= {"127.0.0.1", "", None}
