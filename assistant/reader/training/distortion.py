"""Another fact in nearly the same words: the ways in which a retelling goes wrong.

Each way takes a statement and what it was made from, and returns it distorted, or None. They
follow what people found in machine-made summaries (Pagnoni et al. 2021, "FRANK"): entities and
roles exchanged, circumstances added, certainty raised, words put into another's mouth.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from assistant.reader.protocol import CONTRADICTS, NEUTRAL
from assistant.reader.training import edits, retelling

_ROLES = (
    "officials|witnesses|police|residents|analysts|a spokesman|the ministry|the company|critics|"
    "the government|opponents|supporters|lawyers|prosecutors|the report|aid workers"
).split("|")
_SURER = {
    "might": "will", "may": "will", "could": "will", "is expected to": "will",
    "are expected to": "will", "was expected to": "did", "plans to": "will", "plan to": "will",
    "hopes to": "will", "wants to": "will", "allegedly": "", "reportedly": "", "apparently": "",
    "possibly": "", "probably": "", "likely": "certain", "suspected of": "convicted of",
    "accused of": "convicted of", "charged with": "convicted of", "considering": "planning",
    "some": "all", "most": "all", "many": "all", "several": "all", "at least": "at most",
    "more than": "exactly", "partly": "fully", "proposed": "adopted", "tried to": "managed to",
    "asked": "ordered", "urged": "forced", "suggested": "proved", "believe": "know",
    "believes": "knows", "rare": "unprecedented", "one of the": "the",
    "declined to comment": "denied it", "declined to say": "denied", "did not say": "denied",
    "would not say": "denied", "did not rule out": "confirmed", "did not confirm": "denied",
}  # fmt: skip
_SURER_RE = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _SURER), key=len, reverse=True))})\b"
)
_ADJUNCT = re.compile(
    r"\s((?:in|after|because of|following|during|despite|under|as part of|at|with|to protest"
    r"|along with|amid|for the)\s(?:[\w’'-]+\s?){2,6})\.?$"
)
_CLAUSE = re.compile(r"(,\s(?:which|who|while|after|as|including|saying)\s[^,“”\"]{10,70})\.?$")

Way = Callable[[str, str, random.Random], str | None]


class Distortions:
    """The ways, with the names and additions that the texts offer."""

    def __init__(self, texts: Sequence[str], names: edits.Names) -> None:
        self._names = names
        self._additions = [
            m[1].strip(" .") for p in (_ADJUNCT, _CLAUSE) for t in texts if (m := p.search(t))
        ]

    def distorted(
        self, statement: str, passage: str, rng: random.Random
    ) -> tuple[str, int, str] | None:
        """A statement that the passage does not support, the label for it and the way's name."""
        ways: list[tuple[Way, int]] = [
            (self.roles, CONTRADICTS), (self.roles, CONTRADICTS),
            (self.neighbour, CONTRADICTS), (self.neighbour, CONTRADICTS),
            (self.speaker, NEUTRAL), (self.speaker, NEUTRAL), (self.spoken, NEUTRAL),
            (self.surer, NEUTRAL), (self.surer, NEUTRAL),
            (self.addition, NEUTRAL), (self.figures, CONTRADICTS),
            *((_plainly(way), CONTRADICTS) for way in
              (edits.number, edits.calendar, edits.opposite, edits.negation, edits.negation,
               self._names.swap)),
        ]  # fmt: skip
        for way, label in rng.sample(ways, len(ways)):
            wrong = way(statement, passage, rng)
            if wrong and wrong != statement and wrong.lower() not in passage.lower():
                return wrong, label, way.__name__
        return None

    def roles(self, statement: str, passage: str, rng: random.Random) -> str | None:
        """Two names of the statement in each other's place."""
        found = list(dict.fromkeys(self._names.find(statement)))
        pairs = [
            (a, b) for a in found for b in found
            if a[1] < b[1] and a[0] not in b[0] and b[0] not in a[0]
            and not re.fullmatch(r",?\s*(?:and|or|,)\s*", statement[a[1] + len(a[0]) : b[1]])
        ]  # fmt: skip
        if not pairs:
            return None
        (one, at), (other, then) = rng.choice(pairs)
        between = statement[at + len(one) : then]
        return statement[:at] + other + between + one + statement[then + len(other) :]

    def neighbour(self, statement: str, passage: str, rng: random.Random) -> str | None:
        """A name by another one of the passage."""
        told = [n for n, _ in self._names.find(statement)]
        others = [
            n for n, _ in self._names.find(passage)
            if n not in statement and not any(set(n.split()) & set(t.split()) for t in told)
        ]  # fmt: skip
        if not told or not others:
            return None
        old = rng.choice(told)
        return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda m: rng.choice(others), statement)

    def figures(self, statement: str, passage: str, rng: random.Random) -> str | None:
        """Two figures of the statement in each other's place, or one by another of the passage."""
        mine = edits.numbers(statement)
        others = [m[0] for m in edits.numbers(passage) if m[0] not in statement]
        if len(mine) > 1 and mine[0][0] != mine[1][0]:
            a, b = mine[:2]
            return (
                statement[: a.start()] + b[0] + statement[a.end() : b.start()] + a[0]
                + statement[b.end() :]
            )  # fmt: skip
        if mine and others:
            match = rng.choice(mine)
            return statement[: match.start()] + rng.choice(others) + statement[match.end() :]
        return None

    def speaker(self, statement: str, passage: str, rng: random.Random) -> str | None:
        """The words in another's mouth, mostly one whom the passage names, or in nobody's."""
        said = retelling.speaker(statement)
        if not said:
            return None
        who, what = said
        if rng.random() < 0.15:
            return f"{edits.capital(what.rstrip('. '))}."
        return retelling.told(self._somebody(who, what, passage, rng), what, rng)

    def spoken(self, statement: str, passage: str, rng: random.Random) -> str | None:
        """What the outlet itself reports in somebody's mouth."""
        if retelling.speaker(statement) or rng.random() < 0.5:
            return None
        return retelling.told(self._somebody("", statement, passage, rng), statement, rng)

    def surer(self, statement: str, passage: str, rng: random.Random) -> str | None:
        """More certain, or more general, than what was said."""
        found = list(_SURER_RE.finditer(statement))
        if not found:
            return None
        match = rng.choice(found)
        changed = statement[: match.start()] + _SURER[match[0]] + statement[match.end() :]
        return " ".join(changed.split())

    def addition(self, statement: str, passage: str, rng: random.Random) -> str | None:
        """A circumstance of another story."""
        if not self._additions:
            return None
        added = rng.choice(self._additions)
        gap = "" if added.startswith(",") else " "
        return f"{statement.rstrip('. ')}{gap}{added}."

    def _somebody(self, who: str, what: str, passage: str, rng: random.Random) -> str:
        near = [
            n for n, _ in self._names.find(passage)
            if n not in who and who not in n and n not in what
        ]  # fmt: skip
        if near and rng.random() < 0.6:
            return rng.choice(near)
        another = self._names.any(2, rng)
        if another not in who and rng.random() < 0.5:
            return another
        return rng.choice([r for r in _ROLES if r not in who.lower()])


def _plainly(way: edits.Edit) -> Way:
    def distort(statement: str, passage: str, rng: random.Random) -> str | None:
        return way(statement, rng)

    distort.__name__ = way.__name__
    return distort
