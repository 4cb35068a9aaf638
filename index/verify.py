"""Proving that the parts of an index agree: catalogue, articles, word index, vectors and model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.chunking import content_hash, passages
from index.corpus import Corpus
from index.sync import piece

_SAMPLED = 32
"""Passages that are embedded anew."""
_SAME = 0.98
"""Cosine from which two embeddings of one passage, rounded in their own ways, are the same."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was compared and, in `wrong`, how much of it does not agree; "" where all does."""

    about: str
    found: str
    wrong: str = ""


def verify(
    corpus: Corpus, progress: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[Check]:
    """Every check, the cheap ones first; `progress` is told (done, total) in articles.

    Raises IndexStateError where the index cannot be read at all.
    """
    damage = corpus.catalog.damage()
    yield Check("Catalogue", "read from end to end", damage)
    if not damage:
        yield word_index(corpus)
        yield vectors(corpus)
        yield _articles(corpus, progress)
        yield _model(corpus)


def word_index(corpus: Corpus) -> Check:
    """Whether the word index holds every passage, and nothing else."""
    lost, surplus = corpus.catalog.unindexed_words()
    found = f"every passage of {corpus.catalog.passage_count():,}"
    return Check("Word index", found, _differing(lost, surplus))


def vectors(corpus: Corpus) -> Check:
    """Whether every passage has its vector. One without a passage is never shown."""
    held, wanted = corpus.store.ids(), set(corpus.catalog.passage_ids())
    wrong = _differing(len(wanted - held), len(held - wanted))
    return Check("Vectors", f"{len(held):,} for {len(wanted):,} passages", wrong)


def _articles(corpus: Corpus, progress: Callable[[int, int], None]) -> Check:
    """Whether each article is what it was when it was indexed, and cut as it would be now."""
    catalog = corpus.catalog
    hashes = catalog.hashes()
    wrong: list[str] = []
    for done, (article_id, content) in enumerate(hashes.items(), start=1):
        article = catalog.article(article_id)
        if article:  # else it was removed a moment ago
            rows = catalog.rows(catalog.passage_ids([article_id]))
            cut = [row.passage for row in rows.values()]
            whole = all(len(row.vectors) == len(row.passage.sentences) for row in rows.values())
            same = sorted(cut, key=lambda p: p.ordinal) == passages(article)
            if content != content_hash(article) or not (same and whole):
                wrong.append(article_id)
        progress(done, len(hashes))
    named = f"{len(wrong):,} differ, {wrong[0]!r} among them" if wrong else ""
    return Check("Articles", f"{len(hashes):,} with their passages", named)


def _model(corpus: Corpus) -> Check:
    """Whether passages here and there have the vectors that the model gives them now."""
    ids = corpus.catalog.passage_ids()
    rows = corpus.catalog.rows(ids[:: max(1, len(ids) // _SAMPLED)][:_SAMPLED])
    pieces = [piece(row.article, row.passage) for row in rows.values()]
    anew, _ = corpus.embedder.passages(pieces)
    far = 0
    for passage_id, vector in zip(rows, anew, strict=True):
        found = corpus.store.nearest(vector, 1, [passage_id])
        far += not found or found[0][1] < _SAME
    wrong = f"{far} have another vector than the model gives them" if far else ""
    return Check("Model", f"{len(rows)} passages embedded anew", wrong)


def _differing(lost: int, surplus: int) -> str:
    told = [f"{lost:,} are missing"] * bool(lost) + [f"{surplus:,} are left over"] * bool(surplus)
    return " and ".join(told)
