"""The gold of the five articles: floors just under what is reached, and what breaking costs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from assistant.chat import Assistant
from assistant.evaluation.command import evaluate
from assistant.evaluation.gold import read_gold
from assistant.evaluation.run import InProcess, Run, run
from assistant.types import Answer, Conflict, Position, Turn

pytestmark = pytest.mark.long
GOLD = Path(__file__).parent / "gold" / "seeds.jsonl"
FLOORS = {
    "answers": 0.84,
    "direct": 0.78,
    "coverage": 0.93,
    "refusals": 0.77,
    "citation_precision": 0.74,
    "citation_recall": 0.9,
    "exact_spans": 1.0,
    "conflict_precision": 0.69,
    "conflict_recall": 0.72,
    "conflict_f1": 0.71,
    "both_sides": 1.0,
    "relations": 1.0,
}


class Recorded:
    """Gives the recorded answers once more, spoilt in one way: the switch of these tests."""

    name = "recorded"

    def __init__(self, honest: Run, assistant: Assistant) -> None:
        self._asked = [(one.gold.question, one.gold.history) for one in honest.questions]
        self._answers = [one.answer for one in honest.questions]
        self.text = InProcess(assistant).text

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        return self.spoil(self._asked.index((question, tuple(history))))

    def spoil(self, i: int) -> Answer:
        return self._answers[i]


class OtherPassages(Recorded):
    """Retrieval that brings the passages of another question."""

    def spoil(self, i: int) -> Answer:
        return self._answers[(i + 40) % len(self._answers)]


class ShiftedSpans(Recorded):
    def spoil(self, i: int) -> Answer:
        given = self._answers[i]
        moved = [c.model_copy(update={"start": c.start + 1}) for c in given.citations]
        return given.model_copy(update={"citations": moved})


class WrongArticles(Recorded):
    def spoil(self, i: int) -> Answer:
        given = self._answers[i]
        wrong = [c.model_copy(update={"article_id": "?", "quote": ""}) for c in given.citations]
        return given.model_copy(update={"citations": wrong})


class NeverRefuses(Recorded):
    def spoil(self, i: int) -> Answer:
        return self._answers[i].model_copy(update={"status": "answered"})


class AlwaysRefuses(Recorded):
    def spoil(self, i: int) -> Answer:
        return self._answers[i].model_copy(update={"status": "not_in_articles"})


class NoConflicts(Recorded):
    def spoil(self, i: int) -> Answer:
        return self._answers[i].model_copy(update={"conflicts": []})


class ForgedConflicts(Recorded):
    def spoil(self, i: int) -> Answer:
        sides = [Position(value=value, citations=[1]) for value in ("1", "2")]
        forged = Conflict(
            kind="quantity", relation="sources_disagree", about="", summary="", positions=sides
        )
        return self._answers[i].model_copy(update={"conflicts": [forged]})


@pytest.fixture(scope="module")
def honest(seeds_assistant: Assistant) -> Run:
    return run(read_gold(GOLD), InProcess(seeds_assistant), GOLD)


@pytest.mark.parametrize("metric", FLOORS)
def test_floors(honest: Run, metric: str) -> None:
    value = honest.overall.rates[metric].value
    assert value is not None
    assert value >= FLOORS[metric]


@pytest.mark.parametrize(
    ("sabotage", "metric"),
    [
        (OtherPassages, "answers"),
        (OtherPassages, "citation_recall"),
        (OtherPassages, "citation_precision"),
        (ShiftedSpans, "exact_spans"),
        (WrongArticles, "citation_precision"),
        (WrongArticles, "citation_recall"),
        (NeverRefuses, "refusals"),
        (AlwaysRefuses, "coverage"),
        (NoConflicts, "conflict_recall"),
        (NoConflicts, "conflict_f1"),
        (ForgedConflicts, "conflict_precision"),
        (ForgedConflicts, "both_sides"),
    ],
)
def test_breaking_a_part_shows(
    honest: Run, seeds_assistant: Assistant, sabotage: type[Recorded], metric: str
) -> None:
    reached = honest.overall.rates[metric].value
    assert reached is not None
    floors = [f"{metric}={reached}"]

    def passes(answerer: Recorded) -> bool:
        return evaluate(
            GOLD, lambda: nullcontext(answerer), json=None, html=None, floors=floors, old=None
        )

    assert passes(Recorded(honest, seeds_assistant))
    assert not passes(sabotage(honest, seeds_assistant))
