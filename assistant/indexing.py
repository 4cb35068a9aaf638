"""What `crossread index` and `crossread watch` do. Each returns whether all could be read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from assistant import cli_output as output
from assistant.corpora import default_corpus, index_place, rebuilt_corpus
from assistant.doctor import Finding
from assistant.settings import Settings
from index.articles import Reading
from index.corpus import Corpus
from index.embeddings import Embedder
from index.errors import ArticleError, CrossreadError
from index.gather import Gatherer
from index.ports import ArticleCatalog
from index.sync import Embed, SyncReport, here, plan, sync
from index.verify import verify as verified
from index.web.fetch import Policy

_MEND = "Run 'crossread index PATH...' with all that is to be indexed; if that doesn't mend it, "
_REBUILD = "'crossread index --rebuild PATH...'."


def index(
    settings: Settings,
    sources: Sequence[str],
    *,
    add: bool = False,
    rebuild: bool = False,
    strict: bool = False,
    dry_run: bool = False,
    as_json: bool = False,
    ray: str | None = None,
) -> bool:
    """Make the default index hold the articles at `sources`; False if any could not be read.

    They are embedded on the Ray cluster at the address `ray`, or here. Raises ArticleError if none
    could be read, or with `strict` if any could not: the index then stays as it was.
    """
    embed = _embed(ray)
    reading = _gather(gatherer(settings), sources)
    lost = [source for source in sources if source in reading.failed]
    if not reading.articles or (lost and rebuild) or (strict and reading.problems):
        raise ArticleError("Nothing was indexed; the index stays as it was.")
    # A mistyped path, or a server that is down, must not cost what was indexed from it.
    keep_others = add or bool(lost)
    held = None
    if dry_run:
        report = _planned(settings, reading, keep_others=keep_others, rebuild=rebuild)
    else:
        report, held = _indexed(settings, reading, keep_others, rebuild, embed)
    if lost and not add:
        output.say("Nothing was removed from the index, as not all that was named was found.")
    if as_json:
        told = output.report_json(report, reading.problems, dry_run=dry_run)
        output.write_json(told | {"copies": held.copy_count() if held else None})
    else:
        output.show_report(report, reading, _holding(settings, held) if held else "")
    return not reading.problems


def verify(settings: Settings, *, as_json: bool) -> bool:
    """Compare the parts of the default index with each other; False if any do not agree."""
    corpus = default_corpus(settings)
    with output.progress("Verifying") as progress:
        checks = list(verified(corpus, progress))
    if as_json:
        output.write_json({c.about: {"found": c.found, "wrong": c.wrong} for c in checks})
        return not any(c.wrong for c in checks)
    return output.show_findings(
        Finding(c.about, c.found, f"{c.wrong}. {_MEND}{_REBUILD}" if c.wrong else "")
        for c in checks
    )


def watch(settings: Settings, sources: Sequence[str], *, add: bool) -> None:
    """Keep the default index in step with files and folders until Ctrl-C.

    Raises ArticleError for a source that is not there or is none of both.
    """
    from watchfiles import watch as changes

    for source in sources:
        if not Path(source).exists():
            raise ArticleError(f"{source}: there is no such file or folder to watch.")
    found = gatherer(settings)
    corpus = default_corpus(settings)
    output.say(f"Watching {', '.join(sources)}; Ctrl-C ends it.")
    _step(corpus, found, sources, add=add)
    with suppress(KeyboardInterrupt):
        for _ in changes(*sources):
            _step(corpus, found, sources, add=add)


def gatherer(settings: Settings) -> Gatherer:
    """What reads sources as the settings allow."""
    policy = Policy(allow_private=settings.allow_private)
    return Gatherer(policy, stdin=lambda: sys.stdin.buffer.read())


def _gather(found: Gatherer, sources: Sequence[str]) -> Reading:
    with output.progress("Reading", "files") as progress:
        reading = found.read(sources, progress)
    for problem in reading.problems:
        output.say(str(problem))
    return reading


def _step(corpus: Corpus, found: Gatherer, sources: Sequence[str], *, add: bool) -> None:
    """Bring the index in step once, and say what that changed, or what was in the way."""
    reading = _gather(found, sources)
    try:
        report = _sync(corpus, reading, keep_others=add)
    except CrossreadError as error:
        output.say(f"{error} The next change is tried again.")
        return
    if report.added or report.changed or report.removed:
        output.show_report(report, reading)


def _embed(ray: str | None) -> Embed:
    """Where articles are embedded: on the Ray cluster at an address, or here."""
    if ray is None:
        return here
    from index.spread import Cluster

    return Cluster(ray)


def _sync(
    corpus: Corpus, reading: Reading, *, keep_others: bool = False, embed: Embed = here
) -> SyncReport:
    with output.progress("Indexing") as progress:
        report = sync(
            corpus,
            reading.articles,
            keep_others=keep_others,
            keep_from=reading.failed,
            progress=progress,
            embed=embed,
        )
    for article_id, reason in report.failed.items():
        reading.problems.append(
            ArticleError(f"{article_id}: this article could not be embedded ({reason}).")
        )
        output.say(str(reading.problems[-1]))
    for article_id in report.empty:
        output.say(f"{article_id}: this article holds no text to index.")
    return report


def _indexed(
    settings: Settings, reading: Reading, keep_others: bool, rebuild: bool, embed: Embed
) -> tuple[SyncReport, ArticleCatalog]:
    """Bring the default index in step, or make it anew; what it holds then."""
    if rebuild:
        with rebuilt_corpus(settings) as corpus:
            report = _sync(corpus, reading, embed=embed)
    else:
        corpus = default_corpus(settings)
        report = _sync(corpus, reading, keep_others=keep_others, embed=embed)
    return report, corpus.catalog


def _holding(settings: Settings, catalog: ArticleCatalog) -> str:
    """How much the index holds, in a sentence."""
    passages, copies = catalog.passage_count(), catalog.copy_count()
    return (
        f"Passages in {index_place(settings)}: {passages:,}. "
        f"Articles that print the report of another one: {copies:,}."
    )


def _planned(
    settings: Settings, reading: Reading, *, keep_others: bool, rebuild: bool
) -> SyncReport:
    """What would be done; where there is no index yet, none is made."""
    there = (settings.chroma_url or settings.data.exists()) and not rebuild
    corpus = default_corpus(settings) if there else Corpus(Embedder(settings.embeddings))
    return plan(corpus, reading.articles, keep_others=keep_others, keep_from=reading.failed)
