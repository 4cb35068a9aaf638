"""Slips of typing in a question, mended with the words that the articles use."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.spelling import mend
from index.catalog import Catalog
from index.chunking import passages
from index.corpus import Corpus
from index.embeddings import Embedder
from index.types import Article, Hit

TEXT = (
    "The Wexmoor terminal closed after negotiations with the ministry. Passengers waited for the "
    "ferry, and Mayor Zelensky spoke to Ryabkov about soldiers near the border."
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    made = Corpus(Embedder())  # the model is not needed and not loaded
    put(made.catalog, Article("a", "Post", "Terminal closed", TEXT))
    return made


def put(catalog: Catalog, one: Article) -> None:
    cut = passages(one)
    with catalog.transaction():
        catalog.put(one, "hash", cut, [np.zeros((len(p.sentences), 2), np.float32) for p in cut])


def hits(corpus: Corpus) -> list[Hit]:
    rows = corpus.catalog.rows(corpus.catalog.passage_ids()).values()
    return [Hit(row.passage, row.article, 1.0, row.vectors) for row in rows]


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("when did the terminl close", "when did the terminal close"),
        ("How many soliders are there?", "How many soldiers are there?"),
        ("who led the negotations?", "who led the negotiations?"),
        ("What did Zelenskyy say?", "What did Zelensky say?"),
        ("What did Riabkov say?", "What did Ryabkov say?"),
        ("wich passengers waited", "which passengers waited"),
        ("waht did the ministry say", "what did the ministry say"),
        ("wheer is the ferry", "where is the ferry"),
    ],
)
def test_a_slip_is_mended(corpus: Corpus, typed: str, mended: str) -> None:
    assert mend(corpus, typed, hits(corpus)) == mended


@pytest.mark.parametrize(
    "question",
    [
        "How many soldiers waited?",
        "How many submarines waited?",
        "What did Erdogan say?",
        "What did Macron say to Wexler?",
        "WHO CLOSED THE TERMINAL",
        "Сколько солдат?",
        "a.b (c) [d] \\e *f*",
        "🙂",
        "",
    ],
)
def test_what_is_right_or_simply_unknown_is_left_as_it_is(corpus: Corpus, question: str) -> None:
    assert mend(corpus, question, hits(corpus)) == question


def test_without_passages_names_are_left_alone(corpus: Corpus) -> None:
    assert mend(corpus, "What did Zelenskyy say?", []) == "What did Zelenskyy say?"


def test_only_the_wrong_word_is_changed(corpus: Corpus) -> None:
    asked = mend(corpus, "Is a terminl a terminlike thing?", hits(corpus))
    assert asked == "Is a terminal a terminlike thing?"
