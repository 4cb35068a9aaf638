"""The words of an index on a server count as those of one on this machine do."""

from __future__ import annotations

import pytest

from index import lexical
from index.articles import read_paths
from index.corpus import Corpus
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


def test_a_removed_article_leaves_no_word_behind(server_address: ServerAddress) -> None:
    corpus = on_server(server_address)
    sync(corpus, [article(1), article(2, "Divers searched the river.")])
    assert lexical.respelled(corpus.catalog, "diverz") == ["diver"]
    sync(corpus, [article(1)])
    assert lexical.weights(corpus.catalog, ["diver"]) == {"diver": 0}
    assert lexical.respelled(corpus.catalog, "diverz") == []
    assert lexical.search(corpus.catalog, ["divers"], 5) == []


@pytest.mark.parametrize("term", ["", "?", "'; DROP", "🙂", "$contains", "x" * 2000])
def test_any_term_can_be_looked_for(server_address: ServerAddress, term: str) -> None:
    corpus = on_server(server_address)
    sync(corpus, [article(1)])
    assert lexical.search(corpus.catalog, [term], 5) == []
