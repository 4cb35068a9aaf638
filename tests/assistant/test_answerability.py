"""Near misses: sentences close to a question that do not answer it."""

from __future__ import annotations

import pytest

from assistant.chat import Assistant
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from index.types import Article

TEXT = (
    "Wexmoor council closed the ferry terminal on Tuesday after 14 passengers were hurt. "
    "Mayor Ada Finch said the terminal was unsafe. "
    "Harbour master Bert Long, 52, said three ferries would move to Arden. "
    "Ada Finch thanked Carla Moss for her help."
)


@pytest.fixture(scope="module")
def wexmoor(embedder: Embedder) -> Assistant:
    corpus = Corpus(embedder)
    sync(corpus, [Article("a", "Post", "Ferry terminal closed", TEXT, "2024-03-07")])
    return Assistant(corpus)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many passengers were hurt?", "14 passengers"),
        ("How many people were injured at the ferry terminal?", "14 passengers"),
        ("How many ferries would move to Arden?", "three ferries"),
        ("What did Ada Finch say about the terminal?", "unsafe"),
        ("When was the ferry terminal closed?", "5 March 2024"),
        ("How old is Bert Long?", "52"),
    ],
)
def test_what_is_told_is_answered(wexmoor: Assistant, question: str, said: str) -> None:
    answer = wexmoor.ask(question)
    assert answer.status == "answered"
    assert said in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "How many submarines were hurt?",
        "What did Carla Moss say about the terminal?",
        "What did Dora Pike say about the terminal?",
        "How old is Ada Finch?",
        "How fast were the ferries going?",
        "How many passengers were hurt in 1998?",
        "Who won the football match?",
    ],
)
def test_what_is_only_near_is_refused(wexmoor: Assistant, question: str) -> None:
    answer = wexmoor.ask(question)
    assert answer.status == "not_in_articles", answer.answer
    assert not answer.citations


QUOTES = (
    "“The gates were rusted, and nobody cared,” said Ada Finch. Bert Long said nobody cared much. "
    "Carla Moss called the report a fairy tale with a price tag. Dora Pike called it a good report."
)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("Who said “the gates were rusted, and nobody cared”?", "Ada Finch"),
        ("Who said 'the gates were rusted'?", "Ada Finch"),
        ("Who spoke of “gates were rusted”?", "Ada Finch"),
        ("Who called the report a fairy tale with a price tag?", "Carla Moss"),
    ],
)
def test_who_said_something_is_told_of_the_very_words(
    embedder: Embedder, question: str, who: str
) -> None:
    corpus = Corpus(embedder)
    lines = [f"{line}." for line in QUOTES.rstrip(".").split(". ")]
    sync(corpus, [Article(f"a{n}", f"Post {n}", "", x, "2024-03-07") for n, x in enumerate(lines)])
    answer = Assistant(corpus).ask(question)
    assert answer.answer.startswith(who)
    assert not answer.conflicts
    assert [c.article_id for c in answer.citations] == [
        f"a{next(n for n, x in enumerate(lines) if who in x)}"
    ]
