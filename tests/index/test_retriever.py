"""The search as a part of a llama-index pipeline."""

from __future__ import annotations

from index.corpus import Corpus
from index.retriever import HybridRetriever
from index.search import search


def test_nodes_are_the_passages_of_the_search_and_say_where_they_stand(
    seeds_corpus: Corpus,
) -> None:
    question = "How many troops are at the border?"
    nodes = HybridRetriever(seeds_corpus, k=3).retrieve(question)
    hits = search(seeds_corpus, question, 3)
    assert [n.node.node_id for n in nodes] == [h.passage.id for h in hits]
    for node in nodes:
        about = node.node.metadata
        article = seeds_corpus.catalog.article(about["article_id"])
        assert article is not None
        assert article.text[about["start"] : about["end"]] == node.text
        assert about["outlet"] == article.outlet
