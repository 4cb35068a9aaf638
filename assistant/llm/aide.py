"""What a language model does for one question: before the search, after it, and in the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import followup
from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.llm import disagreements, plan, rewrite
from assistant.llm.generate import Generator, Tell, Told
from assistant.llm.models import ModelError, tokens
from assistant.question import Question
from assistant.timing import Clock
from assistant.types import Turn
from index.query import Query


class Aide:
    """Asks the model at most once for each step; without a generator, does what the rules do.

    A model that failed is asked for nothing further but the answer.
    """

    def __init__(self, generator: Generator | None, clock: Clock) -> None:
        self._generator = generator
        self._clock = clock
        self._figures: dict[str, float] = {}
        self._failed = False

    def standalone(self, question: str, history: Sequence[Turn]) -> str:
        """A question as it stands alone, given the conversation before it. Raises Cancelled."""
        if self._generator is None or not followup.leans(question, history):
            return followup.resolve(question, history)
        found = rewrite.standalone(question, history, self._say)
        self._clock.lap("rewrite")
        return found

    def searches(self, asked: str, question: Question, query: Query, found: bool) -> list[str]:
        """What else to search for, for a question as it was searched and taken apart.

        `found` says whether there is evidence: where there is none, the model's words are tried.
        Raises Cancelled.
        """
        if self._generator is None or (found and not plan.is_wide(question, query)):
            return []
        further = plan.searches(asked, self._say, reworded=not found)
        self._clock.lap("plan")
        return further

    def answer(self, asked: str, evidence: Sequence[Evidence], draft: Draft, tell: Tell) -> Told:
        """The answer: the model's, or the draft found without it. Raises Cancelled."""
        if self._generator is None:
            return Told(draft)
        told = self._generator.told(asked, evidence, draft, self._clock.stopped, tell)
        self._clock.lap("generate")
        for name, value in told.figures.items():
            self._add(name, value)
        if not self._generator.disagreements or told.by == "extractive":
            return told
        context, reader = self._generator.model.context, self._generator.reader
        more = disagreements.added(told.draft, evidence, reader, self._say, context)
        self._clock.lap("disagreements")
        return replace(told, draft=more)

    def timings(self) -> dict[str, float]:
        """Milliseconds of each step so far, and what the model took in all."""
        return self._clock.laps() | self._figures

    def _say(self, system: str, asked: str) -> str:
        """What the model says; "" where it fails, or has no room for what is asked."""
        generator, size = self._generator, tokens(system + asked)
        if generator is None or self._failed or size >= generator.model.context:
            return ""
        self._add("tokens_in", size)
        try:
            said = generator.say(system, asked, self._clock.stopped)
        except ModelError:
            self._failed = True
            return ""
        self._add("tokens_out", tokens(said))
        return said

    def _add(self, name: str, value: float) -> None:
        self._figures[name] = self._figures.get(name, 0) + value
