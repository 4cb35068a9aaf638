"""What the widget makes of its server: refusals, streams, and one that goes away and comes back."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import StreamingResponse
from playwright.sync_api import expect

from assistant.settings import Settings
from assistant.types import Answer, Sentence
from assistant.web.bundle import bundle
from tests.assistant.scripted import ScriptedAssistant, answered, app_of
from tests.browser.conftest import OpenPage
from tests.browser.host_site import HostSite, embedded
from tests.browser.serving import served
from tests.browser.widgets import AP, Widget, troops

pytestmark = pytest.mark.browser
Stream = Callable[[], AsyncIterator[str]]
NETWORK = "Failed to load resource|blocked by CORS policy|ERR_"
"""What a browser logs of requests that fail."""


def event(name: str, data: str) -> str:
    return f"event: {name}\r\ndata: {data}\r\n\r\n"


def stand_in(stream: Stream | None, asked: list[str]) -> FastAPI:
    """A server that answers every question by a stream, or, without one, in one piece."""
    app = FastAPI()
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"]
    )

    @app.get("/widget.js")
    async def script(request: Request) -> Response:
        return bundle().response(request)

    @app.post("/widget/token")
    async def token() -> dict[str, str]:
        return {"token": "token"}

    @app.post("/widget/ask/stream")
    async def ask_stream() -> Response:
        asked.append("stream")
        if stream is None:
            return Response(status_code=502)
        return StreamingResponse(stream(), media_type="text/event-stream")

    @app.post("/widget/ask")
    async def ask() -> Answer:
        asked.append("whole")
        return troops("Why?")

    return app


# Pages and visitors that are refused


def test_a_page_that_is_not_allowed_is_told_so(
    visit: OpenPage, site: HostSite, serve: Callable[..., str]
):
    assistant = ScriptedAssistant([AP])
    widget = Widget(visit(site.put(embedded(serve(assistant))), errors_like=NETWORK)).open()
    refused = widget.ask("Why?")
    expect(refused).to_contain_text(f"This chat is not open to {site.address}")
    expect(refused).to_contain_text("CROSSREAD_WIDGET_ORIGINS")
    assert assistant.histories == []


def test_a_visitor_who_asks_too_often_is_told_when_to_ask_again(
    visit: OpenPage, site: HostSite, serve_widget: Callable[..., str]
):
    server = serve_widget(ScriptedAssistant([AP]), widget_rate="1/minute")
    widget = Widget(visit(site.put(embedded(server)), errors_like="429")).open()
    expect(widget.ask("One?").locator(".answer")).to_have_text("Yes.")
    expect(widget.ask("Two?")).to_contain_text("That was a lot of questions")


def test_a_failure_is_told_and_the_widget_goes_on(
    visit: OpenPage, site: HostSite, serve_widget: Callable[..., str]
):
    def reply(question: str) -> Answer:
        if "fail" in question:
            raise RuntimeError("secret")
        return answered(question, "Yes.")

    server = serve_widget(ScriptedAssistant([AP], reply))
    page = visit(site.put(embedded(server)))
    widget = Widget(page).open()
    page.evaluate("addEventListener('crossread-error', (e) => { window.told = e.detail })")
    failed = widget.ask("Will this fail?")
    expect(failed).to_contain_text("Something went wrong")
    expect(failed).not_to_contain_text("secret")
    assert page.evaluate("told.kind") == "failed"
    expect(widget.ask("And now?").locator(".answer")).to_have_text("Yes.")


def test_a_german_page_asks_and_hears_of_a_failure_in_german(
    visit: OpenPage, site: HostSite, serve_widget: Callable[..., str]
):
    def fail(question: str) -> Answer:
        raise RuntimeError("secret")

    assistant = ScriptedAssistant([AP], fail)
    widget = Widget(visit(site.put(embedded(serve_widget(assistant)), lang="de"))).open()
    failed = widget.ask("Why?")
    expect(failed).to_contain_text("Beim Antworten ging etwas schief.")
    expect(failed).not_to_contain_text("Something")
    assert assistant.languages == ["de"]


# Streams


def test_sentences_show_before_the_answer_is_whole(visit: OpenPage, site: HostSite):
    seen = threading.Event()
    first = Sentence(text="The first\u2028data: sentence.", citations=[1], support="supported")

    async def stream() -> AsyncIterator[str]:
        yield event("status", '{"step": "searching"}') + ": ping\r\n\r\n"
        whole = event("sentence", first.model_dump_json())
        yield whole[:20]
        yield whole[20:]
        await run_in_threadpool(seen.wait, 10)
        yield event("done", troops("Why?").model_dump_json())

    with served(stand_in(stream, [])) as server:
        widget = Widget(visit(site.put(embedded(server)))).open()
        widget.box.fill("Why?")
        widget.box.press("Enter")
        expect(widget.exchanges.locator(".answer")).to_have_text("The first data: sentence. [1]")
        expect(widget.exchanges).to_have_attribute("aria-busy", "true")
        expect(widget.node.get_by_role("button", name="Stop")).to_be_visible()
        seen.set()
        expect(widget.exchanges.locator(".conflict")).to_be_visible()
        expect(widget.exchanges).not_to_contain_text("The first")


def test_without_a_stream_the_answer_comes_in_one_piece(visit: OpenPage, site: HostSite):
    asked: list[str] = []
    with served(stand_in(None, asked)) as server:
        widget = Widget(visit(site.put(embedded(server)), errors_like="502")).open()
        expect(widget.ask("Why?").locator(".conflict")).to_be_visible()
    assert asked == ["stream", "whole"]


def test_a_stream_that_breaks_off_is_told_and_asked_again(visit: OpenPage, site: HostSite):
    asked: list[str] = []

    async def stream() -> AsyncIterator[str]:
        if len(asked) == 1:
            yield event("status", "{}")
        else:
            yield event("done", troops("Why?").model_dump_json())

    with served(stand_in(stream, asked)) as server:
        widget = Widget(visit(site.put(embedded(server)))).open()
        broken = widget.ask("Why?")
        expect(broken).to_contain_text("The connection broke off")
        broken.get_by_role("button", name="Ask again").click()
        expect(widget.exchanges.locator(".conflict")).to_be_visible()
        expect(widget.exchanges).to_have_count(1)


def test_an_answer_can_be_stopped(visit: OpenPage, site: HostSite):
    over = threading.Event()

    async def stream() -> AsyncIterator[str]:
        yield event("status", "{}")
        await run_in_threadpool(over.wait, 10)

    with served(stand_in(stream, [])) as server:
        widget = Widget(visit(site.put(embedded(server)))).open()
        widget.box.fill("Why?")
        widget.box.press("Enter")
        widget.node.get_by_role("button", name="Stop").click()
        expect(widget.exchanges).to_contain_text("Stopped.")
        expect(widget.node.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        over.set()


# A server that goes away


def test_it_works_again_when_the_server_is_back(visit: OpenPage, site: HostSite):
    settings = Settings(widget_origins=site.address)
    before, after = (app_of(ScriptedAssistant([AP]), settings) for _ in range(2))
    with served(before) as server:
        widget = Widget(visit(site.put(embedded(server)), errors_like=NETWORK)).open()
        expect(widget.ask("One?").locator(".answer")).to_have_text("Yes.")
    away = widget.ask("Two?")
    expect(away).to_contain_text("The server does not answer.")
    with served(after, urlsplit(server).port or 0):  # which doesn't know the token from before
        away.get_by_role("button", name="Ask again").click()
        expect(widget.exchanges.last.locator(".answer")).to_have_text("Yes.")
        expect(widget.exchanges.locator(".question")).to_have_text(["One?", "Two?"])
