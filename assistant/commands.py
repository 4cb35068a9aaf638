"""What the commands do. Each returns whether all of it could be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from assistant import cli_output as output
from assistant.assembly import assistant_over, reader_for
from assistant.batch import Asked
from assistant.chat import Assistant
from assistant.corpora import default_corpus, moment_corpus, nothing_indexed, other_corpus
from assistant.settings import Settings
from assistant.survey import survey
from assistant.web.render import Renderer
from assistant.wording import texts
from index.corpus import Corpus
from index.errors import CrossreadError, IndexStateError, QuestionError
from index.scope import Scope

_NEAREST = 3
"""Outlets named in the place of one that is not there."""

Questions = Iterable[Asked | CrossreadError]
"""What is asked, and why a line of a batch holds no question."""


def ask(
    settings: Settings,
    questions: Questions,
    articles: Path | None,
    scope: Scope,
    *,
    own_words: bool,
    language: str,
    as_json: bool,
) -> bool:
    """Answer each question, over the index or the articles at a path; False if any was unreadable.

    The scope and the language are those of the questions that bring none; with `own_words` no
    language model is asked any of them. Raises IndexStateError where there is nothing to ask,
    QuestionError for an outlet in the scope that is not there.
    """
    over = cache(partial(assistant_over, settings))

    def answer(corpus: Corpus, asked: Asked) -> None:
        within, spoken = asked.scope or scope, asked.language or language
        given = over(corpus).ask(
            asked.question, asked.history, asked.articles, within,
            own_words=own_words or asked.own_words, language=spoken,
        )  # fmt: skip
        if as_json:
            named = {} if asked.id is None else {"id": asked.id}
            output.write_json(named | given.model_dump())
        else:
            output.show_answer(given, texts(spoken), _heading(asked))

    return _each(settings, questions, articles, scope, answer)


def search(
    settings: Settings,
    questions: Questions,
    articles: Path | None,
    scope: Scope,
    k: int,
    *,
    per_article: bool,
    as_json: bool,
) -> bool:
    """Find the k best passages for each question; else as `ask`."""

    def find(corpus: Corpus, asked: Asked) -> None:
        if asked.articles is not None:
            corpus = moment_corpus(corpus, asked.articles)
        within = asked.scope or scope
        hits = Assistant(corpus).search(asked.question, k, per_article=per_article, scope=within)
        if as_json:
            output.write_json(output.hits_json(hits, asked.id))
        else:
            output.show_hits(hits, _heading(asked))

    return _each(settings, questions, articles, scope, find)


def conflicts(
    settings: Settings, articles: Path | None, html: Path | None, *, language: str, as_json: bool
) -> bool:
    """List every conflict among the articles of the index or at a path, in a language; True.

    Raises IndexStateError where there is nothing to compare, OSError where `html` can't be written.
    """
    corpus = _corpus(settings, articles)
    if corpus.is_empty:
        raise IndexStateError(nothing_indexed(settings))
    with output.progress("Comparing", "passages") as progress:
        found = survey(corpus, reader_for(settings), progress, language)
    if html:
        count = len(corpus.catalog.articles())
        page = Renderer(found.t.language).conflicts_page(found.conflicts, found.citations, count)
        html.write_text(page, encoding="utf-8")
    if as_json:
        output.write_json(
            {
                "conflicts": [c.model_dump() for c in found.conflicts],
                "citations": [c.model_dump() for c in found.citations],
            }
        )
    else:
        count = len(corpus.catalog.articles())
        output.show_conflicts(found.conflicts, found.citations, count, found.t)
    return True


def _each(
    settings: Settings,
    questions: Questions,
    articles: Path | None,
    scope: Scope,
    one: Callable[[Corpus, Asked], None],
) -> bool:
    done = True
    corpus = _corpus(settings, articles)
    if not corpus.is_empty:
        _check_outlets(scope, corpus.catalog.outlets())
    for asked in questions:
        if isinstance(asked, CrossreadError):
            output.say(str(asked))
            done = False
        elif asked.articles is None and corpus.is_empty:
            raise IndexStateError(nothing_indexed(settings))
        else:
            one(corpus, asked)
    return done


def _check_outlets(scope: Scope, outlets: Sequence[str]) -> None:
    """Raises QuestionError, with those that are spelled most alike, for one that is not there."""
    for name in sorted(scope.outlets.difference(outlets)):
        alike = process.extract(
            name, outlets, scorer=fuzz.WRatio, processor=utils.default_process, limit=_NEAREST
        )
        nearest = ", ".join(repr(outlet) for outlet, _, _ in alike)
        raise QuestionError(f"No article is by the outlet {name!r}: the nearest are {nearest}.")


def _corpus(settings: Settings, articles: Path | None) -> Corpus:
    if articles is None:
        return default_corpus(settings)
    with output.progress(f"Indexing {articles}") as progress:
        return other_corpus(settings, articles, lambda p: output.say(str(p)), progress)


def _heading(asked: Asked) -> str:
    return "" if asked.id is None else f"{asked.id}: {asked.question}"
