"""The server's own pages: /embed under its strict policy, and that nobody may frame them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.assistant.scripted import ScriptedAssistant
from tests.browser.accessibility import serious
from tests.browser.conftest import OpenPage
from tests.browser.host_site import HostSite
from tests.browser.widgets import AP, GAZETTE, Widget, troops

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(serve: Callable[..., str]) -> str:
    return serve(ScriptedAssistant([AP, GAZETTE], troops))


def test_embed_shows_the_widget_both_ways(visit: OpenPage, server: str):
    page = visit(f"{server}/embed")
    inline, floating = Widget(page), Widget(page, 1)
    expect(inline.ask("How many?").locator(".conflict")).to_be_visible()
    floating.open().ask("How many?")
    expect(floating.exchanges.locator(".conflict")).to_be_visible()


def test_what_is_typed_shows_in_the_widgets_and_in_the_lines(visit: OpenPage, server: str):
    page = visit(f"{server}/embed")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lines = page.locator("#snippet")
    plain = f'<script src="{server}/widget.js" async></script>\n<crossread-chat></crossread-chat>'
    expect(lines).to_have_text(plain)
    page.get_by_label("title").fill('Ask "us" <now>')
    page.get_by_label("lang").select_option("de")
    page.get_by_label("mode").select_option("inline")
    page.get_by_label("--crossread-accent").fill("rgb(176, 0, 32)")
    inline, floating = Widget(page), Widget(page, 1)
    expect(inline.node.get_by_role("heading")).to_have_text('Ask "us" <now>')
    expect(inline.node.get_by_role("button", name="Fragen", exact=True)).to_be_visible()
    expect(floating.launcher).to_have_css("background-color", "rgb(176, 0, 32)")
    pasted = 'mode="inline" title="Ask &quot;us&quot; &lt;now>" lang="de"></crossread-chat>'
    expect(lines).to_contain_text(pasted)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    page.wait_for_function("navigator.clipboard.readText().then(t => t.includes('mode='))")


def test_the_readme_is_a_click_away(visit: OpenPage, server: str):
    page = visit(f"{server}/embed")
    page.get_by_role("link", name="README").click()
    expect(page.locator("body")).to_contain_text("# Crossread")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: OpenPage, server: str, scheme: str):
    page = visit(f"{server}/embed", color_scheme=scheme)
    expect(Widget(page).panel).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize("path", ["/", "/embed"])
def test_another_site_cannot_frame_them(visit: OpenPage, site: HostSite, server: str, path: str):
    address = site.put(f'<iframe src="{server}{path}" width="600" height="400"></iframe>')
    page = visit(address, errors_like="frame")
    expect(page.frame_locator("iframe").get_by_role("textbox")).to_have_count(0)
    assert page.frames[1].url.startswith("chrome-error:")
