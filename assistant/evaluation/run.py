"""A run: every gold question asked, in process or over HTTP, and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from time import perf_counter, sleep
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.chat import Assistant
from assistant.client import Crossread, RefusedError
from assistant.evaluation.gold import GoldError, GoldQuestion
from assistant.evaluation.judges import Case, judge
from assistant.evaluation.metrics import Judged, Summary, Way, by_tag, summarise
from assistant.types import Answer, Turn
from index.errors import CrossreadError


class EvaluationError(CrossreadError):
    """The evaluation can't go on; the message says what to do."""


class Answerer(Protocol):
    """What is evaluated."""

    name: str

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """The answer to a question."""

    def text(self, article_id: str) -> str | None:
        """The text of an indexed article, None if there is no such article."""


class InProcess:
    """An assistant of this process."""

    name = "in process"

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """See Answerer."""
        return self._assistant.ask(question, history)

    def text(self, article_id: str) -> str | None:
        """See Answerer."""
        article = self._assistant.article(article_id)
        return article.text if article else None


class OverHttp:
    """A running Crossread, asked through a client; raises what that raises."""

    def __init__(self, client: Crossread) -> None:
        self.name = f"at {client.url}"
        self._client = client

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """See Answerer."""
        return self._client.ask(question, history)

    def text(self, article_id: str) -> str | None:
        """See Answerer."""
        article = self._client.article(article_id)
        return article.text if article else None


class Run(BaseModel):
    """What was asked, when and of whom, and all that came out.

    `ways` is how it went each way that was compared, if any were; the run is of the last.
    """

    model_config = ConfigDict(frozen=True)

    gold: str
    asked: str
    answered_by: tuple[str, ...]
    finished: datetime
    overall: Summary
    tags: dict[str, Summary]
    questions: tuple[Judged, ...]
    ways: dict[str, Way] = {}


def run(
    gold: Sequence[GoldQuestion],
    answerer: Answerer,
    file: Path,
    progress: Callable[[Sequence[GoldQuestion]], Iterable[GoldQuestion]] = lambda gold: gold,
    rest: Callable[[float], None] = sleep,
) -> Run:
    """Ask and judge the questions of a gold file; they are iterated over through `progress`.

    An answerer that is asked too often is left in peace for as long as it says, through `rest` in
    seconds. Raises GoldError if the questions expect articles that the answerer doesn't have.
    """
    return run_each(gold, [answerer], file, progress, rest)[0]


def run_each(
    gold: Sequence[GoldQuestion],
    answerers: Sequence[Answerer],
    file: Path,
    progress: Callable[[Sequence[GoldQuestion]], Iterable[GoldQuestion]] = lambda gold: gold,
    rest: Callable[[float], None] = sleep,
    now: Callable[[], float] = perf_counter,
) -> list[Run]:
    """As `run`, of several answerers over the same articles, every question of each in turn.

    `now` is the clock by which their answers are timed, in seconds.
    """
    first = answerers[0]
    text_of = cache(first.text)
    _check_articles(gold, text_of, file)
    _timed(gold[0], first, rest, now)  # or the first one would wait for the model
    judged = [
        [_judged(question, answerer, text_of, rest, now) for answerer in answerers]
        for question in progress(gold)
    ]
    return [_run_of(*one, file) for one in zip(answerers, zip(*judged, strict=True), strict=True)]


def _run_of(answerer: Answerer, judged: tuple[Judged, ...], file: Path) -> Run:
    return Run(
        gold=str(file),
        asked=answerer.name,
        answered_by=tuple(sorted({j.answer.answered_by for j in judged})),
        finished=datetime.now(UTC).replace(microsecond=0),
        overall=summarise(judged),
        tags=by_tag(judged),
        questions=judged,
    )


def read_run(path: Path) -> Run:
    """A run as `crossread evaluate --json` wrote it; raises EvaluationError for anything else."""
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read ({error.strerror}).") from error
    except ValidationError as error:
        raise EvaluationError(
            f"{path}: was not written by 'crossread evaluate --json' of this version "
            f"({error.errors()[0]['msg']})."
        ) from error


def _timed(
    question: GoldQuestion,
    answerer: Answerer,
    rest: Callable[[float], None],
    now: Callable[[], float],
) -> tuple[Answer, float]:
    """The answer, and the milliseconds that it took once it was accepted."""
    while True:
        start = now()
        try:
            answer = answerer.ask(question.question, question.history)
        except RefusedError as refused:
            if refused.retry_after is None:
                raise
            rest(refused.retry_after)
        else:
            return answer, (now() - start) * 1000


def _judged(
    question: GoldQuestion,
    answerer: Answerer,
    text_of: Callable[[str], str | None],
    rest: Callable[[float], None],
    now: Callable[[], float],
) -> Judged:
    answer, elapsed = _timed(question, answerer, rest, now)
    verdicts = judge(Case(question, answer, text_of))
    return Judged(gold=question, answer=answer, latency_ms=round(elapsed, 1), verdicts=verdicts)


def _check_articles(
    gold: Sequence[GoldQuestion], text_of: Callable[[str], str | None], file: Path
) -> None:
    """A mistyped id, or the wrong articles, would read as an assistant that cites badly."""
    for question in gold:
        for article in sorted(question.must_cite.articles):
            if text_of(article) is None:
                raise GoldError(
                    f"{file}, question {question.id!r}: the field 'must_cite' names the article "
                    f"{article!r}, which is not indexed. Name the folder with the articles that "
                    "the questions are about (--articles PATH), or mend the id."
                )
