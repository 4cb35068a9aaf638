"""The widget on another site's page, in a real Chromium: answers, and what a page can set."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.draft import escape
from assistant.types import Answer, Sentence
from tests.assistant.scripted import ScriptedAssistant, answered, cited
from tests.browser.conftest import OpenPage
from tests.browser.host_site import HostSite, embedded
from tests.browser.widgets import AP, GAZETTE, Widget, troops

pytestmark = pytest.mark.browser
ServeWidget = Callable[..., str]


@pytest.fixture(scope="module")
def server(serve_widget: ServeWidget) -> str:
    return serve_widget(ScriptedAssistant([AP, GAZETTE], troops), widget_rate="1000/minute")


@pytest.fixture
def widget(visit: OpenPage, site: HostSite, server: str) -> Widget:
    """An opened widget on a page of the news site."""
    return Widget(visit(site.put(embedded(server)))).open()


# Answers


def test_a_models_answer_says_by_whom_and_marks_what_no_source_supports(
    visit: OpenPage, site: HostSite, serve_widget: ServeWidget
):
    def reply(question: str) -> Answer:
        bare = Sentence(text="12. The captain * wept.", citations=[], support="unsupported")
        text = f"About 70,000. [1]\n\n{escape(bare.text)}"
        told = {"answered_by": "ollama/x", "withheld": 2, "sentences": [bare]}
        return answered(question, text, cited(AP, 1, AP.text)).model_copy(update=told)

    server = serve_widget(ScriptedAssistant([AP], reply))
    answer = Widget(visit(site.put(embedded(server)))).open().ask("How many troops?")
    marked = answer.locator(".answer p", has_text="12. The captain * wept.")
    expect(marked.locator("em")).to_have_text("(no source bears this out)")
    expect(answer.locator(".answer em")).to_have_count(1)
    expect(answer.locator(".by-whom")).to_have_text(
        "In the words of ollama/x, each sentence checked against its sources. "
        "2 sentences were withheld, as no source supports them."
    )


def test_a_page_of_another_site_gets_answers(widget: Widget):
    answer = widget.ask("How many troops?")
    expect(answer.locator(".question")).to_have_text("How many troops?")
    expect(answer.locator(".answer")).to_contain_text("70,000, according to AP")
    expect(answer.locator(".details li")).to_have_count(2)
    expect(answer.locator(".drawn-from")).to_have_text(
        "2 outlets differ. 2 passages from AP, Gazette"
    )
    expect(widget.box).to_have_value("")


def test_the_direct_answer_comes_first_then_the_conflict_then_the_quotes(widget: Widget):
    answer = widget.ask("How many troops?")
    tops = [
        answer.locator(part).bounding_box()["y"]  # type: ignore[index]
        for part in (".answer", ".conflict", ".details")
    ]
    assert tops == sorted(tops)


def test_a_number_opens_and_closes_the_quote_it_stands_for(widget: Widget):
    answer = widget.ask("How many troops?")
    number = answer.locator(".answer").get_by_role("button", name="Source 1: AP")
    expect(number).to_have_text("1")
    number.click()
    expect(number).to_have_attribute("aria-expanded", "true")
    quote = answer.get_by_role("group", name="Article of AP")
    expect(quote.locator("blockquote")).to_have_text(AP.text)
    expect(quote.locator("blockquote b")).to_have_text("70,000")
    expect(quote.locator(".outlet")).to_have_text("AP")
    expect(quote.locator(".date")).to_have_text("17 Dec 2021")
    link = quote.get_by_role("link", name=AP.title)
    expect(link).to_have_attribute("href", "https://example.org/ap")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    quote.get_by_role("button", name="Close the quote").click()
    expect(quote).to_have_count(0)
    expect(number).to_be_focused()


def test_only_web_addresses_become_links(widget: Widget):
    answer = widget.ask("How many troops?")
    answer.locator(".details").get_by_role("button", name="Source 2: Gazette").click()
    quote = answer.get_by_role("group", name="Article of Gazette")
    expect(quote).to_contain_text(GAZETTE.title)
    expect(quote.locator(".date")).to_have_text("December 2021")
    expect(quote.get_by_role("link")).to_have_count(0)


def test_markdown_is_read_and_nothing_more(
    visit: OpenPage, site: HostSite, serve_widget: ServeWidget
):
    text = (
        "**Bold [1]** and *slanted*, `code`, \\*stars\\*, 5 * 3 * 2, [2]\nsame paragraph\n\n"
        "1. one\n2. two\n\n> said so\n\n# <b>no</b> [heading](https://evil.example)"
    )
    server = serve_widget(
        ScriptedAssistant([AP], lambda q: answered(q, text, cited(AP, 1, "About")))
    )
    answer = Widget(visit(site.put(embedded(server)))).open().ask("Why?").locator(".answer")
    expect(answer.locator("strong")).to_have_text("Bold 1")
    expect(answer.locator("strong .citation")).to_have_count(1)
    expect(answer.locator("em")).to_have_text("slanted")
    expect(answer.locator("code")).to_have_text("code")
    expect(answer.locator("p").first).to_contain_text("*stars*, 5 * 3 * 2, [2] same paragraph")
    expect(answer.locator("ol > li")).to_have_text(["one", "two"])
    expect(answer.locator("blockquote")).to_have_text("said so")
    expect(answer.locator("p").last).to_have_text("# <b>no</b> [heading](https://evil.example)")
    expect(answer.locator("a, b")).to_have_count(0)


def test_a_conflict_is_shown_with_every_position(widget: Widget):
    card = widget.ask("How many?").get_by_role("group", name="Where the sources differ")
    expect(card.get_by_role("heading")).to_have_text("Sources disagree: troops near the border")
    expect(card.locator(".reason")).to_have_text("The figures differ.")
    first, second = card.get_by_role("listitem").all()
    expect(first).to_contain_text("70,000")
    expect(first).to_contain_text("According to officials")
    expect(first).to_contain_text("17 Dec 2021")
    expect(second).to_contain_text("According to Gazette")
    second.get_by_role("button", name="Source 2: Gazette").click()
    expect(second.locator("blockquote")).to_have_text(GAZETTE.text)


def test_follow_ups_go_with_the_history_and_refusals_show(
    visit: OpenPage, site: HostSite, serve_widget: ServeWidget
):
    def reply(question: str) -> Answer:
        refusal = {"status": "not_in_articles", "standalone_question": "What of Georgia?"}
        answer = answered(question, "The articles do not say." if "And" in question else "Yes.")
        return answer.model_copy(update=refusal if "And" in question else {})

    assistant = ScriptedAssistant([AP], reply)
    widget = Widget(visit(site.put(embedded(serve_widget(assistant), 'outlets="AP, Gazette"'))))
    widget.open().ask("What of Ukraine?")
    answer = widget.ask("And Georgia?")
    expect(answer.locator(".refusal")).to_have_text("The articles do not say.")
    expect(answer.locator(".asked-as")).to_have_text("asked as: What of Georgia?")
    assert [[(t.role, t.content) for t in turns] for turns in assistant.histories] == [
        [],
        [("user", "What of Ukraine?"), ("assistant", "Yes.")],
    ]
    assert [scope.outlets for scope in assistant.scopes] == [{"AP", "Gazette"}] * 2
    widget.node.get_by_role("button", name="Clear").click()
    expect(widget.exchanges).to_have_count(0)
    widget.ask("Anew?")
    assert assistant.histories[-1] == []


# What a page can set, and hear


def test_attributes_set_the_texts_and_can_change(visit: OpenPage, site: HostSite, server: str):
    attributes = (
        'title="Ask the Post" greeting="Hello reader" placeholder="Your turn" '
        'starters="Who won? | How many?" position="bottom-left" theme="dark"'
    )
    page = visit(site.put(embedded(server, attributes)))
    widget = Widget(page)
    expect(widget.launcher).to_have_text("Ask the Post")
    assert widget.launcher.bounding_box()["x"] < 100  # type: ignore[index]
    widget.open()
    expect(widget.node.get_by_role("dialog", name="Ask the Post")).to_be_visible()
    expect(widget.log).to_contain_text("Hello reader")
    expect(widget.box).to_have_attribute("placeholder", "Your turn")
    assert widget.panel.evaluate("n => getComputedStyle(n).backgroundColor") == "rgb(21, 24, 28)"
    widget.node.get_by_role("button", name="How many?").click()
    expect(widget.exchanges.locator(".question")).to_have_text("How many?")
    expect(widget.log.locator(".greeting")).to_be_hidden()
    set_title = "document.querySelector('crossread-chat').setAttribute('title', 'Ask us')"
    page.evaluate(set_title)
    expect(widget.node.get_by_role("dialog", name="Ask us")).to_be_visible()
    expect(widget.exchanges.locator(".conflict")).to_be_visible()


def test_starters_may_be_a_json_array(visit: OpenPage, site: HostSite, server: str):
    starters = """mode="inline" starters='["Who, or what | whom?", "Why?"]'"""
    widget = Widget(visit(site.put(embedded(server, starters))))
    offered = widget.node.get_by_role("list", name="Questions to start with")
    expect(offered.get_by_role("button")).to_have_text(["Who, or what | whom?", "Why?"])


def test_it_speaks_the_language_of_the_page(visit: OpenPage, site: HostSite, server: str):
    widget = Widget(visit(site.put(embedded(server), lang="de-AT"))).open()
    expect(widget.node.get_by_role("dialog", name="Fragen an die Artikel")).to_be_visible()
    card = widget.ask("Wie viele?").get_by_role("group", name="Wo die Quellen abweichen")
    expect(card).to_contain_text("Die Quellen widersprechen sich")
    expect(card).to_contain_text("17. Dez. 2021")
    english = Widget(visit(site.put(embedded(server, 'lang="en"'), lang="de")))
    expect(english.launcher).to_have_text("Ask the articles")


def test_it_speaks_the_language_of_the_page_inside_of_a_shadow_tree(
    visit: OpenPage, site: HostSite, server: str
):
    body = f'<div><template shadowrootmode="open">{embedded(server)}</template></div>'
    widget = Widget(visit(site.put(body, lang="de")))
    expect(widget.launcher).to_have_text("Fragen an die Artikel")


def test_inline_stands_in_the_text_and_is_no_dialog(visit: OpenPage, site: HostSite, server: str):
    body = f'<div style="width: 500px">{embedded(server, "mode=inline")}</div>'
    widget = Widget(visit(site.put(body)))
    expect(widget.panel).to_be_visible()
    expect(widget.launcher).to_have_count(0)
    expect(widget.node.get_by_role("dialog")).to_have_count(0)
    assert widget.panel.bounding_box()["width"] == 500  # type: ignore[index]
    expect(widget.ask("How many?").locator(".conflict")).to_be_visible()


_LISTENING = """() => {
  window.heard = [];
  for (const name of ["open", "close", "answer", "error"]) {
    document.addEventListener(`crossread-${name}`, (event) => {
      heard.push([name, event.detail?.answer ?? null]);
    });
  }
}"""


def heard(page: Page) -> list[list[str | None]]:
    return list(page.evaluate("heard"))


def test_a_page_hears_events_and_calls_methods(visit: OpenPage, site: HostSite, server: str):
    page = visit(site.put(embedded(server)))
    widget = Widget(page)
    page.evaluate(_LISTENING)
    answer = widget.node.evaluate("node => node.ask('How many?')")
    assert Answer.model_validate(answer) == troops("How many?")
    expect(widget.panel).to_be_visible()
    widget.node.evaluate("node => node.clear()")
    expect(widget.exchanges).to_have_count(0)
    widget.node.evaluate("node => node.close()")
    expect(widget.panel).to_be_hidden()
    widget.node.evaluate("node => node.open()")
    expect(widget.panel).to_be_visible()
    assert widget.node.evaluate("node => node.ask(' ')") is None
    anew = "async (node) => { node.ask('One?'); node.clear(); return node.ask('Two?') }"
    assert widget.node.evaluate(anew)["question"] == "Two?"
    expect(widget.exchanges.locator(".question")).to_have_text(["Two?"])
    names = [name for name, _ in heard(page)]
    assert names == ["open", "answer", "close", "open", "answer"]
    assert heard(page)[1][1] == answer["answer"]


def test_two_on_a_page_keep_apart_even_when_loaded_twice(
    visit: OpenPage, site: HostSite, server: str
):
    body = embedded(server, times=2) + '<crossread-chat mode="inline"></crossread-chat>'
    page = visit(site.put(body))
    floating, inline = Widget(page), Widget(page, 1)
    inline.ask("Inline?")
    floating.open().ask("Floating?")
    expect(inline.exchanges.locator(".question")).to_have_text(["Inline?"])
    expect(floating.exchanges.locator(".question")).to_have_text(["Floating?"])


def test_looks_are_set_by_properties_and_parts(visit: OpenPage, site: HostSite, server: str):
    colours = "crossread-chat { --crossread-accent: rgb(176, 0, 32) }"
    style = f"<style>{colours} ::part(title) {{ color: rgb(1, 2, 3) }}</style>"
    widget = Widget(visit(site.put(embedded(server), head=style)))
    colour = "n => getComputedStyle(n).backgroundColor"
    assert widget.launcher.evaluate(colour) == "rgb(176, 0, 32)"
    title = widget.open().node.locator("h2")
    assert title.evaluate("n => getComputedStyle(n).color") == "rgb(1, 2, 3)"
