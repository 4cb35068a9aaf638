"""A real browser, real servers, and pages that tell what went wrong in them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.chat import Assistant
from tests.assistant.scripted import app_of

CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
OpenPage = Callable[..., Page]


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of an application that is served in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()  # what connects before it is up waits in the socket's queue
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Assistant], str]]:
    """Serves an assistant until the tests are done; gives its address."""
    with ExitStack() as stack:
        yield lambda assistant: stack.enter_context(served(app_of(assistant)))


@pytest.fixture(scope="session")
def chat(serve: Callable[[Assistant], str], seeds_assistant: Assistant) -> str:
    """The address of a chat over the five articles; its models are loaded."""
    seeds_assistant.ask("What is new?")
    return serve(seeds_assistant)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    if not CHROMIUM.exists():
        pytest.skip(f"There is no {CHROMIUM} (on Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages, and fails the test that left an error in one or a request to elsewhere."""
    errors: list[str] = []
    hosts: set[str | None] = set()
    with ExitStack() as stack:

        def opened(
            address: str,
            width: int = 1280,
            height: int = 900,
            box: str = "Your question",
            **options: object,
        ) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                reduced_motion="reduce",
                **options,  # type: ignore[arg-type]
            )
            stack.callback(context.close)
            page = context.new_page()
            page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
            page.goto(address)
            page.get_by_role("textbox", name=box).wait_for()
            return page

        yield opened
    assert errors == []
    assert hosts <= {"127.0.0.1", None}  # None: what lies in the page itself, as data:
