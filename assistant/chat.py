"""The assistant: a question in, an answer out. The one place that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from assistant import evidence
from assistant.claims import read
from assistant.compose import compose
from assistant.coverage import Coverage, coverage
from assistant.draft import Draft
from assistant.evidence import Lexicon
from assistant.lexicon import lexicon_for
from assistant.llm.aide import Aide
from assistant.llm.generate import Generator, Tell
from assistant.llm.plan import merged
from assistant.question import MAX_CHARS, Question, parse, tidy
from assistant.reader.protocol import Reader
from assistant.reader.trained import shipped
from assistant.refusal import complaint, refusal
from assistant.relevance import Weigher
from assistant.scoring import ReaderScorer, Scorer
from assistant.spelling import mend
from assistant.starters import starters
from assistant.survey import survey
from assistant.timing import Clock
from assistant.types import Answer, Sentence, Turn
from assistant.wording import DEFAULT, Texts, texts
from index.corpus import Corpus
from index.query import Query, analyse
from index.scope import EVERYTHING, Scope
from index.search import search
from index.sync import SyncReport, forget, sync
from index.types import Article, Hit

_FOUND = 24
"""Passages looked for."""
_SAMPLED = 100
"""Passages from which starter questions are drawn."""


@dataclass(frozen=True, slots=True)
class _Findings:
    """What was found for one question.

    `chosen` are the sentences that answer it, `rivals` all that may, `best` how likely the best
    one does.
    """

    asked: str
    question: Question
    query: Query
    lexicon: Lexicon
    hits: list[Hit]
    chosen: list[evidence.Evidence]
    rivals: list[evidence.Evidence]
    best: float


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
        self._weigh = Weigher(corpus.embedder, self._scorer)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Sequence[Article] | None = None,
        scope: Scope = EVERYTHING,
        stopped: Callable[[], bool] = lambda: False,
        tell: Tell = lambda sentence: None,
        own_words: bool = False,
        language: str = DEFAULT,
    ) -> Answer:
        """Answer a question, over the articles that came with it or over the whole corpus.

        Of either, those inside the scope. Any text is answered, if only by saying why it can't be.
        `tell` hears each sentence of a language model once it is verified; with `own_words` none
        is asked. `language` ("de-AT") is that of the words around the articles' own, English where
        it isn't spoken. Raises Cancelled at the end of the step at which `stopped` says so.
        """
        generator = None if own_words else self._generator
        clock = Clock(stopped)
        aide = Aide(generator, clock)
        if articles is not None:
            brought = Corpus(self._corpus.embedder)
            sync(brought, articles, progress=lambda done, total: clock.check())
            other = Assistant(brought, self._reader, self._scorer, generator)
            return other.ask(
                question, history, scope=scope, stopped=stopped, tell=tell, language=language
            )
        asked, t = tidy(question), texts(language)
        if said := complaint(asked, t):
            return Answer(
                question=question, standalone_question=asked[:MAX_CHARS],
                status="not_in_articles", answer=said,
            )  # fmt: skip
        standalone = aide.standalone(asked, history)
        return self._answer(question, standalone, scope, clock, aide, tell, t)

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
        return starters(self._corpus.first_passages(_SAMPLED), self._own_words, n)

    def followups(self, answer: Answer, n: int, asked: Collection[str] = ()) -> list[str]:
        """Up to n questions to go on with, from the passages that an answer cites."""
        cited = {(c.article_id, c.start) for c in answer.citations}
        near = self._corpus.first_passages(_SAMPLED, list(dict.fromkeys(i for i, _ in cited)))
        quoted = [
            h for h in near if any((h.article.id, a) in cited for a, _ in h.passage.sentences)
        ]
        return starters(quoted, self._own_words, n, asked)

    def _own_words(self, question: str) -> Answer:
        """An answer that no model is asked for: nobody has put the question yet."""
        return self.ask(question, own_words=True)

    def compare(self, question: str, scope: Scope = EVERYTHING) -> list[Coverage]:
        """What each outlet says on a question, those with nothing to say on it last."""
        question = tidy(question)
        hits = search(self._corpus, question, _FOUND, scope=scope)
        parsed = parse(question, analyse(question, self._corpus.catalog.outlets()).outlets)
        found, scores = self._weigh(parsed, hits, (), lexicon_for(self._corpus, parsed))
        outlets = sorted(scope.outlets) or self._corpus.catalog.outlets()
        return coverage(evidence.contenders(found, scores), outlets)

    def _answer(
        self,
        question: str,
        standalone: str,
        scope: Scope,
        clock: Clock,
        aide: Aide,
        tell: Tell,
        t: Texts,
    ) -> Answer:
        plain, *further = self._searched(standalone, scope, clock, aide)
        declined = partial(refusal, question, plain.asked, plain.hits, scope, plain.best, t)
        answering = [found for found in (plain, *further) if found.chosen]
        if not answering:
            return declined(aide.timings())
        reworded = not plain.chosen
        found = max(answering, key=lambda f: f.best) if reworded else plain
        draft = self._draft(found, clock.lap, t)
        rivals = merged([f.rivals for f in answering])
        told = aide.answer(plain.asked, rivals, draft, _silent if reworded else tell)
        if reworded and told.by == "extractive":  # other words found it: the model has to bear out
            return declined(aide.timings())
        draft = told.draft
        return Answer(
            question=question,
            standalone_question=plain.asked,
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
            evidence_score=found.best,
            timings_ms=aide.timings(),
        )

    def _searched(self, standalone: str, scope: Scope, clock: Clock, aide: Aide) -> list[_Findings]:
        """What is found for a question, and for what a language model searches beside it."""
        plain = self._find(standalone, scope, clock.lap)
        if not plain.hits:
            return [plain]
        others = aide.searches(plain.asked, plain.question, plain.query, bool(plain.chosen))
        further = [self._find(other, scope, lambda step: clock.check()) for other in others]
        if further:
            clock.lap("further searches")
        return [plain, *further]

    def _find(self, asked: str, scope: Scope, lap: Callable[[str], None]) -> _Findings:
        """Search for a standalone question, and weigh what is found."""
        hits = search(self._corpus, asked, _FOUND, scope=scope)
        mended = mend(self._corpus, asked, hits)
        if mended != asked:
            asked, hits = mended, search(self._corpus, mended, _FOUND, scope=scope)
        query = analyse(asked, self._corpus.catalog.outlets())
        question = parse(asked, query.outlets)
        lexicon = lexicon_for(self._corpus, question)
        lap("retrieve")
        found, scores = self._weigh(question, hits, query.outlets, lexicon)
        chosen = evidence.select(question, found, scores)
        rivals = evidence.contenders(found, scores)
        lap("evidence")
        best = float(scores.max(initial=0.0))
        return _Findings(asked, question, query, lexicon, hits, chosen, rivals, best)

    def _draft(self, found: _Findings, lap: Callable[[str], None], t: Texts) -> Draft:
        """The answer without a language model."""
        rivals = read(self._reader, found.question, found.rivals)
        heard = {id(e.candidate): e for e in rivals}
        chosen = [heard.get(id(e.candidate), e) for e in found.chosen]  # leads aren't read
        lap("read")
        draft = compose(found.question, chosen, rivals, found.lexicon, self._reader, t)
        lap("compose")
        return draft


def _silent(sentence: Sentence) -> None:
    """Hears a sentence and shows it to nobody."""
