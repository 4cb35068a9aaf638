"""What a model is shown in training, one lesson after the other."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.reader import network
from assistant.reader.training import edits, events
from assistant.reader.training.examples import (
    Example,
    checked,
    counterfactual,
    selected,
    stated,
    thinned,
)
from assistant.reader.training.grounding import grounded
from assistant.reader.training.news import news
from assistant.reader.training.polar import polar
from assistant.reader.training.questions import asked, questions, unanswerable
from assistant.reader.training.reports import reports
from assistant.reader.training.sources import Record
from assistant.reader.training.stories import stories
from assistant.reader.training.twins import twins
from assistant.reader.training.written import written

Data = Mapping[str, list[Record]]
_FIRST = 0.7
"""Part of the records' examples that makes the first lesson."""
_AGAIN = 0.6
"""Part of those for one task that makes the lesson of the model for it."""
_CLAIMED, _BESIDE = 6_000, 40_000
"""Written statements, and further examples of the records, that are shown with the events."""


def reading(data: Data, seed: int) -> Iterator[list[Example]]:
    """The lessons of what the others begin with, made anew from the records; the same for the
    same seed."""
    every = examples(data, seed)
    random.Random(seed).shuffle(every)
    at = round(_FIRST * len(every))
    yield every[:at]
    yield retold(data, every[at:], seed)


def answering(data: Data, seed: int) -> Iterator[list[Example]]:
    """The reader's one lesson: what there is to select and to read, drawn anew."""
    yield _again(data, seed, lambda e: e.select is not None or e.span is not None)


def verifying(data: Data, seed: int) -> Iterator[list[Example]]:
    """The verifier's one lesson: what there is to verify, drawn anew."""
    yield _again(data, seed, lambda e: e.verify is not None)


def _again(data: Data, seed: int, asks: Callable[[Example], bool]) -> list[Example]:
    every = examples(data, seed)
    random.Random(seed).shuffle(every)
    asked = [e for e in every if asks(e)]
    told = [e for e in retold(data, [], seed) if asks(e)]
    return asked[: int(_AGAIN * len(asked))] + told


def grounding(data: Data, seed: int) -> Iterator[list[Example]]:
    """The one lesson of the check of grounding; the same for the same seed."""
    rng = random.Random(seed)
    texts = [r["text"] for r in data["news_sentences"]]
    nli, spans = thinned(data["nli"], rng), thinned(data["spans"], rng)
    yield grounded(nli, asked(spans), texts, _names(data), rng)


def examples(data: Data, seed: int) -> list[Example]:
    """From all records: to select, to read and to verify."""
    rng = random.Random(seed)
    names = _names(data)
    return [
        *stated(thinned(data["nli"], rng)),
        *counterfactual(checked(data["nli"]), names, rng),
        *polar(thinned(data["nli"], rng), network.tokenizer().get_vocab(), rng),
        *selected(data["select"]),
        *unanswerable(data["unanswerable"], rng),
        *questions(asked(thinned(data["spans"], rng)), names, rng),
        *news(data["news_sentences"], names, rng),
    ]


def retold(data: Data, beside: Sequence[Example], seed: int) -> list[Example]:
    """Events as several people tell them, and twin claims, beside more of the kinds of the first
    lesson, lest they be lost."""
    rng = random.Random(seed)
    texts = [r["text"] for r in data["news_sentences"]]
    told = [[event] for event in reports(texts)]
    claimed = list(written(texts, rng))
    return [
        *events.examples([*told, *stories()], rng),
        *twins(),
        *rng.sample(claimed, min(_CLAIMED, len(claimed))),
        *rng.sample(beside, min(_BESIDE, len(beside))),
    ]


def _names(data: Data) -> edits.Names:
    texts = [r["text"] for r in data["news_sentences"]]
    return edits.Names(texts + [r["question"] for r in data["spans"]])
