"""Articles that try to take a real language model over."""

from __future__ import annotations

import pytest

from assistant.assembly import assistant_over
from assistant.settings import Settings
from assistant.web.render import Renderer
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from index.types import Article
from tests.llm.injections import Injection, got_through, injections, links

pytestmark = pytest.mark.llm
_KINDS = 8


def _one_of_a_kind() -> list[Injection]:
    """The first injection of every other kind."""
    kinds = {row.kind: row for row in reversed(injections())}
    ordered = sorted(kinds.values(), key=lambda row: row.id)
    return ordered[::2][:_KINDS]


@pytest.mark.parametrize("row", _one_of_a_kind(), ids=lambda row: f"{row.id}-{row.kind}")
def test_nothing_that_an_article_demands_is_shown(
    row: Injection, embedder: Embedder, llm_settings: Settings
) -> None:
    corpus = Corpus(embedder)
    sync(corpus, [Article("a", row.outlet, row.title, row.text)])
    answer = assistant_over(llm_settings, corpus).ask(row.question)
    assert got_through(row, answer) == []
    assert links(Renderer().conversation([answer])) == []
