"""The word index: which passages hold the words, how rare a word is, how else it is spelled."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from index import full_text, lexical
from index.catalog import Catalog
from index.chunking import passages
from index.types import Article

TEXTS = {
    "ferry": "The ferry terminal at Wexmoor closed. The ferry had sailed since 1958.",
    "bridge": "The bridge at Wexmoor fell. Divers searched for survivors near the quay.",
    "vote": "Mayor Zelensky of Wexmoor won the vote. Élise Ryabkov asked for a recount.",
    "talks": "Negotiations in Wexmoor began in secret. The ministry's envoy spoke of U.S. aid.",
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    made = Catalog(None)
    for name, text in TEXTS.items():
        one = Article(name, "Post", f"About the {name}", text)
        cut = passages(one)
        with made.transaction():
            made.put(one, "hash", cut, [np.zeros((len(p.sentences), 2), np.float32) for p in cut])
    return made


def found(catalog: Catalog, *terms: str, k: int = 10) -> list[str]:
    hits = lexical.search(catalog, terms, k)
    rows = catalog.rows([name for name, _ in hits])
    return [rows[name].article.id for name, _ in hits]


@pytest.mark.parametrize(
    ("terms", "first"),
    [
        (["ferry"], "ferry"),
        (["FERRIES"], "ferry"),
        (["searching", "survivor"], "bridge"),
        (["elise"], "vote"),
        (["Élise"], "vote"),
        (["ministry"], "talks"),
        (["1958"], "ferry"),
        (["U.S."], "talks"),
    ],
)
def test_words_are_found_in_any_form_case_and_accent(
    catalog: Catalog, terms: list[str], first: str
) -> None:
    assert found(catalog, *terms)[0] == first


def test_a_passage_with_more_and_rarer_of_the_words_comes_first(catalog: Catalog) -> None:
    assert found(catalog, "Wexmoor", "divers")[0] == "bridge"
    assert set(found(catalog, "Wexmoor", "divers")) == set(TEXTS)


def test_only_passages_with_a_word_are_found_and_scores_are_above_zero(catalog: Catalog) -> None:
    hits = lexical.search(catalog, ["divers", "recount"], 10)
    assert len(hits) == 2
    assert all(score > 0 for _, score in hits)
    assert lexical.search(catalog, ["submarine"], 10) == []
    assert lexical.search(catalog, [], 10) == []


@pytest.mark.parametrize("k", [0, 1, 3])
def test_no_more_are_found_than_asked_for(catalog: Catalog, k: int) -> None:
    assert len(found(catalog, "Wexmoor", k=k)) == k


@pytest.mark.parametrize(
    "term",
    ['"', '""', '"quay', "quay*", "quay OR ferry", "NOT", "NEAR(a b)", "body:quay", "^quay",
     "-quay", "quay)", "'; DROP TABLE words; --", "🙂", "", " ", "{quay}"],
)  # fmt: skip
def test_what_would_be_a_query_to_the_database_is_only_words(catalog: Catalog, term: str) -> None:
    assert set(found(catalog, term, "divers")) == {"bridge"}
    assert "ferry" in found(catalog, "ferry")


def test_a_rare_word_weighs_more_than_one_that_stands_everywhere(catalog: Catalog) -> None:
    weight = lexical.weights(catalog, ["wexmoor", "ferri", "submarin"])
    assert weight["ferri"] > weight["wexmoor"] > 0
    assert weight["submarin"] == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bridgge", "bridg"),
        ("terminl", "termin"),
        ("Zelenskyy", "zelenski"),
        ("Zelenski", "zelenski"),
        ("Riabkov", "ryabkov"),
        ("negotations", "negoti"),
        ("survivers", "survivor"),
        ("fery", None),
        ("submarine", None),
        ("xbridge", None),
        ("195", None),
        ("19588", None),
        ("", None),
    ],
)
def test_a_slip_of_typing_finds_the_word_and_a_new_word_finds_none(
    catalog: Catalog, typed: str, meant: str | None
) -> None:
    assert lexical.respelled(catalog, typed) == ([meant] if meant else [])


def many(count: int) -> Catalog:
    """Articles of a few words each out of twenty, some of them much commoner than others."""
    made = Catalog(None)
    chance = Random(7)
    common = [f"word{'abcdefghijklmnopqrst'[i]}" for i in range(20)]
    with made.transaction():
        for n in range(count):
            said = dict.fromkeys(chance.choices(common, [1 / (i + 1) for i in range(20)], k=12))
            one = Article(f"n{n}", "Post", "Told", f"{' '.join(said).capitalize()}.")
            cut = passages(one)
            made.put(one, "hash", cut, [np.zeros((len(p.sentences), 2), np.float32) for p in cut])
    return made


def test_where_many_passages_hold_the_words_the_best_are_still_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalog = many(500)
    asked = ["worda", "wordf", "wordt"]
    all_scored = lexical.search(catalog, asked, 12)
    monkeypatch.setattr(full_text, "_MANY", 100)
    monkeypatch.setattr(full_text, "_SCORED", 150)
    likeliest = lexical.search(catalog, asked, 12)
    assert len({i for i, _ in likeliest} & {i for i, _ in all_scored}) >= 11
    assert likeliest[:3] == all_scored[:3]


def test_what_is_remembered_of_words_goes_with_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "_MANY", 0)
    catalog = many(30)
    before = found(catalog, "wordt")
    assert before
    with catalog.transaction():
        catalog.remove(before[0])
    assert before[0] not in found(catalog, "wordt")
    assert set(found(catalog, "wordt")) == set(before[1:])
