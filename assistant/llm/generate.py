"""An answer by a language model: what it is shown, and what of its words is kept.

A sentence is kept if what it cites supports it, else under the sentences that do; else it is
withheld and counted, or marked. The direct answer to a question on which sources differ stays the
one that was found without the model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from threading import BoundedSemaphore, Lock
from time import perf_counter

from cachetools import LRUCache

from assistant.attribution import in_context, in_full
from assistant.draft import Draft
from assistant.evidence import Candidate, Evidence
from assistant.llm import prompts, speech
from assistant.llm.models import Model, ModelError, tokens
from assistant.llm.passages import ANSWER_TOKENS, within
from assistant.reader.protocol import Reader
from assistant.support import Passage, judge
from assistant.types import Sentence
from index.errors import Cancelled
from index.words import STOPWORDS, stems, words

_LIKELIEST = 3
"""Sentences that are tried for one that cites none that supports it, alone and in pairs."""
_CACHED = 256
_LOOK_UP = 0.1
"""Seconds after which one who waits for the model looks whether anybody still wants the answer."""
_WORDS = 3
_ADDRESS = re.compile(r"://|\bwww\.|\w@\w|\b(?:[\w-]{2,}\.){2,}[a-z]{2,}\b|\w\.[a-z]{2,}/")
"""An address of the web or of mail: a reader of news is not sent anywhere."""
_MOST_SAID = 8_000
"""Characters that are heard of what is no answer."""

Tell = Callable[[Sentence], None]
"""Hears each sentence once it is verified."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, by whom, and what there is to say about that."""

    draft: Draft
    by: str = "extractive"
    notice: str = ""
    withheld: int = 0
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Generated:
    """What came of asking the model: the draft, and how much of what it said is in it.

    `first_ms` is the time to the first sentence that was kept; tokens are estimates.
    """

    draft: Draft
    kept: int = 0
    marked: int = 0
    withheld: int = 0
    first_ms: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0

    def figures(self) -> dict[str, float]:
        """What it took, and the share of the model's sentences that are supported."""
        said = self.kept + self.marked + self.withheld
        return {
            "first_sentence": round(self.first_ms, 1),
            "tokens_in": self.tokens_in,
            "tokens_out": self.tokens_out,
            "verified_share": round(self.kept / said, 3) if said else 0.0,
        }


@dataclass
class Generator:
    """Answers by a model. Safe to share between threads; so many at a time as `at_once` says.

    `mark` shows what no source supports, marked so, instead of withholding it. Without `verify`
    all that the model says is shown, under what it cites itself: only to measure it by. With
    `disagreements` it is asked for conflicts that were not found without it.
    """

    model: Model
    reader: Reader
    mark: bool = False
    verify: bool = True
    disagreements: bool = False
    at_once: int = 2
    _cache: LRUCache[object, Generated] = field(default_factory=lambda: LRUCache(_CACHED))

    def __post_init__(self) -> None:
        self._turns = BoundedSemaphore(self.at_once)
        self._caching = Lock()

    def told(
        self,
        question: str,
        evidence: Sequence[Evidence],
        found: Draft,
        stopped: Callable[[], bool] = lambda: False,
        tell: Tell = lambda sentence: None,
    ) -> Told:
        """The model's answer, or with a notice the one found without it. Raises Cancelled."""
        name, t = self.model.name, found.t
        try:
            made = self.answer(question, evidence, found, stopped, tell)
        except ModelError as error:
            return Told(found, notice=t("model.own_words", reason=error.told(t)))
        figures = made.figures()
        if made.kept or made.marked:
            return Told(made.draft, name, "", made.withheld, figures)
        notice = t("model.own_words", reason=t("model.unsupported", model=name))
        return Told(found, "extractive", notice, made.withheld, figures)

    def answer(
        self,
        question: str,
        evidence: Sequence[Evidence],
        found: Draft,
        stopped: Callable[[], bool] = lambda: False,
        tell: Tell = lambda sentence: None,
    ) -> Generated:
        """The model's answer from the evidence, as far as that supports it.

        `found` is the answer without the model; `tell` hears each sentence as soon as it is
        verified. Raises ModelError where the model fails before anything was kept, and Cancelled.
        """
        rest = tokens(prompts.SYSTEM + prompts.prompt(question, [], found.conflicts))
        shown = within(self.model.context - rest - ANSWER_TOKENS, evidence)
        asked = prompts.prompt(question, [n for n, _ in shown], found.conflicts)
        language = found.t.language
        key = (self.model.name, prompts.VERSION, self.mark, self.verify, language, asked)
        with self._caching:
            known = self._cache.get(key)
        if known is not None:
            for sentence in known.draft.sentences:
                tell(sentence)
            return replace(known, first_ms=0.0, tokens_in=0, tokens_out=0)
        with self._turn(stopped):
            made = self._listen(asked, [c for _, c in shown], found, stopped, tell)
        if made.kept:
            with self._caching:
                self._cache[key] = made
        return made

    def say(self, system: str, asked: str, stopped: Callable[[], bool]) -> str:
        """What the model says to something else than a question to answer, unverified.

        Raises ModelError, and Cancelled.
        """
        said = ""
        with self._turn(stopped):
            for piece in self.model.stream(system, asked, stopped):
                said += piece
                if len(said) > _MOST_SAID:
                    break
        return said

    @contextmanager
    def _turn(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """One of the model's turns, waited for as long as somebody waits for the answer."""
        while not self._turns.acquire(timeout=_LOOK_UP):
            if stopped():
                raise Cancelled("Nobody waits for the answer any more.")
        try:
            yield
        finally:
            self._turns.release()

    def _listen(
        self,
        asked: str,
        shown: Sequence[Candidate],
        found: Draft,
        stopped: Callable[[], bool],
        tell: Tell,
    ) -> Generated:
        begun = perf_counter()
        made = Generated(_opened(found), tokens_in=tokens(prompts.SYSTEM + asked))
        for sentence in made.draft.sentences:
            tell(sentence)
        pieces = self._counted(made, self.model.stream(prompts.SYSTEM, asked, stopped))
        for said in speech.sentences(pieces):
            if speech.REFUSAL.fullmatch(said.text):
                break
            verified = self._verified(said, shown, made)
            if verified:
                made.draft.sentences.append(verified)
                made.first_ms = made.first_ms or 1000 * (perf_counter() - begun)
                tell(verified)
        return made

    def _counted(self, made: Generated, pieces: Iterator[str]) -> Iterator[str]:
        """The model's words; one that fails after something was kept has said enough."""
        try:
            for piece in pieces:
                made.tokens_out += 1
                yield piece
        except ModelError:
            if not made.kept:
                raise

    def _verified(
        self, said: speech.Said, shown: Sequence[Candidate], made: Generated
    ) -> Sentence | None:
        """The sentence under what supports it; None if nothing does and it is withheld."""
        if rests_on := self._support(said, shown):
            made.kept += 1
            numbers = sorted({made.draft.cite(c) for c in rests_on})
            return Sentence(text=said.text, citations=numbers, support="supported")
        if self.mark or not self.verify:
            made.marked += 1
            return Sentence(text=said.text, citations=[], support="unsupported")
        made.withheld += 1
        return None

    def _support(self, said: speech.Said, shown: Sequence[Candidate]) -> Sequence[Candidate]:
        """What supports a sentence, if anything does; unverified, what it cites."""
        cited = [shown[n - 1] for n in said.cited if 0 < n <= len(shown)]
        if not self.verify:
            return cited
        if not _says_something(said.text) or _ADDRESS.search(said.text):
            return []
        for rests_on in self._tried(said.text, cited, shown):
            if judge(said.text, list(map(_passage, rests_on)), self.reader).supported:
                return rests_on
        return []

    def _tried(
        self, text: str, cited: Sequence[Candidate], shown: Sequence[Candidate]
    ) -> Iterator[Sequence[Candidate]]:
        """What may support a sentence: what it cites, else the shown ones likest to it."""
        if cited:
            yield cited
        likest = sorted(shown, key=partial(_likeness, text), reverse=True)[:_LIKELIEST]
        yield from ([c] for c in likest)
        yield from combinations(likest, 2)


def _passage(candidate: Candidate) -> Passage:
    article = candidate.hit.article
    about = (article.outlet, article.title, article.published)
    return Passage(in_context(candidate), *about, in_full(candidate))


def _opened(found: Draft) -> Draft:
    """The start of the answer: nothing, or the conflict that was found, with what it cites."""
    if not found.conflicts:
        return Draft(t=found.t)
    opening = found.sentences[0]
    used = [n for c in found.conflicts for p in c.positions for n in p.citations]
    last = max([*opening.citations, *used])
    return Draft(
        [opening], found.citations[:last], list(found.conflicts), found.comparison, found.t
    )


def _says_something(text: str) -> bool:
    """Whether a sentence is one: a scrap stands in any passage and says nothing."""
    told = words(text)
    return len(told) >= _WORDS and sum(w.lower() not in STOPWORDS for w in told) > 1


def _likeness(text: str, candidate: Candidate) -> float:
    """The share of a sentence's words that another has."""
    asked = {w for w in stems(text) if w not in STOPWORDS}
    return len(asked & set(stems(candidate.text))) / max(1, len(asked))
