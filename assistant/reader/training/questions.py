"""Examples from questions with answers: to select, to read, near misses of both, statements."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS, claim
from assistant.reader.training import edits
from assistant.reader.training.examples import NOWHERE, WORDS, Example, shared
from assistant.reader.training.sources import Record, normal
from index.types import Span

_BREAK = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[A-Z\"“‘'(\d])|\n+")
_LONG = 40
"""Words above which a text is a passage and no sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer in one passage, taken apart into sentences."""

    question: str
    passage: str
    answer: Span
    sentences: tuple[Span, ...]
    source: str

    @property
    def text(self) -> str:
        """The answer's words."""
        return self.passage[slice(*self.answer)]

    @property
    def home(self) -> int:
        """Which sentence holds the answer's beginning."""
        return max(i for i, (a, _) in enumerate(self.sentences) if a <= self.answer[0] or not i)

    def window(self, first: int, last: int) -> tuple[str, int]:
        """The sentences from first to last, and where they begin in the passage."""
        start, end = self.sentences[first][0], self.sentences[last][1]
        return self.passage[start:end], start


def sentences(text: str) -> tuple[Span, ...]:
    """A quick cut into sentences, good enough to train on."""
    cuts = [0, *(m.end() for m in _BREAK.finditer(text)), len(text)]
    spans = []
    for start, end in pairwise(cuts):
        kept = text[start:end].rstrip()
        if kept:
            spans.append((start, start + len(kept)))
    return tuple(spans)


def asked(records: Sequence[Record]) -> list[Asked]:
    """The questions whose first answer stands where the record says it does."""
    found = []
    for record in records:
        answers = [a for a in record["answers"] if a["text"].strip()]
        if not answers:
            continue
        start, text = answers[0]["start"], answers[0]["text"]
        if record["passage"][start : start + len(text)] == text:
            span = (start, start + len(text))
            cut = sentences(record["passage"])
            found.append(Asked(record["question"], record["passage"], span, cut, record["source"]))
    return found


def unanswerable(records: Sequence[Record], rng: random.Random) -> Iterator[Example]:
    """Questions that people wrote so that the passage only seems to answer them."""
    for r in records:
        cut = sentences(r["passage"])
        home = max(
            range(len(cut)), key=lambda i: shared(r["question"], r["passage"][slice(*cut[i])])
        )
        item = Asked(r["question"], r["passage"], cut[home], cut, r["source"])
        text, _ = _around(item, rng)
        yield Example(r["question"], text, select=0, span=NOWHERE, source=r["source"])
        if rng.random() < 0.2:
            yield Example(
                r["question"], item.passage[slice(*cut[home])],
                select=0, span=NOWHERE, source=r["source"],
            )  # fmt: skip


def questions(items: Sequence[Asked], names: edits.Names, rng: random.Random) -> Iterator[Example]:
    """From questions with answers: to select, to read, near misses of both, and statements."""
    for item in items:
        yield from _readings(item, names, rng)
        if rng.random() < 0.75:
            yield from _statements(item, items, names, rng)


def _readings(item: Asked, names: edits.Names, rng: random.Random) -> Iterator[Example]:
    passage, start = _around(item, rng)
    question = as_typed(item.question, rng)
    span = (item.answer[0] - start, item.answer[1] - start)
    yield Example(question, passage, select=1, span=span, source=f"{item.source}/read")
    if len(passage.split()) > _LONG:
        yield from _sentence_pairs(item, question, rng)
        if rng.random() < 0.25:
            cut = _cut(item, rng)
            if cut:
                yield Example(question, cut, select=0, span=NOWHERE, source="cut")
    if rng.random() < 0.45:
        near = near_miss(item.question, passage, names, rng)
        if near:
            home = item.passage[slice(*item.sentences[item.home])]
            text = passage if rng.random() < 0.5 else home
            yield Example(as_typed(near, rng), text, select=0, span=NOWHERE, source="near miss")


def _sentence_pairs(item: Asked, question: str, rng: random.Random) -> Iterator[Example]:
    """The answer's sentence, at times after the one before it, against others of the passage."""
    home = item.home
    first = home - 1 if home and rng.random() < 0.25 else home
    text, start = item.window(first, home)
    span = (item.answer[0] - start, item.answer[1] - start)
    if span[1] <= len(text):
        yield Example(question, text, select=1, span=span, source="sentence")
    others = [
        s for i, (a, b) in enumerate(item.sentences)
        if i != home and normal(item.text) not in normal(s := item.passage[a:b])
        and len(s.split()) > 3
    ]  # fmt: skip
    if others:
        likest = max(others, key=lambda s: shared(item.question, s))
        yield Example(question, likest, select=0, span=NOWHERE, source="neighbour")
        other = rng.choice(others)
        if other != likest and rng.random() < 0.3:
            yield Example(question, other, select=0, span=NOWHERE, source="neighbour")


def _statements(
    item: Asked, items: Sequence[Asked], names: edits.Names, rng: random.Random
) -> Iterator[Example]:
    """The question and an answer as a statement, with what a passage makes of it."""
    home = item.passage[slice(*item.sentences[item.home])]
    passage = home if rng.random() < 0.5 else _around(item, rng, 90)[0]
    question = item.question
    draw = rng.random()
    right = item.text
    if draw < 0.26:
        said = edits.rounded(right, rng) if rng.random() < 0.4 else None
        yield Example(claim(question, said or right), passage, verify=SUPPORTS, source="right")
    elif draw < 0.55:
        wrong = wrong_answer(item, items, names, rng)
        if wrong:
            yield Example(claim(question, wrong), passage, verify=CONTRADICTS, source="wrong")
    elif draw < 0.78:
        others = [
            item.passage[a:b] for i, (a, b) in enumerate(item.sentences)
            if i != item.home and normal(right) not in normal(item.passage[a:b])
        ]  # fmt: skip
        if others:
            other = max(rng.sample(others, min(2, len(others))), key=lambda s: shared(question, s))
            said = right if rng.random() < 0.5 else wrong_answer(item, items, names, rng) or right
            yield Example(claim(question, said), other, verify=NEUTRAL, source="beside")
    else:
        near = near_miss(question, passage, names, rng)
        if near:
            said = right if rng.random() < 0.4 else wrong_answer(item, items, names, rng) or right
            yield Example(claim(near, said), passage, verify=NEUTRAL, source="near statement")


def wrong_answer(
    item: Asked, items: Sequence[Asked], names: edits.Names, rng: random.Random
) -> str | None:
    """Another answer of the same kind: a figure or name changed, or another question's answer."""
    right = item.text
    ways: list[Callable[[], str | None]] = [
        lambda: edits.number(right, rng),
        lambda: edits.calendar(right, rng),
        lambda: names.swap(right, rng),
    ]
    told = [wrong for way in ways if (wrong := way())]
    if told and rng.random() < 0.8:
        return rng.choice(told)
    kind = _kind(right)
    for _ in range(12):
        other = items[rng.randrange(len(items))]
        near = other.text
        alike = other.question.split()[0] == item.question.split()[0] and _kind(near) == kind
        if alike and len(near) < 80 and normal(near) not in normal(item.passage):
            return near
    return rng.choice(told) if told else edits.opposite(right, rng)


def near_miss(question: str, passage: str, names: edits.Names, rng: random.Random) -> str | None:
    """The question about another name, year or number than the passage's, or its opposite.

    A name is changed only where the passage holds it: elsewhere nobody could tell.
    """
    held = [name for name, _ in names.find(question) if name.lower() in passage.lower()]
    figures = [m for m in edits.numbers(question) if m[0] in passage]
    ways: list[Callable[[], str | None]] = []
    if held:
        ways += [lambda: names.swap(question, rng, held)] * 2
    if figures:
        match = rng.choice(figures)
        other = edits.other_number(match[0], rng)
        ways.append(lambda: question[: match.start()] + other + question[match.end() :])
    ways += [lambda: edits.calendar(question, rng), lambda: edits.opposite(question, rng)]
    rng.shuffle(ways)
    return next((near for way in ways if (near := way())), None)


def _around(item: Asked, rng: random.Random, words: int = WORDS) -> tuple[str, int]:
    """Sentences around the answer up to a number of words, and where they begin."""
    first = last = item.home
    while item.sentences[last][1] < item.answer[1]:
        last += 1
    room = words - len(item.window(first, last)[0].split())
    while room > 0 and (first > 0 or last < len(item.sentences) - 1):
        back = first > 0 and (last == len(item.sentences) - 1 or rng.random() < 0.5)
        at = first - 1 if back else last + 1
        room -= len(item.passage[slice(*item.sentences[at])].split())
        if room < 0:
            break
        first, last = (at, last) if back else (first, at)
    return item.window(first, last)


def _cut(item: Asked, rng: random.Random) -> str | None:
    """The passage without the sentences that hold the answer, or None if little is left."""
    answer = normal(item.text)
    left = [
        s for a, b in item.sentences
        if not (a < item.answer[1] and item.answer[0] < b)
        and answer not in normal(s := item.passage[a:b])
    ]  # fmt: skip
    if not left:
        return None
    n = rng.randint(1, 3)
    at = rng.randrange(max(1, len(left) - n + 1))
    return " ".join(left[at : at + n])


def as_typed(question: str, rng: random.Random) -> str:
    """The question, now and then in lower case or without its mark, as people type."""
    draw = rng.random()
    if draw < 0.08:
        return question.lower().rstrip("? ")
    return question.rstrip("? ") if draw < 0.12 else question


def _kind(answer: str) -> str:
    if re.search(r"\d", answer):
        return "figure"
    return "name" if answer[:1].isupper() else "words"
