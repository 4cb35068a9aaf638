"""Passages: whole sentences, exact offsets, none overlapping, of a size that the model reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import read_paths
from index.chunking import PASSAGE_WORDS, content_hash, passages
from index.types import Article

ROOT = Path(__file__).parent.parent.parent
MODEL_WORDS = 190
"""What MiniLM reads at once (256 tokens)."""
SENTENCE = "The council of Wexmoor voted on Tuesday to close ferry terminal {} beside the quay."


def article(text: str, article_id: str = "a") -> Article:
    return Article(article_id, "The Wexmoor Post", "Ferry terminal", text)


def real_articles() -> list[Article]:
    return read_paths([ROOT / "seeds", ROOT / "tests" / "gold" / "other"]).articles


@pytest.mark.parametrize("read", real_articles(), ids=lambda a: a.id)
def test_passages_of_real_pages_are_whole_sentences_of_a_size_that_is_read(read: Article) -> None:
    found = passages(read)
    spans = [s for p in found for s in p.sentences]
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert [p.ordinal for p in found] == list(range(len(found)))
    sizes = [sum(len(read.text[a:b].split()) for a, b in p.sentences) for p in found]
    assert max(sizes) <= MODEL_WORDS
    assert min(sizes) > PASSAGE_WORDS / 3 or len(found) == 1


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 40, 333])
def test_every_sentence_is_in_exactly_one_passage(count: int) -> None:
    text = " ".join(SENTENCE.format(i) for i in range(count))
    found = passages(article(text))
    told = [text[a:b] for p in found for a, b in p.sentences]
    assert told == [SENTENCE.format(i) for i in range(count)]
    assert [text[p.start : p.end] for p in found] == [
        " ".join(text[a:b] for a, b in p.sentences) for p in found
    ]


def test_passages_of_one_article_are_of_about_one_size() -> None:
    text = " ".join(SENTENCE.format(i) for i in range(100))
    sizes = [len(text[p.start : p.end].split()) for p in passages(article(text))]
    assert max(sizes) < 1.5 * min(sizes)
    assert 0.6 * PASSAGE_WORDS < sum(sizes) / len(sizes) < 1.4 * PASSAGE_WORDS


@pytest.mark.parametrize("text", ["", " \n", "?!", "\ufeff\n"])
def test_a_text_without_words_has_no_passages(text: str) -> None:
    assert passages(article(text)) == []


def test_a_single_headline_is_a_passage() -> None:
    (passage,) = passages(article("Council closes ferry terminal"))
    assert (passage.start, passage.end) == (0, 29)


def test_ids_differ_between_articles_and_versions_and_are_stable() -> None:
    text = " ".join(SENTENCE.format(i) for i in range(40))
    ids = [
        {p.id for p in passages(a)}
        for a in (article(text), article(text, "b"), article(text + " It rained."))
    ]
    assert not ids[0] & ids[1]
    assert not ids[0] & ids[2]
    assert {p.id for p in passages(article(text))} == ids[0]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Another text."},
        {"outlet": "Coastwire"},
        {"title": "Terminal"},
        {"published": "2021-12-10"},
        {"url": "https://post.example"},
    ],
    ids=str,
)
def test_an_article_is_new_when_anything_that_a_citation_shows_changed(
    change: dict[str, str],
) -> None:
    before = article("A text.")
    assert content_hash(replace(before, **change)) != content_hash(before)


def test_an_article_is_the_same_wherever_its_file_lies() -> None:
    before = article("A text.")
    assert content_hash(replace(before, file="moved.txt")) == content_hash(before)
    assert content_hash(replace(before)) == content_hash(before)


PIECES = ["The span fell.", "Who knew?", "\n", "\n\n", " ", "Mr. Roe left", "“", "x" * 60, "© 2021"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_text_gives_passages_in_order_and_apart(pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = [s for p in passages(article(text)) for s in p.sentences]
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(text[a:b].strip() for a, b in spans)
