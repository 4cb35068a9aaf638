"""The assistant: a question in, an answer out. The one place that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from assistant import evidence, followup
from assistant.answerability import can_answer
from assistant.claims import read
from assistant.compose import compose
from assistant.coverage import Coverage, coverage
from assistant.draft import Draft
from assistant.evidence import Lexicon
from assistant.lexicon import lexicon_for
from assistant.llm.generate import Generator, Tell, Told
from assistant.question import MAX_CHARS, Question, parse, tidy
from assistant.reader.protocol import Reader
from assistant.reader.trained import shipped
from assistant.refusal import complaint, refusal
from assistant.scoring import ReaderScorer, Scorer
from assistant.spelling import mend
from assistant.starters import starters
from assistant.survey import survey
from assistant.timing import Clock
from assistant.types import Answer, Turn
from index.corpus import Corpus
from index.query import analyse
from index.scope import EVERYTHING, Scope
from index.search import fair_share, search
from index.sync import SyncReport, forget, sync
from index.types import Article, Hit

_FOUND = 24
_READ = 12
"""Passages looked for, and read sentence by sentence after each outlet got its share."""
_SAMPLED = 100
"""Passages from which starter questions are drawn."""


class Assistant:
    """Answers questions over one corpus; safe to share between threads."""

    def __init__(
        self,
        corpus: Corpus,
        reader: Reader | None = None,
        scorer: Scorer | None = None,
        generator: Generator | None = None,
    ) -> None:
        """With the shipped reader and a scorer that asks it, unless others are given.

        With a generator its language model answers; else the articles' own sentences do.
        """
        self._corpus = corpus
        self._generator = generator
        self._reader = reader or shipped()
        self._scorer = scorer or ReaderScorer(self._reader)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Sequence[Article] | None = None,
        scope: Scope = EVERYTHING,
        stopped: Callable[[], bool] = lambda: False,
        tell: Tell = lambda sentence: None,
        own_words: bool = False,
    ) -> Answer:
        """Answer a question, over the articles that came with it or over the whole corpus.

        Of either, those inside the scope. Any text is answered, if only by saying why it can't be.
        `tell` hears each sentence of a language model once it is verified; with `own_words` none
        is asked. Raises Cancelled at the end of the step at which `stopped` says so.
        """
        generator = None if own_words else self._generator
        clock = Clock(stopped)
        if articles is not None:
            brought = Corpus(self._corpus.embedder)
            sync(brought, articles, progress=lambda done, total: clock.check())
            other = Assistant(brought, self._reader, self._scorer, generator)
            return other.ask(question, history, scope=scope, stopped=stopped, tell=tell)
        asked = tidy(question)
        if said := complaint(asked):
            return Answer(
                question=question, standalone_question=asked[:MAX_CHARS],
                status="not_in_articles", answer=said,
            )  # fmt: skip
        standalone = followup.resolve(asked, history)
        return self._answer(question, standalone, scope, clock, generator, tell)

    def search(
        self, question: str, k: int, *, per_article: bool = False, scope: Scope = EVERYTHING
    ) -> list[Hit]:
        """The k best passages for a question, of articles inside the scope: retrieval alone."""
        return search(self._corpus, tidy(question), k, per_article=per_article, scope=scope)

    def articles(self) -> list[Article]:
        """Every indexed article, in order of date."""
        return self._corpus.catalog.articles()

    @property
    def model(self) -> str:
        """The language model that answers, as PROVIDER/NAME; "" where there is none."""
        return self._generator.model.name if self._generator else ""

    def article_count(self) -> int:
        """How many articles are indexed."""
        return self._corpus.catalog.article_count()

    def article(self, article_id: str) -> Article | None:
        """The indexed article with this id, or None."""
        return self._corpus.catalog.article(article_id)

    def outlets(self) -> list[str]:
        """Every outlet of the indexed articles, once, in order of name."""
        return self._corpus.catalog.outlets()

    def add(
        self,
        articles: Sequence[Article],
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> SyncReport:
        """Index these articles beside the others, one with a known id in the place of that.

        Waits for whoever is changing the index; questions are answered meanwhile. `progress` is
        told (done, total) in articles to embed. Raises IndexStateError where that is not possible.
        """
        return sync(self._corpus, articles, keep_others=True, progress=progress)

    def remove(self, article_ids: Sequence[str]) -> list[str]:
        """Remove articles from the index; returns the ids of those that were there.

        Waits as `add` does, and raises what that raises.
        """
        return forget(self._corpus, article_ids)

    @property
    def revision(self) -> str:
        """Changes whenever anything that is indexed does."""
        return self._corpus.catalog.revision

    def conflicts(self, progress: Callable[[int, int], None] = lambda done, total: None) -> Draft:
        """Every conflict among the articles, with its citations; `progress` is told (done, total)
        in passages."""
        return survey(self._corpus, self._reader, progress)

    def starters(self, n: int) -> list[str]:
        """Up to n questions that the indexed articles answer, the disputed ones first."""
        return starters(self._corpus.first_passages(_SAMPLED), self.ask, n)

    def followups(self, answer: Answer, n: int, asked: Collection[str] = ()) -> list[str]:
        """Up to n questions to go on with, from the passages that an answer cites."""
        cited = {(c.article_id, c.start) for c in answer.citations}
        near = self._corpus.first_passages(_SAMPLED, list(dict.fromkeys(i for i, _ in cited)))
        quoted = [
            h for h in near if any((h.article.id, a) in cited for a, _ in h.passage.sentences)
        ]
        return starters(quoted, self.ask, n, asked)

    def compare(self, question: str, scope: Scope = EVERYTHING) -> list[Coverage]:
        """What each outlet says on a question, those with nothing to say on it last."""
        question = tidy(question)
        hits = search(self._corpus, question, _FOUND, scope=scope)
        parsed = parse(question, analyse(question, self._corpus.catalog.outlets()).outlets)
        found, scores = self._weighed(parsed, hits, (), lexicon_for(self._corpus, parsed))
        outlets = sorted(scope.outlets) or self._corpus.catalog.outlets()
        return coverage(evidence.contenders(found, scores), outlets)

    def _answer(
        self,
        question: str,
        standalone: str,
        scope: Scope,
        clock: Clock,
        generator: Generator | None,
        tell: Tell,
    ) -> Answer:
        hits = search(self._corpus, standalone, _FOUND, scope=scope)
        mended = mend(self._corpus, standalone, hits)
        if mended != standalone:
            standalone, hits = mended, search(self._corpus, mended, _FOUND, scope=scope)
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
            return refusal(question, standalone, hits, scope, best, clock.laps())
        rivals = read(self._reader, parsed, rivals)
        heard = {id(e.candidate): e for e in rivals}
        chosen = [heard.get(id(e.candidate), e) for e in chosen]  # an overview's leads aren't read
        clock.lap("read")
        draft = compose(parsed, chosen, rivals, lexicon, self._reader)
        clock.lap("compose")
        told = Told(draft)
        if generator:
            told = generator.told(standalone, rivals, draft, clock.stopped, tell)
            clock.lap("generate")
        draft = told.draft
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
            answered_by=told.by,
            notice=told.notice,
            withheld=told.withheld,
            evidence_score=best,
            timings_ms=clock.laps() | told.figures,
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
