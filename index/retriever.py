"""Crossread's search as a llama-index retriever, for pipelines built on llama-index."""

from __future__ import annotations

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.corpus import Corpus
from index.search import search


class HybridRetriever(BaseRetriever):
    """Retrieves the `k` best passages; each node's metadata says where in which article it stands.

    Metadata keys: article_id, outlet, title, published, start, end (characters of the article).
    """

    def __init__(self, corpus: Corpus, k: int = 10) -> None:
        super().__init__()
        self._corpus = corpus
        self._k = k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [
            NodeWithScore(
                node=TextNode(
                    id_=hit.passage.id,
                    text=hit.text,
                    metadata={
                        "article_id": hit.article.id,
                        "outlet": hit.article.outlet,
                        "title": hit.article.title,
                        "published": hit.article.published,
                        "start": hit.passage.start,
                        "end": hit.passage.end,
                    },
                ),
                score=hit.score,
            )
            for hit in search(self._corpus, query_bundle.query_str, self._k)
        ]
