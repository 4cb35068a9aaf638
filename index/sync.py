"""Making the index hold exactly the given articles, and doing only what is new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from index.chunking import CHUNKING, content_hash, passages
from index.corpus import Corpus
from index.embeddings import Embedder, Piece, Vectors
from index.errors import IndexStateError, Phrase
from index.types import Article, Passage

_BATCH_ARTICLES = 64
"""Articles embedded and committed together: bounds memory and what a kill can cost."""


@dataclass(slots=True)
class SyncReport:
    """Ids of the articles by what was done with them, and those that hold no text to index.

    `failed` tells why an article could not be embedded; the index holds of it what it held.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Embedded:
    """An article as it is kept: its content hash, passages, and unit vectors.

    `whole` holds one vector a passage, `parts` one matrix a passage, of a row a sentence.
    """

    article: Article
    content: str
    passages: list[Passage]
    whole: list[Vectors]
    parts: list[Vectors]


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that could not be embedded, and why."""

    article_id: str
    reason: str


Embed = Callable[[Embedder, Iterable[Sequence[Article]]], Iterable[Sequence[Embedded | Failed]]]
"""What embeds articles that come in batches: every one once, in batches and an order of its own."""


def embedded(embedder: Embedder, batch: Sequence[Article]) -> list[Embedded]:
    """Cut and embed some articles together."""
    cut = [(article, passages(article)) for article in batch]
    whole, parts = embedder.passages([piece(article, p) for article, ps in cut for p in ps])
    vectors, matrices = iter(whole), iter(parts)
    return [
        Embedded(
            article,
            content_hash(article),
            ps,
            list(islice(vectors, len(ps))),
            list(islice(matrices, len(ps))),
        )
        for article, ps in cut
    ]


def here(embedder: Embedder, batches: Iterable[Sequence[Article]]) -> Iterator[list[Embedded]]:
    """Embed in this process, one batch after the other; what goes wrong is raised."""
    return (embedded(embedder, batch) for batch in batches)


def sync(
    corpus: Corpus,
    articles: Sequence[Article],
    *,
    keep_others: bool = False,
    keep_from: Collection[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
    embed: Embed = here,
) -> SyncReport:
    """Index what is new or changed and, unless `keep_others`, remove what is not given.

    What came from one of the files or addresses `keep_from`, which could not be read this time,
    stays. Interrupted at any point, the next run completes it: an article counts as done only
    once its transaction is in, which is after its vectors are. `progress` is told (done, total)
    in articles to embed; `embed` does that, here or elsewhere. Raises IndexStateError if the index
    was made with another embedding model or way of chunking, or while another process changes it.
    """
    with corpus.writing():
        _check_same_making(corpus)
        report, todo = _plan(corpus, articles, keep_others, keep_from)
        done = 0
        progress(0, len(todo))
        for results in embed(corpus.embedder, _batches(todo)):
            _keep(corpus, results, report)
            done += len(results)
            progress(done, len(todo))
        _tidy(corpus, report, articles)
    return report


def plan(
    corpus: Corpus,
    articles: Sequence[Article],
    *,
    keep_others: bool = False,
    keep_from: Collection[str] = (),
) -> SyncReport:
    """What `sync` would do; nothing is changed."""
    return _plan(corpus, articles, keep_others, keep_from)[0]


def forget(corpus: Corpus, article_ids: Sequence[str]) -> list[str]:
    """Remove these articles, all or none; returns the ids of those that were there.

    Raises IndexStateError where their vectors cannot be removed: no search finds them any more,
    and the next sync removes them.
    """
    with corpus.writing():
        catalog = corpus.catalog
        there = [i for i in dict.fromkeys(article_ids) if catalog.article(i)]
        if there:
            passage_ids = catalog.passage_ids(there)
            with catalog.transaction():
                for article_id in there:
                    catalog.remove(article_id)
            corpus.store.delete(passage_ids)
    return there


def _plan(
    corpus: Corpus, articles: Sequence[Article], keep_others: bool, keep_from: Collection[str]
) -> tuple[SyncReport, list[Article]]:
    """What is to be done, and the articles to embed."""
    known = corpus.catalog.hashes()
    lost = corpus.catalog.without_vectors(corpus.store.ids())
    report = SyncReport()
    todo: list[Article] = []
    for article in articles:
        same = known.get(article.id) == content_hash(article)
        if same:
            report.unchanged.append(article.id)
        else:
            (report.changed if article.id in known else report.added).append(article.id)
        if not same or article.id in lost:
            todo.append(article)
    if not keep_others:
        given = {a.id for a in articles}
        places = corpus.catalog.places()
        report.removed = [
            i for i in known if i not in given and not set(places[i]).intersection(keep_from)
        ]
    return report, todo


def _tidy(corpus: Corpus, report: SyncReport, articles: Sequence[Article]) -> None:
    """Forget what is not given any more and stray vectors; note files that only moved."""
    places = corpus.catalog.places()
    moved = [a for a in articles if a.id in places and places[a.id][0] != a.file]
    if report.removed or moved:
        with corpus.catalog.transaction():
            for article_id in report.removed:
                corpus.catalog.remove(article_id)
            for article in moved:
                corpus.catalog.move(article.id, article.file)
    stray = corpus.store.ids() - set(corpus.catalog.passage_ids())
    if stray:
        corpus.store.delete(sorted(stray))


def _check_same_making(corpus: Corpus) -> None:
    made = corpus.catalog.meta
    now = {"model": corpus.embedder.name, "chunking": CHUNKING}
    for part in (Phrase("model"), Phrase("chunking")):
        key = str(part)
        if not corpus.is_empty and made.get(key, now[key]) != now[key]:
            raise IndexStateError(
                "The index at {place} was made with the {part} {made!r}, now it is {now!r}. "
                "Run 'crossread index --rebuild PATH…' to make it anew.",
                place=corpus.place, part=part, made=made[key], now=now[key],
            )  # fmt: skip
    if any(made.get(key) != value for key, value in now.items()):
        corpus.catalog.describe(**now)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    rest = iter(articles)
    while batch := list(islice(rest, _BATCH_ARTICLES)):
        yield batch


def _keep(corpus: Corpus, results: Iterable[Embedded | Failed], report: SyncReport) -> None:
    """Commit what was embedded, the vectors first, and note what failed and what has no text."""
    batch = []
    for result in results:
        if isinstance(result, Embedded):
            batch.append(result)
            report.empty += [] if result.passages else [result.article.id]
        else:
            report.failed[result.article_id] = result.reason
            for ids in (report.added, report.changed):
                ids[:] = [i for i in ids if i != result.article_id]
    if not batch:
        return
    _store(corpus, batch)
    with corpus.catalog.transaction():
        for done in batch:
            corpus.catalog.put(done.article, done.content, done.passages, done.parts)


def _store(corpus: Corpus, batch: Sequence[Embedded]) -> None:
    flat = [(done.article, p) for done in batch for p in done.passages]
    if flat:
        corpus.store.upsert(
            [p.id for _, p in flat],
            np.stack([vector for done in batch for vector in done.whole]),
            [a.text[p.start : p.end] for a, p in flat],
            [
                {"article_id": a.id, "outlet": a.outlet, "published": a.published or "",
                 "start": p.start, "end": p.end}
                for a, p in flat
            ],
        )  # fmt: skip


def piece(article: Article, passage: Passage) -> Piece:
    """What of a passage is embedded: its text, under the article's title where that isn't in it."""
    start = passage.start
    spans = tuple((a - start, b - start) for a, b in passage.sentences)
    text = article.text[start : passage.end]
    context = "" if article.text.startswith(article.title.rstrip("…")) else article.title
    return Piece(context, text, spans)
