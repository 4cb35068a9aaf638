"""What the chat page's events do, without a browser."""

from __future__ import annotations

import gradio as gr
import pytest

from assistant.types import Answer
from assistant.web.page import ChatPage
from assistant.web.render import Exchange
from index.errors import IndexStateError
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant, answered

ARTICLE = Article("a", "AP", "A title", "Some text.")


def test_a_question_and_its_answer_join_the_conversation():
    page = ChatPage(ScriptedAssistant([ARTICLE]))
    exchanges: list[Exchange] = []
    for question in ("One?", "Two?"):
        exchanges, conversation, _, asked = page.ask(question, exchanges)
        assert asked == question
    assert [e.number for e in exchanges] == [1, 2]
    assert conversation.index("One?") < conversation.index("Two?")


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_asks_nothing(question: str):
    assistant = ScriptedAssistant([ARTICLE])
    exchanges, _, _, asked = ChatPage(assistant).ask(question, [])
    assert (exchanges, asked, assistant.histories) == ([], question, [])


def test_a_starter_is_asked_like_any_question():
    page = ChatPage(ScriptedAssistant([ARTICLE]))
    exchanges, conversation, _ = page.ask_starter(gr.EventData(None, {"question": "Why?"}), [])
    assert [e.answer.question for e in exchanges] == ["Why?"]
    assert "Why?" in conversation


def test_a_long_conversation_loses_its_oldest_questions():
    page = ChatPage(ScriptedAssistant([ARTICLE]))
    exchanges: list[Exchange] = []
    for _ in range(103):
        exchanges = page.ask("Why?", exchanges)[0]
    assert [exchanges[0].number, exchanges[-1].number] == [4, 103]


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

    exchanges, *_ = ChatPage(ScriptedAssistant([ARTICLE], fail)).ask("Why?", [])
    assert exchanges[0].answer.answer == said
    assert exchanges[0].answer.status == "not_in_articles"


def test_starters_are_found_anew_only_when_the_articles_change():
    class Counting(ScriptedAssistant):
        found = 0

        def starters(self, n: int) -> list[str]:
            self.found += 1
            return super().starters(n)

    assistant = Counting([ARTICLE])
    page = ChatPage(assistant)
    assert "Question 4?" in page.load()[0]
    assert page.load() == page.load()
    assert assistant.found == 1
    assistant.articles().append(Article("b", "RT", "Another", "More text."))
    assert "2 articles" in page.load()[0]
    assert assistant.found == 2


def test_the_endpoint_gives_the_wire_contract():
    assistant = ScriptedAssistant([ARTICLE])
    answer = ChatPage(assistant).chat("Why?", [{"role": "user", "content": "Who?"}])
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
        ChatPage(ScriptedAssistant([ARTICLE])).chat(message, history)
