"""The chat page in a real Chromium, over a real server."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from gradio_client import Client
from playwright.sync_api import Locator, Page, expect

from assistant.chat import Assistant
from assistant.types import Answer
from tests.assistant.scripted import ScriptedAssistant, answered
from tests.browser.conftest import OpenPage

pytestmark = [
    pytest.mark.browser,
    # In its statistics of the queue, Gradio uses pandas as it was.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing"),
]

TROOPS = "How many troops are on Ukraine's border?"


def ask(page: Page, question: str) -> Locator:
    """Ask as a visitor would; the exchange that appears."""
    exchanges = page.locator(".exchange")
    number = exchanges.count() + 1
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(exchanges).to_have_count(number)
    return exchanges.last


def test_a_question_gets_an_answer_with_numbered_sources(open_page: OpenPage, chat: str):
    page = open_page(chat)
    answer = ask(page, TROOPS)
    expect(answer.get_by_role("heading", name=TROOPS, level=2)).to_be_visible()
    expect(answer.locator(".answer").first).to_contain_text("70,000")
    expect(answer.locator(".answer").first).to_contain_text("100,000")
    sources = page.locator(".sources > li")
    numbers = [source.locator(".number").inner_text() for source in sources.all()]
    markers = {m.inner_text() for m in answer.locator(".answer .cite .n").all()}
    assert numbers == [str(n + 1) for n in range(len(numbers))]
    assert markers == set(numbers)
    expect(page.get_by_role("textbox", name="Your question")).to_have_value("")


def test_troop_numbers_have_a_conflict_card_with_a_chart(open_page: OpenPage, chat: str):
    page = open_page(chat)
    card = ask(page, TROOPS).get_by_role("region", name="Where the sources differ")
    expect(card).to_have_count(1)
    expect(card.get_by_role("heading")).to_contain_text("Sources disagree")
    rows = card.locator("tbody tr")
    said = rows.all_inner_texts()
    assert any("70,000" in row for row in said)
    assert any("100,000" in row for row in said)
    assert card.locator("svg rect").count() == len(said)
    for row in rows.all():
        expect(row.locator(".cite")).to_have_count(1)
        expect(row.locator("q")).not_to_be_empty()
        assert {
            c.evaluate("n => getComputedStyle(n).display") for c in row.locator("td").all()
        } == {"table-cell"}


def test_the_length_of_the_call_is_no_conflict(open_page: OpenPage, chat: str):
    answer = ask(open_page(chat), "How long did the call between Putin and Biden last?")
    expect(answer.locator(".answer").first).to_contain_text("hours")
    expect(answer.locator(".conflict")).to_have_count(0)
    expect(answer.locator(".drawn-from")).to_contain_text(re.compile("agree|Only"))


def test_a_marker_shows_its_quote_and_opens_the_article_at_it(open_page: OpenPage, chat: str):
    page = open_page(chat, height=600)
    marker = ask(page, TROOPS).locator(".answer .cite").first
    marker.hover()
    expect(marker.get_by_role("tooltip")).to_be_visible()
    quote = marker.locator("q").inner_text()
    marker.click()
    reading = page.locator("#reading .reading")
    expect(reading.locator("mark.opened")).to_be_in_viewport()
    expect(reading.locator("mark.opened")).to_contain_text(quote[:40])
    expect(reading.locator(".outlet")).not_to_be_empty()
    expect(reading.locator(".date")).to_have_text(re.compile(r"^\d+ \w+ 20\d\d$"))
    whole = reading.locator(".text").inner_text()
    assert len(whole) > 4 * len(quote)
    back = page.get_by_role("button", name="Back to the answer")
    expect(back).to_be_focused()
    back.click()
    expect(reading).to_have_count(0)
    expect(marker).to_be_focused()


def test_sources_open_with_the_keyboard(open_page: OpenPage, chat: str):
    page = open_page(chat)
    ask(page, TROOPS)
    for n in (0, 1):
        source = page.locator(".sources button").nth(n)
        outlet = source.locator(".outlet").inner_text()
        source.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#reading .outlet")).to_have_text(outlet)
        expect(page.locator("#reading mark.opened").first).to_be_in_viewport()


def test_an_earlier_answers_numbers_open_its_own_articles(open_page: OpenPage, chat: str):
    page = open_page(chat)
    ask(page, TROOPS)
    ask(page, "What did Russia demand from NATO?")
    marker = page.locator(".exchange").first.locator(".answer .cite").first
    quote = marker.locator("q").text_content() or ""
    marker.click()
    expect(page.locator("#reading mark.opened")).to_contain_text(quote[:40])


def test_what_the_articles_dont_say(open_page: OpenPage, chat: str):
    page = open_page(chat)
    answer = ask(page, "What is the capital of Peru?")
    expect(answer.locator(".not_in_articles")).to_be_visible()
    expect(answer.locator(".cite")).to_have_count(0)
    expect(page.locator("#sources")).to_contain_text("rests on no source")


def test_starters_are_asked_by_a_click(open_page: OpenPage, chat: str, seeds_assistant: Assistant):
    page = open_page(chat)
    starters = page.get_by_role("list", name="Questions to start with").get_by_role("button")
    expect(starters).to_have_text(seeds_assistant.starters(4))
    question = starters.first.inner_text()
    starters.first.click()
    expect(page.locator(".exchange .question")).to_have_text(question)
    expect(page.locator(".exchange .cite").first).to_be_visible()
    expect(starters.first).to_be_hidden()


def test_the_articles_are_listed(open_page: OpenPage, chat: str, seeds_assistant: Assistant):
    page = open_page(chat)
    rows = page.get_by_role("region", name=re.compile("Articles")).get_by_role("listitem")
    expect(rows).to_have_count(5)
    for row, article in zip(rows.all(), seeds_assistant.articles(), strict=True):
        expect(row).to_contain_text(article.outlet)
        expect(row).to_contain_text(article.title)


def test_follow_ups_are_asked_with_the_history(open_page: OpenPage, serve: Callable[..., str]):
    def reply(question: str) -> Answer:
        answer = answered(question, "Yes.")
        if question == "And Georgia?":
            return answer.model_copy(update={"standalone_question": "What of Georgia?"})
        return answer

    assistant = ScriptedAssistant(reply=reply)
    page = open_page(serve(assistant))
    ask(page, "What of Ukraine?")
    expect(ask(page, "And Georgia?").locator(".asked-as")).to_have_text(
        "asked as: What of Georgia?"
    )
    assert [[(t.role, t.content) for t in turns] for turns in assistant.histories] == [
        [],
        [("user", "What of Ukraine?"), ("assistant", "Yes.")],
    ]


def test_clear_starts_anew(open_page: OpenPage, chat: str):
    page = open_page(chat)
    ask(page, TROOPS)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.locator(".sources")).to_have_count(0)
    expect(page.locator("#suggestions button")).to_have_count(0)
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()


def test_what_is_typed_while_waiting_stays_in_the_box(
    open_page: OpenPage, serve: Callable[..., str]
):
    asked, typed = threading.Event(), threading.Event()

    def reply(question: str) -> Answer:
        asked.set()
        typed.wait(10)
        return answered(question, "Yes.")

    page = open_page(serve(ScriptedAssistant(reply=reply)))
    box = page.get_by_role("textbox", name="Your question")
    box.fill("The first?")
    box.press("Enter")
    assert asked.wait(10)
    box.fill("The next")
    typed.set()
    expect(page.locator(".answer")).to_have_text("Yes.")
    expect(box).to_have_value("The next")


def test_a_failure_is_told_and_the_page_goes_on(open_page: OpenPage, serve: Callable[..., str]):
    def reply(question: str) -> Answer:
        if "fail" in question:
            raise RuntimeError("secret")
        return answered(question, "Yes.")

    page = open_page(serve(ScriptedAssistant(reply=reply)))
    failed = ask(page, "Will this fail?")
    expect(failed).to_contain_text("Something went wrong")
    expect(failed).not_to_contain_text("secret")
    expect(ask(page, "And now?").locator(".answer")).to_have_text("Yes.")


def test_answers_are_announced(open_page: OpenPage, chat: str):
    page = open_page(chat)
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")
    ask(page, TROOPS)
    expect(log.get_by_role("article", name="Question 1")).to_be_visible()
    expect(log.get_by_role("link", name="Source 1: ").first).to_be_visible()


def test_the_gradio_endpoint_gives_the_wire_contract(chat: str):
    client = Client(chat, verbose=False)
    try:
        answer = Answer.model_validate(client.predict(TROOPS, api_name="/chat"))
        history = [{"role": "user", "content": TROOPS}]
        client.predict(message="And Georgia?", history=history, api_name="/chat")
        with pytest.raises(Exception, match=r"2,001 characters; the limit is 2,000"):
            client.predict("x" * 2_001, api_name="/chat")
    finally:
        client.close()
    assert answer.citations
