"""Follow-ups resolved against the conversation, and new topics left alone."""

from __future__ import annotations

import pytest

from assistant.followup import resolve
from assistant.question import Kind, parse
from assistant.types import Turn
from index.words import fold

VEHICLES = (
    "About 31,000 vehicles, according to Coastwire. [1]\n\n"
    "- Coastwire: “About 31,000 vehicles use it each day.” [1]"
)
DRIVER = "Denise Calloway, according to the Courier. [1]"


def history(*turns: str) -> list[Turn]:
    """Turns of user and assistant by turns, oldest first."""
    return [
        Turn(role="assistant" if i % 2 else "user", content=text) for i, text in enumerate(turns)
    ]


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("And Arden?", "Did the council promise a school to Wexmoor?",
         "Did the council promise a school to Arden?"),
        ("What about Arden?", "Did the council promise a school to Wexmoor?",
         "Did the council promise a school to Arden?"),
        ("and in Arden", "How many ferries are in Wexmoor?", "How many ferries are in Arden?"),
        ("How old is she?", "Who drove the bus?", "How old is Denise Calloway?"),
        ("What are her demands?", "Who drove the bus?", "What are Denise Calloway's demands?"),
        ("What did she say about the river?", "What did Finch demand?",
         "What did Finch say about the river?"),
        ("What did they reject?", "What do Finch and Roe want?", "What did Finch and Roe reject?"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_filled_in(question: str, before: str, after: str) -> None:
    assert resolve(question, history(before, DRIVER)) == after


@pytest.mark.parametrize(
    ("question", "before", "kind", "terms"),
    [
        ("When was it?", "Where did Finch meet Roe?", Kind.WHEN, {"finch", "meet", "roe"}),
        ("Where was that?", "When did Finch close the terminal?", Kind.WHERE, {"terminal"}),
        ("And when?", "Who closed the terminal?", Kind.WHEN, {"closed", "terminal"}),
        ("why?", "Who closed the terminal?", Kind.LIST, {"closed", "terminal"}),
        ("how many?", "Were people killed when the bridge fell?", Kind.HOW_MANY,
         {"people", "killed", "bridge"}),
        ("And who?", "When was the terminal closed?", Kind.WHO, {"terminal", "closed"}),
        ("And the driver?", "How old is the mayor?", Kind.HOW_MUCH, {"driver"}),
        ("Is it open?", "When was the Old Mill Bridge built?", Kind.YES_NO, {"mill", "open"}),
    ],
)  # fmt: skip
def test_a_bare_question_word_asks_about_the_same_thing(
    question: str, before: str, kind: Kind, terms: set[str]
) -> None:
    asked = parse(resolve(question, history(before, "Yes.")))
    assert asked.kind is kind
    assert terms <= {fold(t) for t in asked.terms}


@pytest.mark.parametrize("question", ["Who said that?", "who said so", "And who told that?"])
def test_who_said_that_points_at_the_last_answer(question: str) -> None:
    asked = resolve(question, history("How many vehicles use the bridge?", VEHICLES))
    assert parse(asked).kind is Kind.WHO
    assert "About 31,000 vehicles use it each day" in asked
    assert "[1]" not in asked


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Peru?",
        "How many ferries are in Wexmoor?",
        "Who is Ada Finch?",
        "What is it like to live in Wexmoor these days?",
        "When did the council of Arden vote on the budget?",
        "the square root of 144",
        "What did Ada Finch say?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert resolve(question, history("Who drove the bus?", DRIVER)) == question


@pytest.mark.parametrize(
    "question", ["New topic: who is the mayor?", "Something else: who is the mayor?"]
)
def test_a_new_topic_that_is_announced_is_taken_alone(question: str) -> None:
    assert resolve(question, history("Who drove the bus?", DRIVER)) == "who is the mayor?"


@pytest.mark.parametrize("question", ["Thanks!", "Thank you", "Hello", "Great!"])
def test_small_talk_does_not_ask_the_last_question_again(question: str) -> None:
    asked = resolve(question, history("When was the Old Mill Bridge built?", "In 1931. [1]"))
    assert "Mill" not in asked


@pytest.mark.parametrize("lead", ["And", "ok, and", "Thanks. And", "But what about"])
def test_a_third_question_varies_the_first(lead: str) -> None:
    before = history("Did the council promise a school to Wexmoor?", "Yes.", "And Arden?", "No.")
    assert resolve(f"{lead} Saltmarsh?", before) == "Did the council promise a school to Saltmarsh?"


def test_a_follow_up_belongs_to_the_last_topic() -> None:
    before = history("Where is Peru?", "…", "How many ferries are in Wexmoor?", "Two.")
    assert resolve("And in Arden?", before) == "How many ferries are in Arden?"


@pytest.mark.parametrize("question", ["Who said that?", "When was it?", "How old is she?"])
def test_without_a_history_a_question_stays_as_it_is(question: str) -> None:
    assert resolve(question, []) == question
    assert resolve(question, [Turn(role="assistant", content="Ask me anything.")]) == question


@pytest.mark.parametrize("earlier", ["", "🙂", "?", "\x00", "and?", "[1] **x**", "x " * 5000])
def test_any_history_does_no_harm(earlier: str) -> None:
    for question in ("And Arden?", "Who said that?", "How old is she?", "why?", "What about it?"):
        assert resolve(question, history(earlier, earlier, earlier)).strip()
