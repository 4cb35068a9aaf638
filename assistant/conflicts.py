"""Where the answers of several sources to one question cannot all hold.

Two means check each other: the form of the answers (`comparison`), and the reader, to which each
source's answer is put against the other's sentence (`crosscheck`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from assistant import dates, quantities
from assistant.comparison import Match, compare, times_over
from assistant.crosscheck import Contradiction, Kinship, Pair
from assistant.flags import Cite, flag
from assistant.found import Found
from assistant.question import Kind as Asked
from assistant.types import Conflict, Kind
from assistant.wording import Texts

WEIGHTS = np.array([0.54, 0.44, 0.32, 0.50, -1.05])
_OFFSET = 0.15
"""Log odds that two answers conflict, of `signs`: a logistic regression over answers to the
questions of RAMDocs, and of stories and reports kept from training
(tests/benchmarks/fit_conflicts.py)."""
_LEAST = -3.0
"""Log odds that contradiction of the answers and kinship must have, however sure the others."""
_GROUPS, _HEARD, _PAIRS = 4, 2, 10
"""Answers that are checked against each other; further ones come from the least sure sentences."""
_KINDS: dict[Asked, Kind] = {Asked.WHO: "name", Asked.WHERE: "place"}


@dataclass(frozen=True, slots=True)
class Contested:
    """Answers to one question in groups that agree among themselves and contradict the first."""

    groups: tuple[tuple[Found, ...], ...]

    @property
    def answers(self) -> list[Found]:
        """All of them, group by group."""
        return [answer for group in self.groups for answer in group]


def find(told: Sequence[Found], contradiction: Contradiction, kinship: Kinship) -> Contested | None:
    """The conflict among answers, one a source and the surest first, or None.

    Answers that cannot both hold conflict only if the reader finds that their sentences speak of
    one thing and contradict each other. The surest answer that is contradicted stands first.
    """
    groups = _grouped(told)[:_GROUPS]
    paired = [
        (i, j, (a, b))
        for i, j in combinations(range(len(groups)), 2)
        for a, b in product(groups[i][:_HEARD], groups[j][:_HEARD])
        if comparable(a, b)
    ][:_PAIRS]
    odds = contradiction([pair for _, _, pair in paired])
    against = [(found, row) for found, row in zip(paired, odds, strict=True) if row[0] >= _LEAST]
    kin = kinship([pair for (_, _, pair), _ in against]).mean(axis=1)
    opposed = [
        (i, j)
        for ((i, j, pair), (x, y)), k in zip(against, kin, strict=True)
        if k >= _LEAST and WEIGHTS @ signs(pair, x, y, k) + _OFFSET >= 0
    ]
    if not opposed:
        return None
    main = opposed[0][0]
    rivals = dict.fromkeys(j for i, j in opposed if i == main)
    return Contested(tuple(tuple(groups[k]) for k in (main, *rivals)))


def signs(pair: Pair, answers: float, sentences: float, kin: float) -> list[float]:
    """What tells whether two answers conflict; WEIGHTS has a weight for each.

    Log odds, averaged over both ways, that each answer is contradicted by the other's sentence,
    that the sentences contradict each other, and that they speak of one thing; then whether the
    answers are figures, and how many times over they differ: rival accounts of one figure are
    seldom far from each other.
    """
    a, b = (found.value for found in pair)
    if isinstance(a, quantities.Quantity) and isinstance(b, quantities.Quantity):
        return [answers, sentences, kin, 1.0, times_over(a, b)]
    return [answers, sentences, kin, 0.0, 0.0]


def comparable(one: Found, other: Found) -> bool:
    """False for numbers and dates that can't be compared: "in recent days", "two weeks"."""
    return compare(one, other) is Match.DIFFERENT or not (one.value or other.value)


def conflict(contested: Contested, asked: Asked, about: str, cite: Cite, t: Texts) -> Conflict:
    """The conflict as the wire contract has it."""
    return flag(_kind(contested.answers[0], asked), about, contested.answers, cite, t)


def _grouped(told: Sequence[Found]) -> list[list[Found]]:
    """Answers that agree with all of their group in form: with "tens of thousands" both 70,000 and
    100,000 do, but not with each other."""
    groups: list[list[Found]] = []
    for answer in told:
        home = next((g for g in groups if all(compare(f, answer) is Match.SAME for f in g)), None)
        if home is None:
            groups.append([answer])
        else:
            home.append(answer)
    return groups


def _kind(answer: Found, asked: Asked) -> Kind:
    if isinstance(answer.value, quantities.Quantity):
        return "quantity"
    return "date" if isinstance(answer.value, dates.When) else _KINDS.get(asked, "statement")
