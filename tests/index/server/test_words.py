"""The words of an index on a server count as those of one on this machine do."""

from __future__ import annotations

from dataclasses import replace

import chromadb
import pytest
from chromadb.errors import InvalidArgumentError

from index import lexical
from index.articles import read_paths
from index.corpus import Corpus
from index.scope import EVERYTHING, Scope
from index.server import words as server_words
from index.server.backend import ServerBackend
from index.server.connection import ServerAddress
from index.sync import sync
from tests.conftest import SEEDS
from tests.index.letters import CountingEmbedder, article

pytestmark = pytest.mark.scale

QUESTIONS = (
    ["troops", "border"],
    ["Biden", "Putin", "call"],
    ["Zelensky", "missiles", "Ryabkov"],
    ["NATO"],
    ["intelligence", "officials", "invasion", "January"],
    ["submarine"],
)


def on_server(address: ServerAddress) -> Corpus:
    return Corpus(CountingEmbedder(), backend=ServerBackend(address))


def test_passages_come_in_the_order_that_they_have_on_one_machine(
    server_address: ServerAddress,
) -> None:
    here, there = Corpus(CountingEmbedder()), on_server(server_address)
    for corpus in (here, there):
        sync(corpus, read_paths([SEEDS]).articles)
    for terms in QUESTIONS:
        mine, theirs = (lexical.search(c.catalog, terms, 8) for c in (here, there))
        assert [i for i, _ in theirs] == [i for i, _ in mine]
        assert [s for _, s in theirs] == pytest.approx([s for _, s in mine], rel=0.05)
        stems = [term.lower() for term in terms]
        assert lexical.weights(there.catalog, stems) == lexical.weights(here.catalog, stems)
    for word in ("misiles", "Zelenskyy", "ryabkof", "submarine"):
        assert lexical.respelled(there.catalog, word) == lexical.respelled(here.catalog, word)


def test_a_server_on_one_machine_has_no_index_for_weights_of_words(
    server_address: ServerAddress,
) -> None:
    """Why stems are kept as lists of strings there; where this fails, `sparse` takes over."""
    client = chromadb.HttpClient(server_address.url, database=server_address.database)
    schema = chromadb.Schema().create_index(chromadb.SparseVectorIndexConfig(), "words")
    with pytest.raises(InvalidArgumentError, match="not enabled in local"):
        client.create_collection("sparse", schema=schema, embedding_function=None)


def test_a_removed_article_leaves_no_word_behind(server_address: ServerAddress) -> None:
    corpus = on_server(server_address)
    sync(corpus, [article(1), article(2, "Divers searched the river.")])
    assert lexical.respelled(corpus.catalog, "diverz") == ["diver"]
    sync(corpus, [article(1)])
    assert lexical.weights(corpus.catalog, ["diver"]) == {"diver": 0}
    assert lexical.respelled(corpus.catalog, "diverz") == []
    assert lexical.search(corpus.catalog, ["divers"], 5) == []


def test_of_a_word_that_very_many_passages_hold_those_count_that_hold_another_one_too(
    server_address: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So however large the archive, a question names and reads no more than so many passages."""
    monkeypatch.setattr(server_words, "_MOST", 3)
    corpus = on_server(server_address)
    told = [article(n) for n in range(20)]
    told += [
        replace(article(20, "The council met. A ferry sank."), outlet="Gull"),
        article(21, "A ferry is new."),
    ]
    told += [article(n, "A ferry sailed on.") for n in range(22, 30)]
    sync(corpus, told)

    def best(*terms: str, scope: Scope = EVERYTHING) -> list[str]:
        found = lexical.search(corpus.catalog, terms, 5, scope)
        return [i.partition(":")[0] for i, _ in found]

    assert best("council", "ferry") == ["a20"]
    assert best("council", "ferry", scope=Scope(frozenset(["Gull"]))) == ["a20"]
    assert best("ferry", "new")[0] == "a21"
    assert len(best("council")) == 3
    counted = corpus.catalog.words.frequencies(["council", "ferri", "new", "gone"])
    assert counted == {"council": pytest.approx(21, rel=0.34), "ferri": pytest.approx(10, rel=0.34),
                       "new": 1, "gone": 0}  # fmt: skip


@pytest.mark.parametrize("term", ["", "?", "'; DROP", "🙂", "$contains", "x" * 2000])
def test_any_term_can_be_looked_for(server_address: ServerAddress, term: str) -> None:
    corpus = on_server(server_address)
    sync(corpus, [article(1)])
    assert lexical.search(corpus.catalog, [term], 5) == []
