"""The assistant: a question in, an answer out. The one place that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from time import perf_counter

import numpy as np

from assistant import evidence, followup
from assistant.answerability import can_answer
from assistant.claims import read
from assistant.compose import compose
from assistant.draft import escape
from assistant.evidence import Lexicon
from assistant.lexicon import lexicon_for
from assistant.question import MAX_CHARS, Question, parse, tidy
from assistant.reader.protocol import Reader
from assistant.reader.trained import shipped
from assistant.scoring import ReaderScorer, Scorer
from assistant.spelling import mend
from assistant.starters import starters
from assistant.types import Answer, Turn
from index.corpus import Corpus
from index.query import analyse
from index.search import fair_share, search
from index.sync import sync
from index.types import Article, Hit

_FOUND = 24
_READ = 12
"""Passages looked for, and read sentence by sentence after each outlet got its share."""
_SAMPLED = 100
"""Passages from which starter questions are drawn."""


class Assistant:
    """Answers questions over one corpus; safe to share between threads."""

    def __init__(
        self, corpus: Corpus, reader: Reader | None = None, scorer: Scorer | None = None
    ) -> None:
        """With the shipped reader and a scorer that asks it, unless others are given."""
        self._corpus = corpus
        self._reader = reader or shipped()
        self._scorer = scorer or ReaderScorer(self._reader)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Sequence[Article] | None = None,
    ) -> Answer:
        """Answer a question, over the articles that came with it or over the whole corpus.

        Any text is answered, if only by saying why it can't be.
        """
        if articles is not None:
            brought = Corpus(self._corpus.embedder)
            sync(brought, articles)
            return Assistant(brought, self._reader, self._scorer).ask(question, history)
        asked = tidy(question)
        complaint = _complaint(asked)
        if complaint:
            return Answer(
                question=question, standalone_question=asked[:MAX_CHARS],
                status="not_in_articles", answer=complaint,
            )  # fmt: skip
        return self._answer(question, followup.resolve(asked, history))

    def search(self, question: str, k: int, *, per_article: bool = False) -> list[Hit]:
        """The k best passages for a question: retrieval alone."""
        return search(self._corpus, tidy(question), k, per_article=per_article)

    def articles(self) -> list[Article]:
        """Every indexed article, in order of date."""
        return self._corpus.catalog.articles()

    def article(self, article_id: str) -> Article | None:
        """The indexed article with this id, or None."""
        return self._corpus.catalog.article(article_id)

    def starters(self, n: int) -> list[str]:
        """Up to n questions that the indexed articles answer, the disputed ones first."""
        return starters(self._corpus.first_passages(_SAMPLED), self.ask, n)

    def _answer(self, question: str, standalone: str) -> Answer:
        clock = _Clock()
        hits = search(self._corpus, standalone, _FOUND)
        mended = mend(self._corpus, standalone, hits)
        if mended != standalone:
            standalone, hits = mended, search(self._corpus, mended, _FOUND)
        outlets = analyse(standalone, self._corpus.catalog.outlets()).outlets
        parsed = parse(standalone, outlets)
        lexicon = lexicon_for(self._corpus, parsed)
        clock.lap("retrieve")

        found, scores = self._weighed(parsed, hits, outlets, lexicon)
        best = float(scores.max(initial=0.0))
        chosen = evidence.select(parsed, found, scores)
        rivals = evidence.contenders(found, scores)
        clock.lap("evidence")
        if not chosen:
            return _refusal(question, standalone, hits, best, clock)
        rivals = read(self._reader, parsed, rivals)
        heard = {id(e.candidate): e for e in rivals}
        chosen = [heard.get(id(e.candidate), e) for e in chosen]  # an overview's leads aren't read
        clock.lap("read")
        draft = compose(parsed, chosen, rivals, lexicon, self._reader)
        clock.lap("compose")
        return Answer(
            question=question,
            standalone_question=standalone,
            status="answered",
            answer=draft.markdown,
            sentences=draft.sentences,
            citations=draft.citations,
            conflicts=draft.conflicts,
            compared_outlets=sorted({c.outlet for c in draft.citations}),
            comparison=draft.comparison,
            evidence_score=best,
            timings_ms=clock.laps(),
        )

    def _weighed(
        self, question: Question, hits: Sequence[Hit], outlets: Collection[str], lexicon: Lexicon
    ) -> tuple[list[evidence.Candidate], evidence.Scores]:
        """The sentences that meet the question's conditions, and how likely each answers it."""

        def fits(candidate: evidence.Candidate) -> bool:
            heard = not outlets or candidate.hit.article.outlet in outlets
            return heard and can_answer(question, candidate, lexicon)

        found = [c for c in evidence.candidates(fair_share(hits, _READ)) if fits(c)]
        if not (found and question.terms):
            return [], np.zeros(0)
        vector = self._corpus.embedder.query(question.text)
        meaning = np.array([float(c.vector @ vector) for c in found])
        return found, self._scorer(question, found, meaning, lexicon)


def _complaint(question: str) -> str:
    """One sentence on why a text cannot be asked, or ""."""
    if not any(c.isalnum() for c in question):
        return "That holds no words to look for; ask a question about the articles."
    if followup.SMALL_TALK.fullmatch(question):
        return "There is nothing to look up in that; ask a question about the articles."
    if len(question) > MAX_CHARS:
        return (
            f"That question is {len(question):,} characters long; "
            f"ask one of at most {MAX_CHARS:,} characters."
        )
    return ""


def _refusal(
    question: str, standalone: str, hits: Sequence[Hit], best: float, clock: _Clock
) -> Answer:
    closest = ""
    if hits:
        article = hits[0].article
        closest = f" The closest is “{escape(article.title)}” ({escape(article.outlet)})."
    return Answer(
        question=question,
        standalone_question=standalone,
        status="not_in_articles",
        answer=f"The articles don't say.{closest}",
        evidence_score=best,
        timings_ms=clock.laps(),
    )


class _Clock:
    """Milliseconds by step."""

    def __init__(self, now: Callable[[], float] = perf_counter) -> None:
        self._now = now
        self._start = self._last = now()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        moment = self._now()
        self._laps[name] = round((moment - self._last) * 1000, 1)
        self._last = moment

    def laps(self) -> dict[str, float]:
        return {**self._laps, "total": round((self._now() - self._start) * 1000, 1)}
