"""A run: every gold question asked, in process or over HTTP, and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Protocol, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.chat import Assistant
from assistant.evaluation.gold import GoldError, GoldQuestion
from assistant.evaluation.judges import Case, judge
from assistant.evaluation.metrics import Judged, Summary, by_tag, summarise
from assistant.types import Answer, Turn
from index.errors import CrossreadError

_PATIENCE = 300.0
"""Seconds for one answer over HTTP: a language model on a slow machine takes its time."""


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


class _ArticleText(BaseModel):
    text: str


_Shape = TypeVar("_Shape", bound=BaseModel)


class OverHttp:
    """A running Crossread, asked over its HTTP API; raises EvaluationError where that fails."""

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        self.name = f"at {url}"
        self._url = url
        try:
            self._client = httpx.Client(base_url=url, timeout=_PATIENCE, transport=transport)
        except httpx.InvalidURL as error:
            raise EvaluationError(f"{url!r} is no address ({error}).") from error

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """See Answerer."""
        asked = {"question": question, "history": [turn.model_dump() for turn in history]}
        return self._read(Answer, self._send("POST", "api/ask", asked))

    def text(self, article_id: str) -> str | None:
        """See Answerer."""
        response = self._send("GET", f"api/articles/{quote(article_id, safe='')}")
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        return self._read(_ArticleText, response).text

    def _read(self, shape: type[_Shape], response: httpx.Response) -> _Shape:
        try:
            # The wire contract grows by fields that this version may not know yet.
            return shape.model_validate_json(response.content, extra="ignore")
        except ValidationError as error:
            raise EvaluationError(
                f"{self._url} is no Crossread, or one of another version: {error}."
            ) from error

    def _send(self, method: str, path: str, body: object = None) -> httpx.Response:
        try:
            response = self._client.request(method, path, json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EvaluationError(
                f"{self._url} can't be asked ({error}): start it with 'crossread serve', or give "
                "the address that it names when it is ready."
            ) from error
        if response.is_error and (method, response.status_code) != ("GET", 404):
            raise EvaluationError(
                f"{self._url} answered {body or path} with {response.status_code}: "
                f"{response.text[:300]}"
            )
        return response


class Run(BaseModel):
    """What was asked, when and of whom, and all that came out."""

    model_config = ConfigDict(frozen=True)

    gold: str
    asked: str
    answered_by: tuple[str, ...]
    finished: datetime
    overall: Summary
    tags: dict[str, Summary]
    questions: tuple[Judged, ...]


def run(
    gold: Sequence[GoldQuestion],
    answerer: Answerer,
    file: Path,
    progress: Callable[[Sequence[GoldQuestion]], Iterable[GoldQuestion]] = lambda gold: gold,
) -> Run:
    """Ask and judge the questions of a gold file; they are iterated over through `progress`.

    Raises GoldError if they expect articles that the answerer doesn't have.
    """
    text_of = cache(answerer.text)
    _check_articles(gold, text_of, file)
    answerer.ask(gold[0].question, gold[0].history)  # or the first one would wait for the model
    judged = [_judged(question, answerer, text_of) for question in progress(gold)]
    return Run(
        gold=str(file),
        asked=answerer.name,
        answered_by=tuple(sorted({j.answer.answered_by for j in judged})),
        finished=datetime.now(UTC).replace(microsecond=0),
        overall=summarise(judged),
        tags=by_tag(judged),
        questions=tuple(judged),
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


def _judged(
    question: GoldQuestion, answerer: Answerer, text_of: Callable[[str], str | None]
) -> Judged:
    start = perf_counter()
    answer = answerer.ask(question.question, question.history)
    elapsed = (perf_counter() - start) * 1000
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
