"""What the server counts and times, in Prometheus' text format. No label holds what users write."""

from __future__ import annotations

from contextlib import suppress

from fastapi import Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from assistant.chat import Assistant
from assistant.types import Answer
from assistant.web.queue import Queue

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_FIGURES = {"first_sentence", "tokens_in", "tokens_out", "verified_share"}
"""What `timings_ms` tells of a language model beside the steps."""
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Metrics:
    """The metrics of one application, in a registry of its own."""

    def __init__(self, assistant: Assistant, queue: Queue) -> None:
        self._registry = own = CollectorRegistry()
        self._assistant = assistant
        ProcessCollector(registry=own)
        self._requests = Histogram(
            "crossread_request_seconds", "Requests by route, and how long they took",
            ["method", "route", "status"], registry=own, buckets=_SECONDS,
        )  # fmt: skip
        self._questions = Counter(
            "crossread_questions", "Questions answered", ["status"], registry=own
        )
        self._conflicts = Counter("crossread_conflicts", "Conflicts flagged", registry=own)
        self._steps = Histogram(
            "crossread_step_seconds", "How long each step of an answer took", ["step"],
            registry=own, buckets=_SECONDS,
        )  # fmt: skip
        self._model = _ModelMetrics(own)
        gauges = {
            "crossread_questions_waiting": ("Questions in line", lambda: queue.waiting),
            "crossread_questions_at_work": ("Questions at work", lambda: queue.at_work),
            "crossread_articles": ("Articles indexed", self._articles),
        }
        for name, (told, measure) in gauges.items():
            Gauge(name, told, registry=own).set_function(measure)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request by the template of its route."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, status).observe(seconds)

    def count_answer(self, answer: Answer) -> None:
        """Count an answer, its conflicts, and the time of its steps."""
        self._questions.labels(answer.status).inc()
        self._conflicts.inc(len(answer.conflicts))
        for step, milliseconds in answer.timings_ms.items():
            if step not in _FIGURES:
                self._steps.labels(step).observe(milliseconds / 1000)
        self._model.count(answer)

    def page(self) -> Response:
        """All of them, for Prometheus to read."""
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)

    def _articles(self) -> float:
        with suppress(Exception):  # whatever is wrong with the index, the rest is still told
            return self._assistant.article_count()
        return float("nan")


class _ModelMetrics:
    """What is counted of the answers for which a language model was asked."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._answers = Counter(
            "crossread_llm_answers", "Questions put to the language model, by whose words answered",
            ["words"], registry=registry,
        )  # fmt: skip
        self._first = Histogram(
            "crossread_llm_first_sentence_seconds",
            "Time from asking the language model to its first verified sentence",
            registry=registry, buckets=_SECONDS,
        )  # fmt: skip
        self._tokens = Counter(
            "crossread_llm_tokens", "Tokens to and from the language model, estimated",
            ["direction"], registry=registry,
        )  # fmt: skip
        self._sentences = Counter(
            "crossread_llm_sentences", "Sentences of the language model, by what became of them",
            ["outcome"], registry=registry,
        )  # fmt: skip

    def count(self, answer: Answer) -> None:
        """Count an answer, if the model was asked."""
        told = answer.timings_ms
        for direction in ("in", "out"):  # it may have been asked for searches alone
            self._tokens.labels(direction).inc(told.get(f"tokens_{direction}", 0))
        by_model = answer.answered_by != "extractive"
        if not (by_model or answer.notice):
            return
        self._answers.labels("model" if by_model else "articles").inc()
        if by_model and "first_sentence" in told:
            self._first.observe(told["first_sentence"] / 1000)
        for outcome, count in _outcomes(answer, by_model).items():
            self._sentences.labels(outcome).inc(count)


def _outcomes(answer: Answer, by_model: bool) -> dict[str, int]:
    """How many sentences of the model are verified, marked and withheld.

    The one that sums up a conflict isn't the model's.
    """
    found = {conflict.summary for conflict in answer.conflicts}
    said = [s.support for s in answer.sentences if by_model and s.text not in found]
    return {
        "verified": said.count("supported"),
        "marked": said.count("unsupported"),
        "withheld": answer.withheld,
    }
