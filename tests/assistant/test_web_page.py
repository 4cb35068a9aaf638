"""What the chat page's events do, without a browser."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.datastructures import Headers

from assistant.feedback import read
from assistant.settings import Settings
from assistant.types import Answer
from assistant.web.conversation import KEPT, restored, stored
from assistant.web.page import ChatPage, Showing
from assistant.web.service import Service
from assistant.web.uploads import Uploads
from index.errors import IndexStateError
from index.scope import EVERYTHING, Scope
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, answered, cited

ARTICLE = Article("a", "AP", "A title", "Some text. More of it.", "2021-12-17")


class Request:
    """What a visitor's browser says of itself."""

    def __init__(self, language: str = "en") -> None:
        self.headers = Headers({"accept-language": language})


ENGLISH: Any = Request()


def page_of(assistant: ScriptedAssistant | None = None, **settings: Any) -> ChatPage:
    made = Settings(**settings)
    return ChatPage(Service(assistant or ScriptedAssistant([ARTICLE]), made), made)


def event(**data: object) -> gr.EventData:
    return gr.EventData(None, data)


def steps(showing: Showing) -> list[tuple[Any, ...]]:
    """All that is shown, one after the other."""

    async def main() -> list[tuple[Any, ...]]:
        return [shown async for shown in showing]

    return asyncio.run(main())


def asked(page: ChatPage, *questions: str, own_words: bool = False) -> Any:
    """What is kept after these questions."""
    kept: Any = []
    for question in questions:
        kept, *_ = steps(page.ask(question, kept, EVERYTHING, own_words, ENGLISH))[-1]
    return kept


# Asking


def test_a_question_and_its_answer_join_the_conversation():
    page = page_of()
    kept = asked(page, "One?")
    ((kept, conversation, *_, question),) = steps(
        page.ask("Two?", kept, EVERYTHING, False, ENGLISH)
    )
    assert question == "Two?"
    assert [a.question for a in restored(kept)] == ["One?", "Two?"]
    assert conversation.index("One?") < conversation.index("Two?")


def test_the_conversation_so_far_goes_with_a_question():
    assistant = ScriptedAssistant([ARTICLE])
    asked(page_of(assistant), "One?", "Two?")
    assert [(t.role, t.content) for t in assistant.histories[1]] == [
        ("user", "One?"), ("assistant", "Yes.")
    ]  # fmt: skip


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_asks_nothing(question: str):
    assistant = ScriptedAssistant([ARTICLE])
    ((kept, *_, given),) = steps(page_of(assistant).ask(question, [], EVERYTHING, False, ENGLISH))
    assert (kept, given, assistant.histories) == ([], question, [])


def test_a_question_that_is_offered_is_asked_like_any():
    offered = event(question="Why?")
    ((kept, conversation, *_),) = steps(
        page_of().ask_offered([], EVERYTHING, False, offered, ENGLISH)
    )
    assert [a.question for a in restored(kept)] == ["Why?"]
    assert "Why?" in conversation


def test_the_last_question_is_asked_again_in_its_place():
    assistant = ScriptedAssistant([ARTICLE])
    page = page_of(assistant)
    before = asked(page, "One?", "Two?")
    ((kept, *_),) = steps(page.retry(before, EVERYTHING, False, ENGLISH))
    assert [a.question for a in restored(kept)] == ["One?", "Two?"]
    assert len(assistant.histories) == 3


def test_the_last_question_goes_back_into_the_box():
    page = page_of()
    kept, *_, box = page.edit(asked(page, "One?", "Two?"), ENGLISH)
    assert ([a.question for a in restored(kept)], box) == (["One?"], "Two?")


def test_narrowing_holds_for_the_questions_after_it():
    assistant = ScriptedAssistant([ARTICLE])
    page = page_of(assistant)
    scope, told = page.narrow(["AP"], "2021-12-01", " ", ENGLISH)
    assert scope == Scope(frozenset({"AP"}), "2021-12-01", None)
    steps(page.ask("Why?", [], scope, False, ENGLISH))
    assert assistant.scopes == [scope]
    assert "from 1 December 2021" in told
    with pytest.raises(gr.Error, match="'soon'"):
        page.narrow([], "soon", "", ENGLISH)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IndexStateError("The index is locked."), "The index is locked."),
        (
            RuntimeError("secret"),
            "Something went wrong while answering. The server's log says what.",
        ),
    ],
)
def test_a_failure_is_an_answer(error: Exception, said: str):
    def fail(question: str) -> Answer:
        raise error

    (answer,) = restored(asked(page_of(ScriptedAssistant([ARTICLE], fail)), "Why?"))
    assert (answer.answer, answer.status) == (said, "not_in_articles")


# What the browser keeps


def test_a_long_conversation_loses_its_oldest_questions():
    answers = [answered(f"Question {n}?", "Yes.") for n in range(KEPT + 3)]
    assert restored(stored(answers))[0].question == "Question 3?"
    assert len(restored(stored(answers))) == KEPT


@pytest.mark.parametrize("kept", [None, "x", 7, {}, ["x", {"answer": "y"}, None]])
def test_what_is_no_conversation_is_left_out(kept: object):
    assert restored(kept) == []


def test_a_page_opens_with_the_conversation_that_was_kept():
    page = page_of()
    _, _, conversation, *_ = page.load(asked(page, "One?"), False, ENGLISH)
    assert "One?" in conversation


def test_a_page_speaks_its_visitors_language():
    header, welcome, *_ = page_of().load([], False, Request("de"))  # type: ignore[arg-type]
    assert "Nachrichten" in header
    assert "Was möchten Sie wissen?" in welcome


def test_starters_are_found_anew_only_when_the_articles_change():
    class Counting(ScriptedAssistant):
        found = 0

        def starters(self, n: int) -> list[str]:
            self.found += 1
            return super().starters(n)

    assistant = Counting([ARTICLE])
    page = page_of(assistant)
    assert "Question 4?" in page.load([], False, ENGLISH)[1]
    page.load([], False, ENGLISH)
    assert assistant.found == 1
    assistant.articles().append(Article("b", "RT", "Another", "More text."))
    assert "2 articles" in page.load([], False, ENGLISH)[1]
    assert assistant.found == 2


# Looking, taking along, judging


def quoting(question: str) -> Answer:
    return answered(question, "So [1]", cited(ARTICLE, 1, "More of it."))


def test_a_source_opens_its_article():
    page = page_of(ScriptedAssistant([ARTICLE], quoting))
    html = page.read(asked(page, "One?"), event(answer=1, n=1), ENGLISH)
    assert '<mark class="opened">More of it.</mark>' in html
    assert "Some text." in html


def test_all_outlets_are_compared_on_a_question():
    page = page_of(ScriptedAssistant([ARTICLE], quoting))
    assert "AP" in page.compare(asked(page, "One?"), event(answer=1), ENGLISH)


def test_an_answer_is_taken_along_as_markdown_and_the_whole_as_json():
    page = page_of(ScriptedAssistant([ARTICLE], quoting))
    kept = asked(page, "One?", "Two?")
    one = page.copy(kept, event(answer=1), ENGLISH)
    assert "One?" in one
    assert "Two?" not in one
    assert "Two?" in page.save_markdown(kept, ENGLISH)
    assert [a["question"] for a in json.loads(page.save_json(kept))] == ["One?", "Two?"]


def test_a_judgement_is_kept_with_what_it_is_about(tmp_path: Path):
    page = page_of(data=tmp_path)
    kept = asked(page, "One?", "Two?")
    page.judge(kept, event(answer=2, verdict="down", reason="Not so."), ENGLISH)
    (said,) = read(tmp_path / "feedback.jsonl")
    assert (said.verdict, said.reason, said.answer.question) == ("down", "Not so.", "Two?")
    assert [turn.content for turn in said.history] == ["One?", "Yes."]


def test_a_judgement_that_cannot_be_kept_is_no_success(tmp_path: Path):
    (tmp_path / "feedback.jsonl").mkdir()
    page = page_of(data=tmp_path)
    with pytest.raises(gr.Error, match="could not be kept"):
        page.judge(asked(page, "One?"), event(answer=1, verdict="up", reason=""), ENGLISH)


# Adding and removing


def test_articles_are_added_and_each_that_is_not_is_named(tmp_path: Path):
    assistant = ScriptedAssistant([ARTICLE])
    story, broken = tmp_path / "story.txt", tmp_path / "empty.txt"
    story.write_text("HALDEN (Gazette) - Ada Finch won the race for mayor.")
    broken.write_text(" ")
    uploads = Uploads(page_of(assistant))
    said, files, text, articles, *_ = uploads.add(
        [str(story), str(broken)], "Pasted words of a story.", [], ENGLISH
    )
    assert "2 articles added." in said
    assert "empty.txt could not be read: " in said
    assert (files, text) == (None, "")
    assert len(assistant.articles()) == 3
    assert "Gazette" in articles
    uploads.remove([], event(id="story"), ENGLISH)
    assert "story" not in {a.id for a in assistant.articles()}


def test_nothing_given_says_what_to_do():
    assert "Choose files or paste" in Uploads(page_of()).add(None, " ", [], ENGLISH)[0]


def test_the_index_does_not_grow_past_its_limit():
    assistant = ScriptedAssistant([ARTICLE])
    said, *_ = Uploads(page_of(assistant, max_articles=1)).add(None, "A story.", [], ENGLISH)
    assert "past 1 articles" in said
    assert assistant.articles() == [ARTICLE]


def test_where_adding_is_off_nothing_can_be_removed():
    assert "data-remove" in page_of(uploads=True).load([], False, ENGLISH)[4]
    assert "data-remove" not in page_of(uploads=False).load([], False, ENGLISH)[4]
    assert "data-remove" not in page_of(host="0.0.0.0").load([], False, ENGLISH)[4]


# Gradio's own endpoint


def test_the_endpoint_gives_the_wire_contract():
    assistant = ScriptedAssistant([ARTICLE])
    answer = asyncio.run(page_of(assistant).chat("Why?", [{"role": "user", "content": "Who?"}]))
    assert Answer.model_validate(answer) == answered("Why?", "Yes.")
    assert [turn.content for turn in assistant.histories[0]] == ["Who?"]


@pytest.mark.parametrize(
    ("message", "history", "said"),
    [
        ("", None, "'question' is empty"),
        ("x" * 2_001, None, "the limit is 2,000"),
        ("Why?", [{"role": "x", "content": "y"}], r"history\[0\]\.role"),
    ],
)
def test_the_endpoint_says_what_is_wrong(message: str, history: list[dict[str, str]], said: str):
    with pytest.raises(gr.Error, match=said):
        asyncio.run(page_of().chat(message, history))
