"""The metrics: the judges' verdicts on many answers as rates, each with its 95 % interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

import numpy as np
from pydantic import BaseModel, ConfigDict

from assistant.evaluation.faithfulness import unfounded
from assistant.evaluation.gold import GoldQuestion
from assistant.evaluation.judges import JUDGES, Verdict, conflict_f1
from assistant.types import Answer

_Z95 = 1.959964


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Judged(_Value):
    """A question, its answer, how long that took, and the verdicts by metric."""

    gold: GoldQuestion
    answer: Answer
    latency_ms: float
    verdicts: dict[str, Verdict]

    @property
    def failed(self) -> bool:
        """Whether any judge found anything wrong."""
        return any(verdict.failed for verdict in self.verdicts.values())

    @property
    def correct(self) -> bool:
        """Whether the question has an answer and every fact of it is stated."""
        return "answers" in self.verdicts and not self.verdicts["answers"].failed


class Rate(_Value):
    """`right` of `of`; `value` and its 95 % interval are None where nothing counted."""

    right: int = 0
    of: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None


class Summary(_Value):
    """The metrics over some questions; latencies in milliseconds, by percentile."""

    questions: int
    rates: dict[str, Rate]
    latency_p50: float
    latency_p95: float


class Way(Summary):
    """The metrics of one way to answer, and what it shows.

    `sentences` are shown, `unfounded_figures` of them hold a figure or date that is in nothing they
    cite, and `withheld` are not shown; `by_model` answers are a language model's;
    `first_sentence_p50` is the median time in milliseconds to the first sentence that is shown.
    """

    sentences: int
    unfounded_figures: int
    withheld: int
    by_model: int
    first_sentence_p50: float


def summarise(judged: Sequence[Judged]) -> Summary:
    """The rates and latencies over some questions, at least one."""
    p50, p95 = np.percentile([j.latency_ms for j in judged], [50, 95])
    rates = {
        name: rate(name, (j.verdicts[name] for j in judged if name in j.verdicts))
        for name in JUDGES
    }
    return Summary(
        questions=len(judged), rates=rates, latency_p50=float(p50), latency_p95=float(p95)
    )


def way(judged: Sequence[Judged]) -> Way:
    """What came of one way to answer some questions, at least one.

    An answer that does not say when its first sentence was there has all of them at once.
    """
    answers = [j.answer for j in judged]
    firsts = [j.answer.timings_ms.get("first_sentence", j.latency_ms) for j in judged]
    return Way(
        **dict(summarise(judged)),
        sentences=sum(len(a.sentences) for a in answers),
        unfounded_figures=sum(len(unfounded(a)) for a in answers),
        withheld=sum(a.withheld for a in answers),
        by_model=sum(a.answered_by != "extractive" for a in answers),
        first_sentence_p50=float(np.median(firsts)),
    )


def by_tag(judged: Sequence[Judged]) -> dict[str, Summary]:
    """A summary of each tag's questions, the most frequent tag first."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        for tag in one.gold.tags:
            groups.setdefault(tag, []).append(one)
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return {tag: summarise(tagged) for tag, tagged in ranked}


def rate(metric: str, verdicts: Iterable[Verdict]) -> Rate:
    """The verdicts on a metric taken together.

    What conflict_f1's verdicts count is the Jaccard index J of the flags given and asked for.
    As F1 = 2J / (1 + J) and rises with it, J's interval gives that of F1.
    """
    counted = list(verdicts)
    right, of = sum(v.right for v in counted), sum(v.of for v in counted)
    if not of:
        return Rate()
    value, (low, high) = right / of, wilson(right, of)
    if metric == conflict_f1.__name__:
        value, low, high = (2 * share / (1 + share) for share in (value, low, high))
    return Rate(right=right, of=of, value=value, low=low, high=high)


def reliability(judged: Sequence[Judged], bins: int = 6) -> list[tuple[float, Rate]]:
    """The answers given, in bins of equal count by evidence score: its mean, and the share right.

    The reliability diagram of Niculescu-Mizil & Caruana 2005. An answer to a question that
    should have been refused is wrong; refusals have no place in it.
    """
    given = sorted(
        (j for j in judged if j.answer.status == "answered"), key=lambda j: j.answer.evidence_score
    )
    chunks = [given[i * len(given) // bins : (i + 1) * len(given) // bins] for i in range(bins)]
    return [
        (
            sum(j.answer.evidence_score for j in chunk) / len(chunk),
            rate("answers", (Verdict(right=j.correct, of=1) for j in chunk)),
        )
        for chunk in chunks
        if chunk
    ]


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson 1927); `of` is at least 1."""
    share = right / of
    centre = share + _Z95**2 / (2 * of)
    spread = _Z95 * sqrt(share * (1 - share) / of + _Z95**2 / (4 * of**2))
    scale = 1 + _Z95**2 / of
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
