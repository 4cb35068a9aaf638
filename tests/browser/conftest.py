"""A real browser, real servers, and pages that tell what went wrong in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.chat import Assistant
from assistant.settings import Settings
from tests.assistant.scripted import app_of
from tests.browser.host_site import HostSite, host_site
from tests.browser.serving import served

CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
OpenPage = Callable[..., Page]


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file's tests: while Playwright is on, its event loop runs in this thread,
    where the tests of another file may want one of their own."""
    if not CHROMIUM.exists():
        pytest.skip(f"There is no {CHROMIUM} (on Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens the chat page, see `_tabs`; nothing may be asked of another host."""
    with _tabs(browser, {"127.0.0.1"}) as tab:

        def opened(address: str, box: str = "Your question", **options: Any) -> Page:
            page = tab(address, **options)
            page.get_by_role("textbox", name=box).wait_for()
            return page

        yield opened


@contextmanager
def _tabs(browser: Browser, allowed: set[str]) -> Iterator[OpenPage]:
    """Opens pages; fails a test that left an error it didn't expect, or a request to elsewhere."""
    errors: list[str] = []
    hosts: set[str | None] = set()
    expected: list[str] = []
    with ExitStack() as stack:

        def tab(
            address: str,
            width: int = 1280,
            height: int = 900,
            errors_like: str = "",
            **options: Any,
        ) -> Page:
            page = _new_page(browser, stack, (width, height), options)
            _watch(page, errors, hosts)
            expected.extend(filter(None, [errors_like]))
            page.goto(address)
            return page

        yield tab
    assert [e for e in errors if not any(re.search(like, e) for like in expected)] == []
    assert hosts <= {*allowed, None}  # None: what lies in the page itself, as data:


def _new_page(
    browser: Browser, stack: ExitStack, size: tuple[int, int], options: dict[str, Any]
) -> Page:
    """A page of a visitor's own, closed with the stack."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        **options,
    )
    stack.callback(context.close)
    return context.new_page()


def _watch(page: Page, errors: list[str], hosts: set[str | None]) -> None:
    """Note what goes wrong in a page, and whom it asks for anything."""
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))


@pytest.fixture(scope="session")
def site() -> Iterator[HostSite]:
    """A news site on another origin than any Crossread's."""
    with host_site() as site:
        yield site


@pytest.fixture(scope="session")
def serve_widget(site: HostSite) -> Iterator[Callable[..., str]]:
    """Serves an assistant to the pages of the news site, too; gives its address."""
    with ExitStack() as stack:

        def serve(assistant: Assistant, **settings: str) -> str:
            made = Settings(**{"widget_origins": site.address, **settings})  # type: ignore[arg-type]
            return stack.enter_context(served(app_of(assistant, made)))

        yield serve


@pytest.fixture
def visit(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages with the widget, see `_tabs`."""
    with _tabs(browser, {"127.0.0.1", "localhost"}) as tab:
        yield tab
