"""Where a server has sparse vector indexes, words are found by them, and by nothing else."""

from __future__ import annotations

from dataclasses import replace

import chromadb
import pytest

from index import lexical
from index.articles import read_paths
from index.corpus import Corpus
from index.errors import IndexStateError
from index.full_text import TITLE_WEIGHT
from index.scope import EVERYTHING, Scope
from index.search import search
from index.server import sparse
from index.server.backend import rebuilding
from index.server.connection import Connection, ServerAddress
from index.server.records import Records
from index.server.sparse import SparseRecords, SparseWords
from index.server.state import State
from index.server.words import counted
from index.sync import forget, sync
from index.words import stem, stems, words
from tests.conftest import SEEDS
from tests.index.letters import CountingEmbedder, article
from tests.index.server.stand_in import StandIn
from tests.index.server.test_words import QUESTIONS, on_server
from tests.index.server.test_writers import agree, found, opened

pytestmark = pytest.mark.scale


def collections(address: ServerAddress) -> set[str]:
    client = chromadb.HttpClient(address.url, database=address.database)
    return {one.name.rpartition("-")[2] for one in client.list_collections()}


def best(corpus: Corpus, *terms: str, scope: Scope = EVERYTHING) -> list[str]:
    return [i.partition(":")[0] for i, _ in lexical.search(corpus.catalog, terms, 5, scope)]


def bm25(corpus: Corpus, passage_id: str, terms: list[str]) -> float:
    """As textbooks have it, with the rarity that the index tells and a mean length of 120."""
    row = corpus.catalog.rows([passage_id])[passage_id]
    title, body = row.article.title, row.article.text[row.passage.start : row.passage.end]
    length = len(words(title)) + len(words(body))
    score = 0.0
    for name, rarity in lexical.weights(corpus.catalog, [stem(term) for term in terms]).items():
        count = stems(body).count(name) + TITLE_WEIGHT * stems(title).count(name)
        score += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / 120))
    return score


def test_a_server_that_has_sparse_indexes_is_written_no_lists_of_words(
    sparse_address: ServerAddress, stand_in: StandIn
) -> None:
    corpus = on_server(sparse_address)
    sync(corpus, [article(1), article(2, "Divers searched the river.")])
    assert corpus.catalog.meta["schema"] == "2 sparse"
    assert "sparse" in collections(sparse_address)
    assert "words" not in collections(sparse_address)
    stand_in.searches.clear()
    assert best(corpus, "divers", "terminal") == ["a2", "a1"]
    assert [len(searches) for searches in stand_in.searches] == [1]


def test_a_server_on_one_machine_that_refuses_them_is_written_lists(
    server_address: ServerAddress,
) -> None:
    corpus = on_server(server_address)
    sync(corpus, [article(1)])
    assert corpus.catalog.meta["schema"] == "2"
    assert "words" in collections(server_address)
    assert "sparse" not in collections(server_address)


def test_a_server_that_takes_no_notice_of_schemas_is_written_lists(
    sparse_address: ServerAddress, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand_in, "ignores_schemas", True)
    corpus = on_server(sparse_address)
    sync(corpus, [article(1)])
    assert corpus.catalog.meta["schema"] == "2"
    assert best(corpus, "council") == ["a1"]


def test_passages_are_found_as_on_one_machine_and_scored_by_bm25(
    sparse_address: ServerAddress,
) -> None:
    here, there = Corpus(CountingEmbedder()), on_server(sparse_address)
    for corpus in (here, there):
        sync(corpus, read_paths([SEEDS]).articles)
    for terms in QUESTIONS:
        mine, theirs = (lexical.search(c.catalog, terms, 20) for c in (here, there))
        assert {i for i, _ in theirs} == {i for i, _ in mine}
        scores = [score for _, score in theirs]
        assert scores == sorted(scores, reverse=True)
        assert scores == pytest.approx([bm25(there, i, terms) for i, _ in theirs], abs=0.001)
        names = [term.lower() for term in terms]
        assert lexical.weights(there.catalog, names) == lexical.weights(here.catalog, names)
    for word in ("misiles", "Zelenskyy", "ryabkof", "submarine"):
        assert lexical.respelled(there.catalog, word) == lexical.respelled(here.catalog, word)


def test_a_scope_narrows_what_is_found(sparse_address: ServerAddress) -> None:
    corpus = on_server(sparse_address)
    ferries = [article(n, f"A ferry sank, as number {n}.") for n in range(4)]
    dated = [replace(one, published=f"2021-12-1{n}") for n, one in enumerate(ferries)]
    sync(corpus, [replace(dated[0], outlet="Gull"), *dated[1:]])
    for scope, wanted in (
        (Scope(frozenset(["Gull"])), {"a0"}),
        (Scope(since="2021-12-12"), {"a2", "a3"}),
        (Scope(until="2021-12-11"), {"a0", "a1"}),
        (Scope(frozenset(["Gull", "None such"]), "2021-12-11", "2021-12-31"), set()),
    ):
        assert set(best(corpus, "ferry", scope=scope)) == wanted
        assert {hit.article.id for hit in search(corpus, "Ferry?", 5, scope=scope)} == wanted


def test_what_is_removed_or_changed_is_not_found_any_more(sparse_address: ServerAddress) -> None:
    corpus = on_server(sparse_address)
    sync(corpus, [article(1), article(2, "Divers searched."), article(3, "Divers rested.")])
    sync(corpus, [article(1), article(2, "Nobody searched."), article(3, "Divers rested.")])
    assert best(corpus, "divers") == ["a3"]
    forget(corpus, ["a3"])
    assert best(corpus, "divers") == []
    assert lexical.weights(corpus.catalog, ["diver"]) == {"diver": 0}
    assert lexical.respelled(corpus.catalog, "diverz") == []
    assert agree(corpus)


def test_of_very_many_passages_it_is_told_about_how_many_hold_a_word(
    sparse_address: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparse, "_COUNTED", 3)
    corpus = on_server(sparse_address)
    told = [article(n) for n in range(20)]
    sync(corpus, [*told, *(article(n, f"Ferry {n}.") for n in range(20, 23))])
    assert corpus.catalog.words.frequencies(["council", "ferri", "gone"]) == {
        "council": pytest.approx(20, rel=0.34), "ferri": 3, "gone": 0,
    }  # fmt: skip


@pytest.mark.parametrize("term", ["", "?", "'; DROP", "🙂", "x" * 2000])
def test_any_term_can_be_looked_for(sparse_address: ServerAddress, term: str) -> None:
    corpus = on_server(sparse_address)
    sync(corpus, [article(1)])
    assert lexical.search(corpus.catalog, [term], 5) == []


def test_no_more_records_are_written_in_a_call_than_the_server_takes(
    sparse_address: ServerAddress,
) -> None:
    """The stand-in takes 300, as Chroma Cloud; the client refuses to send more. Of two records
    one has no word that counts, and so no vector."""
    records = SparseRecords(Connection(sparse_address), "crossread-1-sparse")
    texts = ["The ferry.", "This."] * 160
    made = {str(n): SparseWords.record(counted("", text)) for n, text in enumerate(texts)}
    records.write({i: ({"outlet": "Gull", **told}, text) for i, (told, text) in made.items()})
    assert records.count() == len(made)
    vector = made["0"][0]["words"]
    assert len(records.search([vector], 500)[0]) == len(made) // 2


def test_an_index_with_sparse_vectors_is_neither_asked_nor_changed_without_them(
    sparse_address: ServerAddress, server_address: ServerAddress
) -> None:
    sync(on_server(sparse_address), [article(1)])
    moved = on_server(server_address)  # the same data, on a server that has no such index
    for use in (lambda: best(moved, "council"), lambda: sync(moved, [article(1), article(2)])):
        with pytest.raises(IndexStateError, match=r"sparse vector index.* none here.* --rebuild"):
            use()
    assert [one.id for one in moved.catalog.articles()] == ["a1"]
    assert "words" not in collections(server_address)
    with rebuilding(CountingEmbedder(), server_address) as anew:
        sync(anew, [article(2)])
    assert found(moved) == {"a2"}
    assert moved.catalog.meta["schema"] == "2"


def test_a_collection_that_lost_its_sparse_vectors_is_not_used(
    sparse_address: ServerAddress,
) -> None:
    sync(on_server(sparse_address), [article(1)])
    client = chromadb.HttpClient(sparse_address.url, database=sparse_address.database)
    client.delete_collection("crossread-1-sparse")
    client.create_collection("crossread-1-sparse", embedding_function=None)
    with pytest.raises(IndexStateError, match="'crossread-1-sparse' has none here"):
        best(on_server(sparse_address), "council")


def test_an_index_of_lists_stays_one_until_it_is_made_anew(
    sparse_address: ServerAddress, server_address: ServerAddress
) -> None:
    sync(on_server(server_address), [article(1)])
    corpus = on_server(sparse_address)  # the same data, on a server that got such an index
    sync(corpus, [article(1), article(2)])
    assert corpus.catalog.meta["schema"] == "2"
    assert found(corpus) == {"a1", "a2"}
    forget(corpus, ["a1", "a2"])
    other = opened(sparse_address, "figures")  # an empty one may be described anew
    sync(other, [article(1)])
    assert other.catalog.meta["schema"] == "2"
    with rebuilding(CountingEmbedder("figures"), sparse_address) as anew:
        sync(anew, [article(1), article(3)])
    assert other.catalog.meta["schema"] == "2 sparse"
    assert found(other) == {"a1", "a3"}


def test_an_index_of_another_version_is_refused_and_can_be_made_anew(
    server_address: ServerAddress,
) -> None:
    sync(on_server(server_address), [article(1)])
    State(Records(Connection(server_address), "crossread")).describe(1, schema="1")
    with pytest.raises(IndexStateError, match="another version of Crossread"):
        found(on_server(server_address))
    with rebuilding(CountingEmbedder(), server_address) as anew:
        sync(anew, [article(2)])
    assert found(on_server(server_address)) == {"a2"}
