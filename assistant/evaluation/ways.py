"""The same questions three ways: the articles' own words, a language model, and it verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from assistant.chat import Assistant
from assistant.evaluation.gold import GoldQuestion
from assistant.evaluation.metrics import way
from assistant.evaluation.run import InProcess, Run, run_each
from assistant.llm.generate import Generator
from assistant.llm.models import Model
from assistant.types import Answer, Sentence, Turn
from index.corpus import Corpus
from index.errors import CrossreadError

NAMES = ("own words", "raw", "verified")


class Recorded:
    """A language model that is asked a prompt once; asked again, it says the same at once.

    `now` is a clock in seconds on which that takes as long as it did the first time.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._said: dict[tuple[str, str], list[tuple[str, float]]] = {}
        self._ahead = 0.0

    @property
    def name(self) -> str:
        """See Model."""
        return self._model.name

    @property
    def context(self) -> int:
        """See Model."""
        return self._model.context

    def now(self) -> float:
        """The time by its clock."""
        return perf_counter() + self._ahead

    def stream(self, system: str, prompt: str, stopped: Callable[[], bool]) -> Iterator[str]:
        """See Model."""
        begun, asked = self.now(), (system, prompt)
        if asked in self._said:
            for piece, came in self._said[asked]:
                self._ahead += max(0.0, begun + came - self.now())
                yield piece
            return
        said = self._said[asked] = []
        try:
            for piece in self._model.stream(system, prompt, stopped):
                said.append((piece, self.now() - begun))
                yield piece
        except CrossreadError:
            del self._said[asked]
            raise


class Ways:
    """An assistant that answers three ways."""

    def __init__(self, corpus: Corpus, generator: Generator) -> None:
        """With the generator as it is, as one that verifies nothing, and without it."""
        model = Recorded(generator.model)
        verified = replace(generator, model=model)
        generators = (None, replace(verified, verify=False), verified)
        self._now = model.now
        self._each = [
            _Timed(Assistant(corpus, generator.reader, generator=one), model.now)
            for one in generators
        ]

    def run(
        self,
        gold: Sequence[GoldQuestion],
        file: Path,
        progress: Callable[[Sequence[GoldQuestion]], Iterable[GoldQuestion]] = lambda gold: gold,
    ) -> Run:
        """The run of the last way, verified, with a summary of each; see `run.run`.

        Latencies count what the model took; an answer's own `timings_ms` of its steps are without
        that where it said the same before.
        """
        runs = run_each(gold, self._each, file, progress, now=self._now)
        ways = {name: way(done.questions) for name, done in zip(NAMES, runs, strict=True)}
        return runs[-1].model_copy(update={"ways": ways})


class _Timed(InProcess):
    """Notes when the first sentence was there, in milliseconds from the question on."""

    def __init__(self, assistant: Assistant, now: Callable[[], float]) -> None:
        super().__init__(assistant)
        self._now = now

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """See Answerer."""
        begun = self._now()
        moments: list[float] = []

        def told(sentence: Sentence) -> None:
            moments.append(self._now())

        answer = self._assistant.ask(question, history, tell=told)
        first = [*moments, self._now()][0] - begun
        timings = answer.timings_ms | {"first_sentence": round(1000 * first, 1)}
        return answer.model_copy(update={"timings_ms": timings})
