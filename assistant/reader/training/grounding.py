"""Statements with passages that support every word of them, or nearly: to train the check of what
a language model says.

The reader's `verify` learns whether two reporters agree; here a statement must also keep who says
it, how sure it is and who does what to whom, and may be worded freely.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from assistant.reader.protocol import NEUTRAL, SUPPORTS
from assistant.reader.training import edits, retelling
from assistant.reader.training.distortion import Distortions
from assistant.reader.training.examples import LABELS, WORDS, Example, checked
from assistant.reader.training.questions import Asked
from assistant.reader.training.sources import Record
from assistant.reader.training.written import written

_BY_RULE = 30_000
"""Examples that are not written by hand; more would drown those that are."""
_NAMED = 0.7
"""Part of the passages that open with their outlet's name, as they do when an answer is checked."""
_VERB = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|[a-z]{3,}ed|made|won|took|became|wrote"
    r"|gave|left|began|held|led|ran|sold|told|built|bought|brought|found|lost|met|said|sent)"
)
_SUBJECT_ASKED = re.compile(
    rf"(?:(?:Who|What)|(?:Which|What)\s(?!kind|type|sort)[a-z]+)\s(?P<rest>{_VERB}\s[^?]+?)\s*\?"
)
_HOW_MANY = re.compile(rf"How many\s(?P<rest>[a-z]+(?:\s[a-z]+)?\s{_VERB}\b[^?]*?)\s*\?")
_TURNED = re.compile(
    r"(?:is|are|was|were|has|have|had|will|would|can|could)\s(?:it|he|she|they|we|you|there|his|her|their|[A-Z]\w+|(?:the|a|an|this|these)\b.*\b\w+(?:ing|ed))\b"
)
_OPEN_END = re.compile(
    r"\b(?:of|by|to|in|on|at|for|from|with|as|near|about|like|after|into|called|named|do|did)$"
)


def grounded(
    nli: Sequence[Record], asked: Sequence[Asked], texts: Sequence[str],
    names: edits.Names, rng: random.Random,
) -> list[Example]:  # fmt: skip
    """All examples for the check, from claims, questions with answers, and sentences of news."""
    wrong = Distortions(texts, names)
    made = [*claims(nli, wrong, rng), *answers(asked, wrong, rng), *news(texts, names, wrong, rng)]
    return [*rng.sample(made, min(_BY_RULE, len(made))), *written(texts, rng)]


def claims(records: Sequence[Record], wrong: Distortions, rng: random.Random) -> Iterator[Example]:
    """What people wrote of a text, as it is; what holds also distorted."""
    ours = {id(r) for r in checked(records)}
    for r in records:
        passage, claim = r["premise"], r["hypothesis"]
        if len(passage.split()) > 2 * WORDS:
            continue
        label = LABELS.index(r["label"])
        yield Example(claim, passage, verify=label, source=r["source"])
        likely = 0.9 if id(r) in ours or r["source"].startswith("summedits") else 0.3
        if label == SUPPORTS and rng.random() < likely:
            yield from _wrong(claim, claim, passage, wrong, rng)


def answers(items: Sequence[Asked], wrong: Distortions, rng: random.Random) -> Iterator[Example]:
    """Questions about a subject, answered in a sentence: rightly, and by another answer of the
    same passage."""
    of_passage: dict[str, list[str]] = {}
    for item in items:
        of_passage.setdefault(item.passage, []).append(item.text)
    for item in items:
        rest = _asked_of(item.question)
        if rest is None or len(item.passage.split()) > WORDS:
            continue
        said = _stated(item.text, rest)
        yield Example(said, item.passage, verify=SUPPORTS, source="answer")
        others = [
            t for t in of_passage[item.passage]
            if t[0].isupper() == item.text[0].isupper() and not _share(t, item.text)
            and t.lower() not in rest.lower()
        ]  # fmt: skip
        if others and rng.random() < 0.8:
            other = _stated(rng.choice(others), rest)
            yield Example(other, item.passage, verify=1, source="another answer")
        if rng.random() < 0.4:
            yield from _wrong(said, said, item.passage, wrong, rng)


def news(
    texts: Sequence[str], names: edits.Names, wrong: Distortions, rng: random.Random
) -> Iterator[Example]:
    """Sentences of news among others: retold, and each retelling distorted.

    Some are distorted first, so that the distorted one holds and the true one doesn't: no
    statement is to look false by itself.
    """
    about = _by_name(texts, names)
    for text in texts:
        if not 8 <= len(text.split()) <= 45:
            continue
        changed = wrong.distorted(text, "", rng) if rng.random() < 0.25 else None
        held = changed[0] if changed else text
        passage, outlet, others = _passage(held, about, names, rng)
        yield from _retold(held, passage, wrong, rng)
        if changed:
            said = retelling.retold(text, rng) or text
            yield Example(said, passage, verify=changed[1], source="true one")
        if outlet and rng.random() < 0.2:
            yield _published(held, passage, outlet, names, rng)
        if others and rng.random() < 0.3:
            yield from _joined(held, others[0], passage, wrong, rng)
        if rng.random() < 0.15:
            yield from _beside(held, passage, about, names, rng)


def _retold(text: str, passage: str, wrong: Distortions, rng: random.Random) -> Iterator[Example]:
    for _ in range(2):
        said = retelling.retold(text, rng) or (text if rng.random() < 0.4 else None)
        if said is None:
            continue
        yield Example(said, passage, verify=SUPPORTS, source="retold")
        if rng.random() < 0.8:
            yield from _wrong(said, text, passage, wrong, rng)


def _published(
    text: str, passage: str, outlet: str, names: edits.Names, rng: random.Random
) -> Example:
    """Which outlet reports it, rightly or not."""
    by = names.any(rng.choice([1, 2]), rng) if rng.random() < 0.5 else outlet
    verb = rng.choice(["reports", "reported", "says", "writes"])
    label = SUPPORTS if by == outlet else NEUTRAL
    return Example(f"{by} {verb} that {edits.inside(text)}", passage, verify=label, source="outlet")


def _joined(
    text: str, other: str, passage: str, wrong: Distortions, rng: random.Random
) -> Iterator[Example]:
    """Two sentences as one; the same with one of them distorted."""
    parts = [retelling.retold(t, rng) or t for t in (text, other)]
    yield Example(_as_one(parts, rng), passage, verify=SUPPORTS, source="joined")
    at = rng.randrange(2)
    made = wrong.distorted(parts[at], passage, rng)
    if made:
        parts[at] = made[0]
        yield Example(_as_one(parts, rng), passage, verify=made[1], source="joined, distorted")


def _as_one(parts: Sequence[str], rng: random.Random) -> str:
    between = rng.choice([", while ", ", and ", "; "])
    return f"{parts[0].rstrip('. ')}{between}{edits.inside(parts[1])}"


def _wrong(
    statement: str, text: str, passage: str, wrong: Distortions, rng: random.Random
) -> Iterator[Example]:
    made = wrong.distorted(statement, passage, rng)
    if made and made[0].lower() != text.lower():
        yield Example(made[0], passage, verify=made[1], source=f"distorted: {made[2]}")


def _beside(
    text: str, passage: str, about: dict[str, list[str]], names: edits.Names, rng: random.Random
) -> Iterator[Example]:
    """Another sentence on the same name, which the passage says nothing of."""
    near = [t for n, _ in names.find(text) for t in about.get(n, []) if t not in passage]
    if near:
        yield Example(rng.choice(near), passage, verify=NEUTRAL, source="beside")


def _passage(
    text: str, about: dict[str, list[str]], names: edits.Names, rng: random.Random
) -> tuple[str, str, list[str]]:
    """The text alone or among up to two others that share a name; the outlet that it opens with;
    the others."""
    near = [t for n, _ in names.find(text) for t in about.get(n, []) if t != text]
    some = rng.sample(near, min(len(near), rng.choice([0, 0, 1, 1, 2])))
    outlet = names.any(rng.choice([1, 1, 2]), rng) if rng.random() < _NAMED else ""
    if some and rng.random() < 0.3:  # two sources, each with its name
        second = names.any(rng.choice([1, 2]), rng)
        pair = [sourced(text, outlet), sourced(some[0], second if outlet else "")]
        return " ".join(rng.sample(pair, 2)), outlet, some[:1]
    return sourced(" ".join(rng.sample([text, *some], 1 + len(some))), outlet), outlet, some


def sourced(text: str, outlet: str) -> str:
    """A passage as it is checked: after the name of its outlet."""
    return f"{outlet}: {text}" if outlet else text


def _by_name(texts: Sequence[str], names: edits.Names) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for text in texts:
        for name, _ in names.find(text):
            told.setdefault(name, []).append(text)
    return told


def _asked_of(question: str) -> str | None:
    """What is asked of the subject ("performed the survey"), if that is what a question asks."""
    match = _HOW_MANY.fullmatch(question) or _SUBJECT_ASKED.fullmatch(question)
    if not match or _TURNED.match(match["rest"]) or _OPEN_END.search(match["rest"]):
        return None
    return match["rest"]


def _stated(answer: str, rest: str) -> str:
    return f"{edits.capital(answer.strip(' .,;:'))} {rest}."


def _share(one: str, other: str) -> bool:
    return bool(set(one.lower().split()) & set(other.lower().split()))
