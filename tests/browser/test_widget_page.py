"""The widget on hostile pages, with hostile texts, and for everybody: keyboard, phone, axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.types import Answer, Conflict, Position
from tests.assistant.scripted import ScriptedAssistant, answered, cited
from tests.browser.accessibility import serious
from tests.browser.conftest import OpenPage
from tests.browser.host_site import HostSite, embedded
from tests.browser.test_chat_looks import ATTACK, HOSTILE, no_sideways_scrolling
from tests.browser.widgets import AP, GAZETTE, Widget, troops

pytestmark = pytest.mark.browser
HOSTILE_STYLE = """<style>
html { font-size: 70px; transform: translateX(40px); overflow: hidden; }
body { letter-spacing: 1em; line-height: 4; text-transform: uppercase; visibility: hidden; }
body * { display: none !important; all: unset; font-size: 90px !important; color: red !important;
         position: static !important; pointer-events: none !important; }
button, textarea, section, div { display: none !important; width: 3px !important; }
</style>"""


@pytest.fixture(scope="module")
def server(serve_widget: Callable[..., str]) -> str:
    return serve_widget(ScriptedAssistant([AP, GAZETTE], troops), widget_rate="1000/minute")


# Pages


def test_a_page_with_a_strict_policy_needs_one_line(visit: OpenPage, site: HostSite, server: str):
    policy = (
        f"default-src 'none'; img-src data:; script-src {server}; connect-src {server}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    widget = Widget(visit(site.put(embedded(server), csp=policy))).open()
    answer = widget.ask("How many?")
    answer.locator(".answer .citation").first.click()
    expect(answer.locator(".quote")).to_be_visible()
    assert widget.panel.evaluate("n => getComputedStyle(n).display") == "flex"  # its style is on


def test_the_styles_of_a_page_do_not_reach_it(visit: OpenPage, site: HostSite, server: str):
    page = visit(site.put(embedded(server), head=HOSTILE_STYLE))
    widget = Widget(page)
    expect(widget.launcher).to_have_css("font-size", "16px")
    expect(widget.launcher).to_have_css("letter-spacing", "normal")
    expect(widget.launcher).to_have_css("text-transform", "none")
    place = widget.launcher.bounding_box()
    assert place is not None
    assert (place["x"] + place["width"], place["y"] + place["height"]) == (1260, 880)
    widget.open()
    answer = widget.ask("How many?")
    expect(answer.locator(".conflict")).to_be_visible()
    answer.locator(".answer .citation").first.click()
    expect(answer.locator(".quote")).to_be_visible()


def test_it_leaves_the_page_as_it_was(visit: OpenPage, site: HostSite, server: str):
    text = '<p class="answer panel question frame"><button class="send">Send</button></p>'
    look = """() => [...document.querySelectorAll("p, button")].map((n) => {
      const style = getComputedStyle(n);
      return [...style].map((name) => style.getPropertyValue(name)).join();
    })"""
    names = "() => Object.getOwnPropertyNames(window).sort()"
    plain = visit(site.put(text))
    page = visit(site.put(text + embedded(server)))
    Widget(page).open().ask("How many?")
    assert page.evaluate(look) == plain.evaluate(look)
    assert page.evaluate(names) == plain.evaluate(names)


def test_typing_sets_off_no_shortcut_of_the_page(visit: OpenPage, site: HostSite, server: str):
    page = visit(site.put(embedded(server)))
    page.evaluate("window.keys = []; document.addEventListener('keydown', (e) => keys.push(e.key))")
    widget = Widget(page).open()
    widget.box.press_sequentially("s /")
    assert page.evaluate("keys") == []
    expect(widget.box).to_have_value("s /")


# Texts


@pytest.mark.parametrize("width", [320, 1280])
def test_hostile_texts_show_as_text(
    visit: OpenPage, site: HostSite, serve_widget: Callable[..., str], width: int
):
    def reply(question: str) -> Answer:
        conflict = Conflict(
            kind="name",
            relation="parties_disagree",
            about=ATTACK,
            summary=ATTACK,
            reason=ATTACK,
            positions=[Position(value=ATTACK, citations=[1], attributed_to=ATTACK)],
        )
        text = (
            f"{ATTACK} [x](javascript:alert(7)) {'y' * 50_000} [1] [9]\n\n- **{'*' * 999} {ATTACK}"
        )
        answer = answered(question, text, cited(HOSTILE, 1, HOSTILE.text))
        return answer.model_copy(update={"conflicts": [conflict], "comparison": ATTACK})

    server = serve_widget(ScriptedAssistant([HOSTILE], reply))
    attributes = 'title="<img src=x onerror=alert(9)>" greeting="<script>alert(10)</script>"'
    page = visit(site.put(embedded(server, attributes)), width=width)
    page.on("dialog", lambda dialog: pytest.fail(f"A script ran: {dialog.message}"))
    widget = Widget(page).open()
    answer = widget.ask(f"{ATTACK} {'z' * 1_900}")
    expect(answer.locator(".question")).to_contain_text(ATTACK)
    expect(answer.locator(".answer")).to_contain_text("[x](javascript:alert(7))")
    expect(answer.locator(".answer")).to_contain_text("[9]")
    answer.locator(".answer .citation").first.click()
    expect(answer.locator(".quote blockquote")).to_contain_text(ATTACK)
    expect(widget.node.locator(":is(script, img, iframe)")).to_have_count(0)
    expect(widget.node.locator("a")).to_have_count(0)
    assert widget.log.evaluate("n => n.scrollWidth <= n.clientWidth")
    assert no_sideways_scrolling(page)


# Everybody


def inside(page: Page) -> str:
    """Which part of the widget has the focus; "" if none has."""
    return str(
        page.evaluate(
            "document.querySelector('crossread-chat').shadowRoot.activeElement?.className ?? ''"
        )
    )


def test_everything_is_done_by_keyboard_alone(visit: OpenPage, site: HostSite, server: str):
    page = visit(site.put(f'<a href="#">A link</a>{embedded(server)}'))
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert inside(page) == "input"
    page.keyboard.type("How many")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("troops?")
    page.keyboard.press("Enter")
    expect(widget.exchanges.locator(".question")).to_have_text("How many\ntroops?")
    expect(widget.exchanges.locator(".conflict")).to_be_visible()
    passed = []
    for _ in range(20):  # round and round, and never out of the panel
        page.keyboard.press("Tab")
        passed.append(inside(page))
    assert set(passed) == {"input", "send", "clear", "close", "log", "citation"}
    while inside(page) != "citation":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(widget.exchanges.locator(".quote")).to_be_visible()
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    assert inside(page) == "launcher"


def test_focus_returns_to_what_opened_the_panel(visit: OpenPage, site: HostSite, server: str):
    page = visit(site.put(f"<button>Ask us</button>{embedded(server)}"))
    own = page.get_by_role("button", name="Ask us")
    expect(Widget(page).launcher).to_be_visible()
    own.evaluate(
        "n => n.addEventListener('click', () => document.querySelector('crossread-chat').open())"
    )
    own.click()
    assert inside(page) == "input"
    page.keyboard.press("Escape")
    expect(own).to_be_focused()


def test_escape_closes_the_panel_wherever_in_it_one_clicked(
    visit: OpenPage, site: HostSite, server: str
):
    page = visit(site.put(embedded(server)))
    widget = Widget(page).open()
    widget.node.locator(".title").click()
    page.keyboard.press("Tab")
    assert inside(page) != ""
    widget.node.locator(".title").click()
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()


def test_answers_are_announced(visit: OpenPage, site: HostSite, server: str):
    widget = Widget(visit(site.put(embedded(server)))).open()
    expect(widget.log).to_have_attribute("aria-live", "polite")
    widget.ask("How many?")
    expect(widget.log.get_by_role("article", name="Question 1")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["floating", "inline"])
def test_axe_finds_nothing_serious(
    visit: OpenPage, site: HostSite, server: str, scheme: str, mode: str
):
    body = f"<main><h1>News</h1>{embedded(server, f'mode={mode} starters=Why?')}</main>"
    page = visit(site.put(body), color_scheme=scheme)
    widget = Widget(page)
    if mode == "floating":
        widget.open()
    expect(widget.panel).to_be_visible()
    assert serious(page) == []
    answer = widget.ask("How many?")
    for number in answer.locator(".citation").all():
        number.click()
    assert serious(page) == []


def test_a_small_phone_shows_everything(visit: OpenPage, site: HostSite, server: str):
    page = visit(site.put(embedded(server)), width=320, height=560)
    widget = Widget(page)
    expect(widget.launcher).to_be_in_viewport(ratio=1)
    widget.open()
    assert widget.panel.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 560}
    answer = widget.ask("How many?")
    expect(answer.locator(".question")).to_be_in_viewport()
    expect(widget.box).to_be_in_viewport(ratio=1)
    answer.locator(".answer .citation").first.click()
    answer.locator(".quote").scroll_into_view_if_needed()
    expect(answer.locator(".quote")).to_be_in_viewport(ratio=1)
    assert widget.log.evaluate("n => n.scrollWidth <= n.clientWidth")
    assert no_sideways_scrolling(page)


def test_it_is_laid_out_from_right_to_left(visit: OpenPage, site: HostSite, server: str):
    widget = Widget(visit(site.put(embedded(server), lang="ar", direction="rtl"))).open()
    card = widget.ask("كم عددهم؟").locator(".conflict")
    assert card.evaluate("n => getComputedStyle(n).borderRightWidth") == "3px"
    send = widget.node.locator(".send").bounding_box()
    box = widget.box.bounding_box()
    assert send is not None
    assert box is not None
    assert send["x"] < box["x"]


def test_english_words_keep_their_order_on_a_page_from_right_to_left(
    visit: OpenPage, site: HostSite, server: str
):
    widget = Widget(visit(site.put(embedded(server), lang="ar", direction="rtl"))).open()
    card = widget.ask("How many?").locator(".conflict")
    card.locator(".citation").first.click()
    for part in ("h3", ".who", ".sources .date", ".from .date"):
        assert card.locator(part).first.evaluate("n => getComputedStyle(n).direction") == "ltr"
