"""Where the answers of several sources to one question cannot all hold.

Two means check each other: the form of the answers (`comparison`), and the reader, to which each
source's answer is put against the other's sentence (`crosscheck`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import inf
from textwrap import shorten
from typing import Any

from assistant import dates, quantities
from assistant.claims import Claim
from assistant.comparison import Match, compare
from assistant.crosscheck import Contradiction, Kinship
from assistant.direct import Found
from assistant.evidence import Candidate
from assistant.question import Kind as Asked
from assistant.speakers import speaker_of, speakers
from assistant.types import Conflict, Kind, Position, Relation
from index.types import Span

ANSWERS = 0.4
"""Probability that a sentence answers the question, from which its answer can contradict one."""
_CONTRADICTED = 0.0
"""Log odds of contradiction to support that the reader must find."""
_KIN = -1.5
"""Mean log odds, both ways, with which two sentences must speak of one thing."""
_GROUPS, _HEARD, _PAIRS = 4, 2, 10
"""Answers that are checked against each other; further ones come from the least sure sentences."""
_ABOUT_CHARS, _VALUE_CHARS = 120, 200
_DENIED = "One side says so, another says otherwise."
_DAYS_OF_A_CHANGE = 3
_UPDATE = re.compile(
    r"\b(?:rose|risen|rises|rising|climb\w*|increas\w*|grew|grown|now|toll|so far|revised"
    r"|updated?|latest|reached|passed|up from|as of|known to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contested:
    """Answers to one question in groups that agree among themselves and contradict the first."""

    groups: tuple[tuple[Found, ...], ...]

    @property
    def answers(self) -> list[Found]:
        """All of them, group by group."""
        return [answer for group in self.groups for answer in group]

    @property
    def relation(self) -> Relation:
        """A change over time if the figure only rises, through several days or as an update."""
        return _relation(self.answers)


def find(told: Sequence[Claim], contradiction: Contradiction, kinship: Kinship) -> Contested | None:
    """The conflict among claims, one a source and the surest first, or None.

    Answers that cannot both hold conflict only if both sentences do answer the question, and the
    reader finds that they speak of one thing and contradict each other. The surest claim that is
    contradicted stands first.
    """
    groups = _grouped([c for c in told if c.answers >= ANSWERS])[:_GROUPS]
    paired = [
        (i, j, (a.answer, b.answer))
        for i, j in combinations(range(len(groups)), 2)
        for a, b in product(groups[i][:_HEARD], groups[j][:_HEARD])
        if comparable(a.answer, b.answer)
    ][:_PAIRS]
    odds = contradiction([pair for _, _, pair in paired])
    against = [found for found, x in zip(paired, odds, strict=True) if x >= _CONTRADICTED]
    kin = kinship([pair for _, _, pair in against])
    opposed = [(i, j) for (i, j, _), x in zip(against, kin, strict=True) if x.mean() >= _KIN]
    if not opposed:
        return None
    main = opposed[0][0]
    rivals = dict.fromkeys(j for i, j in opposed if i == main)
    return Contested(tuple(tuple(c.answer for c in groups[k]) for k in (main, *rivals)))


def comparable(one: Found, other: Found) -> bool:
    """False for numbers and dates that can't be compared: "in recent days", "two weeks"."""
    return compare(one, other) is Match.DIFFERENT or not (one.value or other.value)


Cite = Callable[[Candidate, Span | None], int]
"""Gives a sentence its number, and notes where it holds the answer."""


def conflict(contested: Contested, asked: Asked, about: str, cite: Cite) -> Conflict:
    """The conflict as the wire contract has it."""
    answers = contested.answers
    relation = contested.relation
    if relation == "changed_over_time":  # the latest first: it is what holds now
        answers.sort(key=_published, reverse=True)
    return Conflict(
        kind=_kind(contested, asked),
        relation=relation,
        about=about,
        summary=_summary(answers, relation),
        positions=[_position(answer, cite) for answer in answers],
    )


def clash(kind: Kind, told: Sequence[Found], cite: Cite) -> Conflict:
    """The conflict between sentences that say different things of one, where nothing was asked."""
    relation = _relation(told) if kind == "quantity" else "sources_disagree"
    if kind == "statement" and any(speakers(f.candidate) for f in told):
        relation = "parties_disagree"
    first = told[0]
    start, end = first.span or (0, 0)
    said = first.candidate.text
    about = said if kind == "statement" else f"{said[:start]}…{said[end:]}"
    return Conflict(
        kind=kind,
        relation=relation,
        about=shorten(about, _ABOUT_CHARS, placeholder=" …"),
        summary=_summary(told, relation) if kind != "statement" else _DENIED,
        positions=[_position(answer, cite) for answer in told],
    )


def _position(answer: Found, cite: Cite) -> Position:
    candidate, value = answer.candidate, answer.value
    drawn: dict[str, Any] = {}
    if isinstance(value, quantities.Quantity):
        size = value.measure.size
        drawn = {"low": value.low * size, "high": None if value.high == inf else value.high * size}
    elif isinstance(value, dates.When) and value.first and value.last:
        drawn = {"first": value.first.isoformat(), "last": value.last.isoformat()}
    return Position(
        value=shorten(answer.text, _VALUE_CHARS, placeholder=" …"),
        citations=[cite(candidate, answer.span)],
        attributed_to=speaker_of(candidate, answer.span[0] if answer.span else 0),
        published=candidate.hit.article.published,
        **drawn,
    )


def _grouped(told: Sequence[Claim]) -> list[list[Claim]]:
    """Claims of which each agrees with the first of its group in form."""
    groups: list[list[Claim]] = []
    for claim in told:
        same = (g for g in groups if compare(g[0].answer, claim.answer) is Match.SAME)
        home = next(same, None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return groups


def _kind(contested: Contested, asked: Asked) -> Kind:
    value = contested.groups[0][0].value
    if isinstance(value, quantities.Quantity):
        return "quantity"
    if isinstance(value, dates.When):
        return "date"
    return {Asked.WHO: "name", Asked.WHERE: "place"}.get(asked, "statement")  # type: ignore[return-value]


def _summary(answers: Sequence[Found], relation: Relation) -> str:
    """One sentence that says what the positions are; no side is chosen."""
    changed = relation == "changed_over_time"
    what = "The figures changed over time, latest first" if changed else "Sources disagree"
    return f"{what}: {_listed(answers)}."


def _listed(answers: Sequence[Found]) -> str:
    return "; ".join(f"{a.text} ({a.candidate.hit.article.outlet})" for a in answers)


def _published(answer: Found) -> str:
    return answer.candidate.hit.article.published or ""


def _relation(told: Sequence[Found]) -> Relation:
    days = [f.candidate.hit.article.published for f in told]
    values = [f.value.low for f in told if isinstance(f.value, quantities.Quantity)]
    if None in days or len(values) < len(told):
        return "sources_disagree"
    for (a, day), (b, other) in combinations(zip(told, days, strict=True), 2):
        if day == other and compare(a, b) is Match.DIFFERENT:
            return "sources_disagree"
    ordered = [v for _, v in sorted(zip(map(str, days), values, strict=True))]
    rising = all(b >= a for a, b in pairwise(ordered))
    updated = any(_UPDATE.search(f.candidate.text) for f in told)
    steady = len(set(days)) >= _DAYS_OF_A_CHANGE and ordered[0] < ordered[-1]
    return "changed_over_time" if rising and (updated or steady) else "sources_disagree"
