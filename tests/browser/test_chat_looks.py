"""The chat page's looks in a real Chromium: hostile texts, a phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.types import Answer, Conflict, Position
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, answered, cited
from tests.browser.conftest import OpenPage
from tests.browser.test_chat_page import TROOPS, ask

pytestmark = [
    pytest.mark.browser,
    # In its statistics of the queue, Gradio uses pandas as it was.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing"),
]

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE = Article(
    f"evil/{ATTACK}?#",
    f"{ATTACK}\u202etxet",
    f"[a](javascript:alert(3)) {'W' * 3_000}",
    f"{ATTACK} said ${{alert(4)}} {{{{5}}}} {'x' * 50_000}. The end.",
    url="javascript:alert(6)",
)


def no_sideways_scrolling(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("width", [360, 1440])
def test_hostile_texts_show_as_text_and_break_nothing(
    open_page: OpenPage, serve: Callable[..., str], width: int
):
    def reply(question: str) -> Answer:
        position = Position(value=ATTACK, citations=[1], attributed_to=ATTACK)
        conflict = Conflict(
            kind="name",
            relation="parties_disagree",
            about=ATTACK,
            summary=ATTACK,
            positions=[position],
        )
        whole = cited(HOSTILE, 1, HOSTILE.text)
        answer = answered(question, f"{ATTACK} [x](javascript:alert(7)) {'y' * 50_000} [1]", whole)
        return answer.model_copy(update={"conflicts": [conflict]})

    page = open_page(serve(ScriptedAssistant([HOSTILE], reply)), width=width)
    page.on("dialog", lambda dialog: pytest.fail(f"A script ran: {dialog.message}"))
    answer = ask(page, f"{ATTACK} ${{alert(8)}} {'z' * 2_000}")
    expect(answer.locator(".question")).to_contain_text(ATTACK)
    expect(answer.locator(".answer")).to_contain_text(ATTACK)
    answer.locator(".cite").first.click()
    expect(page.locator("#reading mark.opened")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator("#articles")).to_contain_text(ATTACK)
    expect(page.locator("main :is(script, img, iframe)")).to_have_count(0)
    expect(page.locator("main a[href^='javascript']")).to_have_count(0)
    assert no_sideways_scrolling(page)


def test_a_phone_shows_everything_in_one_column(open_page: OpenPage, chat: str):
    page = open_page(chat, width=360, height=780)
    assert no_sideways_scrolling(page)
    answer = ask(page, TROOPS)
    expect(answer.locator(".question")).to_be_in_viewport()
    expect(page.get_by_role("textbox", name="Your question")).to_be_in_viewport(ratio=1)
    answer.locator(".cite").first.click()
    expect(page.locator("#reading mark.opened")).to_be_in_viewport()
    assert no_sideways_scrolling(page)
    page.get_by_role("button", name="Back to the answer").click()
    expect(answer.locator(".cite").first).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_light_and_dark(open_page: OpenPage, chat: str, scheme: str):
    page = open_page(chat, color_scheme=scheme)
    answer = ask(page, TROOPS)
    answer.locator(".cite").first.click()
    expect(page.locator("#reading mark.opened")).to_be_visible()
    shown = ["#header p", ".question", ".answer", ".drawn-from", ".cite:not(.open)"]
    shown += [".reading .date", ".reading .text", "mark.opened", ".glance", ".conflict tbody th"]
    shown += ["#question textarea", "#question button", "#clear", "#panel h2", ".actions button"]
    contrasts = {at: page.locator(at).first.evaluate(_CONTRAST) for at in shown}
    assert {at: ratio for at, ratio in contrasts.items() if ratio < 4.5} == {}
    background = page.locator(".gradio-container").evaluate(
        "n => getComputedStyle(n).backgroundColor"
    )
    assert (background == "rgb(21, 24, 28)") is (scheme == "dark")


_CONTRAST = """node => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = channels(colour).map(c => c / 255)
      .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = node;
  while (channels(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const pair = [getComputedStyle(node).color, getComputedStyle(behind).backgroundColor].map(light);
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""
