"""What a visitor keeps, narrows, adds and says on the chat page, and who can use it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.chat import Assistant
from assistant.feedback import read
from assistant.types import Answer
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, answered
from tests.browser.accessibility import serious
from tests.browser.conftest import OpenPage
from tests.browser.test_chat_page import TROOPS, ask

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing"),
]
FERRY = "The ferry Saint Brendan sank off Wexmoor on Monday with 31 people aboard."


@pytest.fixture
def own_chat(serve: Callable[[Assistant], str], embedder: Embedder, tmp_path: Path) -> str:
    """A chat over one article, which a test may change."""
    corpus = Corpus(embedder, tmp_path / "index")
    sync(corpus, [Article("ferry", "Post", "Ferry sinks", FERRY, "2026-03-10")])
    return serve(Assistant(corpus))


def test_a_conversation_outlives_a_reload_and_can_be_cleared(open_page: OpenPage, chat: str):
    # What is on its way when a page is left ends in errors of Gradio's own in its console.
    page = open_page(chat, errors_like="AbortError|errored out")
    ask(page, TROOPS)
    page.reload()
    expect(page.locator(".exchange .question")).to_have_text(TROOPS)
    page.locator(".exchange .answer .cite").first.click()
    expect(page.locator("#reading mark.opened").first).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".exchange")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)


def test_a_conversation_is_saved_as_markdown_and_json(open_page: OpenPage, chat: str):
    page = open_page(chat)
    ask(page, TROOPS)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as Markdown").click()
    markdown = saved.value.path().read_text("utf-8")
    assert TROOPS in markdown
    assert "70,000" in markdown
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as JSON").click()
    (answer,) = json.loads(saved.value.path().read_text("utf-8"))
    assert Answer.model_validate(answer).question == TROOPS


def test_an_answer_is_copied_with_its_sources(open_page: OpenPage, chat: str):
    page = open_page(chat)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = ask(page, TROOPS)
    answer.get_by_role("button", name="Copy").click()
    expect(answer.get_by_role("status")).to_have_text("Copied")
    page.wait_for_function("navigator.clipboard.readText().then(t => t.includes('70,000'))")


def test_an_answer_is_copied_where_the_browser_gives_no_clipboard(open_page: OpenPage, chat: str):
    # As for a page that comes over http from another machine.
    page = open_page(chat)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    answer = ask(page, TROOPS)
    answer.get_by_role("button", name="Copy").click()
    expect(answer.get_by_role("status")).to_have_text("Copied")
    box = page.get_by_role("textbox", name="Your question")
    box.press("Control+V")
    expect(box).to_have_value(re.compile("70,000"))


def test_nothing_is_called_copied_that_is_not(open_page: OpenPage, chat: str):
    page = open_page(chat)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("document.execCommand = () => { window.tried = true; return false; }")
    answer = ask(page, TROOPS)
    answer.get_by_role("button", name="Copy").click()
    page.wait_for_function("window.tried")
    answer.get_by_role("button", name="Compare all sources").click()
    expect(page.locator("#reading .columns")).to_be_visible()  # what came before it is over
    expect(answer.get_by_role("status")).to_be_empty()


def test_the_last_question_is_asked_again_and_edited(
    open_page: OpenPage, serve: Callable[..., str]
):
    asked: list[str] = []

    def reply(question: str) -> Answer:
        asked.append(question)
        return answered(question, f"Answer {len(asked)}.")

    page = open_page(serve(ScriptedAssistant(reply=reply)))
    ask(page, "One?")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".answer")).to_have_text("Answer 2.")
    page.get_by_role("button", name="Edit").click()
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Your question")).to_have_value("One?")
    assert asked == ["One?", "One?"]


def test_a_question_is_stopped(open_page: OpenPage, serve: Callable[..., str]):
    asked, released = threading.Event(), threading.Event()

    def reply(question: str) -> Answer:
        asked.set()
        if "slow" in question:
            released.wait(20)
        return answered(question, "Yes.")

    page = open_page(serve(ScriptedAssistant(reply=reply)))
    box = page.get_by_role("textbox", name="Your question")
    box.fill("A slow one?")
    box.press("Enter")
    assert asked.wait(10)
    # Gradio hears no stop before it listens for the answer, some ms after it has asked.
    expect(page.locator("#question > .wrap")).to_contain_text("processing")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    expect(page.locator(".exchange")).to_have_count(0)
    expect(ask(page, "A quick one?").locator(".answer")).to_have_text("Yes.")
    released.set()
    expect(page.locator(".exchange")).to_have_count(1)


def test_questions_to_go_on_with_are_offered(open_page: OpenPage, chat: str):
    page = open_page(chat)
    ask(page, TROOPS)
    offered = page.get_by_role("list", name="Questions to go on with").get_by_role("button")
    expect(offered.first).to_be_visible()
    question = offered.first.inner_text()
    offered.first.click()
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator(".exchange .question").last).to_have_text(question)


def test_the_next_questions_are_asked_of_some_outlets_only(open_page: OpenPage, chat: str):
    page = open_page(chat)
    page.get_by_role("button", name="Ask only some of the articles").click()
    page.get_by_label("Outlets").click()
    page.get_by_role("option", name="AP").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ask only some of the articles").click()
    expect(page.locator("#composer")).to_contain_text("Only these articles are asked: AP")
    answer = ask(page, TROOPS)
    outlets = {o for o in answer.locator(".answer .cite .of").all_inner_texts() if o}
    assert outlets == {"AP"}


def test_a_date_is_judged_when_it_is_written_out(open_page: OpenPage, chat: str):
    page = open_page(chat)
    page.get_by_role("button", name="Ask only some of the articles").click()
    since = page.get_by_label("From (YYYY-MM-DD)")
    since.press_sequentially("2022-02-01", delay=30)
    answer = ask(page, TROOPS)
    expect(page.get_by_test_id("toast-body")).to_have_count(0)
    assert {o for o in answer.locator(".answer .cite .of").all_inner_texts() if o} == {"RT"}
    since.fill("soon")
    since.press("Enter")
    expect(page.get_by_test_id("toast-body")).to_contain_text("'soon' is no date")


def test_all_outlets_are_compared_side_by_side(open_page: OpenPage, chat: str):
    page = open_page(chat)
    ask(page, TROOPS).get_by_role("button", name="Compare all sources").click()
    columns = page.locator("#reading .columns > section")
    expect(columns).to_have_count(5)
    expect(columns.filter(has_text="AP").locator("blockquote").first).to_contain_text("troops")


def test_an_article_is_added_and_removed(open_page: OpenPage, own_chat: str, tmp_path: Path):
    page = open_page(own_chat)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"not a pdf")
    story = tmp_path / "mayor.txt"
    story.write_text("HALDEN (Gazette) - Ada Finch won the race for mayor with 812 votes.")
    page.get_by_role("button", name="Add articles").click()
    page.locator("#adding input[type=file]").set_input_files([story, broken])
    page.get_by_role("button", name="Add", exact=True).click()
    outcome = page.locator(".outcome")
    expect(outcome).to_contain_text("1 article added.")
    expect(outcome).to_contain_text("broken.pdf")
    expect(page.locator("#articles li")).to_have_count(2)
    answer = ask(page, "Who won the race for mayor?")
    expect(answer.locator(".answer").first).to_contain_text("Finch")
    page.locator("#articles li", has_text="Ada Finch").get_by_role("button").click()
    expect(page.locator("#articles li")).to_have_count(1)
    refused = ask(page, "Who won the race for mayor of Halden?")
    expect(refused.locator(".not_in_articles")).to_be_visible()


def test_a_judgement_is_kept(open_page: OpenPage, own_chat: str, own_data: Path):
    page = open_page(own_chat)
    answer = ask(page, "What sank off Wexmoor?")
    answer.locator(".criticism summary").click()
    answer.get_by_role("textbox").fill("No word of RT.")
    answer.get_by_role("button", name="Send").click()
    expect(answer.get_by_role("status")).to_have_text("Thank you, noted.")
    (kept,) = read(own_data / "feedback.jsonl")
    assert (kept.verdict, kept.reason) == ("down", "No word of RT.")
    assert kept.answer.question == "What sank off Wexmoor?"


def test_the_page_speaks_german_to_germans(open_page: OpenPage, chat: str):
    page = open_page(chat, locale="de-DE", box="Ihre Frage")
    expect(page.get_by_role("heading", name="Was möchten Sie wissen?")).to_be_visible()
    expect(page.get_by_role("button", name="Nur manche Artikel fragen")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    # They are made from articles in English.
    for starter in page.locator(".starters button").all():
        expect(starter.locator("[lang=en]")).not_to_be_empty()


def test_what_is_read_out_to_others_is_called_english(open_page: OpenPage, chat: str):
    page = open_page(chat, locale="fr-FR")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: OpenPage, chat: str, scheme: str):
    page = open_page(chat, color_scheme=scheme)
    ask(page, TROOPS).locator(".answer .cite").first.click()
    expect(page.locator("#reading mark.opened")).to_be_visible()
    assert serious(page) == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))


def test_everything_is_reached_by_keyboard_alone(open_page: OpenPage, chat: str):
    page = open_page(chat)
    page.get_by_role("textbox", name="Your question").focus()
    page.keyboard.type(TROOPS)
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(1)
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className + document.activeElement.id"))
        if page.evaluate("document.activeElement.matches('.exchange .cite')"):
            break
    assert page.evaluate("document.activeElement.matches('.exchange .cite')"), reached
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Back to the answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".exchange .cite.open")).to_be_focused()
