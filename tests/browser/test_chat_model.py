"""The chat page where a language model answers: whose words, what is shown of them, and Stop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.chat import Assistant
from index.corpus import Corpus
from index.embeddings import Embedder
from tests.assistant.ferry import (
    INVENTED,
    QUESTION,
    SAYS,
    SUPPORTED,
    EndlessModel,
    ferry_corpus,
    told_by,
)
from tests.assistant.llm.scripted_model import ScriptedModel
from tests.browser.accessibility import serious
from tests.browser.conftest import OpenPage
from tests.browser.test_chat_looks import no_sideways_scrolling
from tests.browser.test_chat_page import ask

pytestmark = [
    pytest.mark.browser,
    # In its statistics of the queue, Gradio uses pandas as it was.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing"),
]
MODEL = ScriptedModel.name
IN_THE_ARTICLES_WORDS = ".exchange:has(.actions):not(:has(.by-whom))"
"""An answer that has come whole, and not by the model."""


@pytest.fixture(scope="module")
def corpus(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return ferry_corpus(embedder, tmp_path_factory.mktemp("ferry"))


@pytest.fixture(scope="module")
def withholding(serve: Callable[[Assistant], str], corpus: Corpus) -> str:
    """A chat whose model says one sentence that is supported and two that aren't."""
    return serve(told_by(corpus, ScriptedModel(SAYS)))


def choice(page: Page, name: str) -> None:
    """Choose in whose words answers are to be."""
    page.get_by_role("radiogroup", name="Answers in the words of").get_by_label(name).check()


def test_without_a_model_there_is_nothing_to_choose(open_page: OpenPage, chat: str):
    page = open_page(chat)
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    expect(page.locator("#words")).to_have_count(0)
    expect(page.get_by_role("radio")).to_have_count(0)


def test_who_answers_is_said_and_can_be_switched(open_page: OpenPage, withholding: str):
    page = open_page(withholding, errors_like="AbortError|errored out")
    expect(page.get_by_label(MODEL)).to_be_checked()
    answer = ask(page, QUESTION)
    expect(answer.locator(".by-whom")).to_contain_text(f"In the words of {MODEL}")
    choice(page, "the articles")
    expect(answer.get_by_role("button", name="Ask again")).to_be_visible()
    answer.get_by_role("button", name="Ask again").click()
    expect(page.locator(IN_THE_ARTICLES_WORDS)).to_have_count(1)
    expect(answer.locator(".answer").first).to_contain_text("31 people")
    page.reload()
    expect(page.get_by_label("the articles", exact=True)).to_be_checked()
    choice(page, MODEL)
    expect(ask(page, QUESTION).locator(".by-whom")).to_contain_text(MODEL)


def test_the_choice_holds_from_the_click_on(open_page: OpenPage, withholding: str):
    page = open_page(withholding)
    answer = ask(page, QUESTION)
    page.route("**/queue/join*", lambda route: None)
    choice(page, "the articles")
    answer.get_by_role("button", name="Ask again").click()
    page.unroute("**/queue/join*")  # And what was held goes on.
    expect(page.locator(IN_THE_ARTICLES_WORDS)).to_have_count(1)


def test_the_switch_is_worked_by_keyboard_and_speaks_german(open_page: OpenPage, withholding: str):
    page = open_page(withholding, locale="de-DE", box="Ihre Frage")
    group = page.get_by_role("radiogroup", name="Antworten in den Worten von")
    group.get_by_label(MODEL).focus()
    page.keyboard.press("ArrowRight")
    expect(group.get_by_label("den Artikeln")).to_be_checked()


def test_what_was_withheld_is_told_in_a_line(open_page: OpenPage, withholding: str):
    answer = ask(open_page(withholding), QUESTION)
    expect(answer.locator(".answer").first).to_contain_text(SUPPORTED)
    expect(answer.locator(".by-whom")).to_contain_text("2 sentences were withheld")
    expect(answer).not_to_contain_text(INVENTED)


def test_what_no_source_supports_is_marked(
    open_page: OpenPage, serve: Callable[[Assistant], str], corpus: Corpus
):
    page = open_page(serve(told_by(corpus, ScriptedModel(SAYS), mark=True)))
    answer = ask(page, QUESTION)
    bare = answer.locator(".answer p", has_text=INVENTED)
    expect(bare).to_have_count(1)
    expect(bare.locator("em")).to_have_text("(no source bears this out)")
    expect(answer.locator(".answer p", has_text=SUPPORTED).locator("em")).to_have_count(0)


def test_an_answer_comes_in_pieces_and_stop_stops_the_model(
    open_page: OpenPage, serve: Callable[[Assistant], str], corpus: Corpus
):
    model = EndlessModel(f"{SUPPORTED[:-1]} [1]. And")
    page = open_page(serve(told_by(corpus, model)))
    model.stopped.clear()
    page.get_by_role("textbox", name="Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".exchange.coming .answer")).to_contain_text(SUPPORTED)
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Stop").click()
    assert model.stopped.wait(10)
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    choice(page, "the articles")
    expect(ask(page, QUESTION).locator(".answer").first).to_contain_text("31 people")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_choice_is_for_everybody_on_a_phone(open_page: OpenPage, withholding: str, scheme: str):
    page = open_page(withholding, width=360, height=780, color_scheme=scheme)
    ask(page, QUESTION)
    expect(page.get_by_label(MODEL)).to_be_in_viewport()
    expect(page.get_by_label("the articles", exact=True)).to_be_in_viewport()
    assert no_sideways_scrolling(page)
    assert serious(page) == []
