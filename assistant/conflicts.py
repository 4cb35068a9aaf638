"""Where the direct answers of several outlets cannot all hold.

Compared are values read for one question, one an outlet, of one type; what may differ without
contradiction (rounding, bounds, the same week) is no conflict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import inf
from textwrap import shorten

from assistant import dates, quantities
from assistant.direct import Found
from assistant.evidence import Candidate
from assistant.speakers import speaker_of, speakers
from assistant.stance import Stance
from assistant.types import Conflict, Kind, Position, Relation

_VALUE_CHARS = 200
_DAYS_OF_A_CHANGE = 3
_UPDATE = re.compile(
    r"\b(?:rose|risen|rises|rising|climb\w*|increas\w*|grew|grown|now|toll|so far|revised"
    r"|updated?|latest|reached|passed|up from|as of|known to)\b",
    re.IGNORECASE,
)


def agree(one: Found, other: Found) -> bool:
    """Whether two direct answers can both hold."""
    a, b = one.value, other.value
    if isinstance(a, quantities.Quantity) and isinstance(b, quantities.Quantity):
        return quantities.compatible(a, b)
    if isinstance(a, dates.When) and isinstance(b, dates.When):
        return not (a.first and b.first) or dates.overlap(a, b)
    return True


def same(one: Found, other: Found) -> bool:
    """Whether two direct answers say the same, so that one can be put down to both outlets.

    Stricter than agreeing: "between 70 and 94" is no words of one that says 70.
    """
    a, b = one.value, other.value
    if isinstance(a, quantities.Quantity) and isinstance(b, quantities.Quantity):
        least = quantities.compatible(replace(a, high=a.low), replace(b, high=b.low))
        most = a.high == b.high or (
            inf not in (a.high, b.high)
            and quantities.compatible(replace(a, low=a.high), replace(b, low=b.high))
        )
        return quantities.comparable(a, b) and least and most
    return agree(one, other)


def find(
    about: str,
    found: Sequence[Found],
    numbers: Sequence[int],
    contradict: Callable[[Found, Found], bool] = lambda one, other: True,
) -> Conflict | None:
    """The conflict among direct answers to one question, or None.

    `numbers` are the citation numbers of `found`, in the same order. Only the first answer of
    each outlet counts, as an outlet that gives two figures speaks of two things. Values that
    cannot both hold conflict only if `contradict` says so, too.
    """
    first: dict[str, tuple[Found, int]] = {}
    for answer, number in zip(found, numbers, strict=True):
        first.setdefault(answer.candidate.hit.article.outlet, (answer, number))
    told = list(first.values())
    pairs = combinations([answer for answer, _ in told], 2)
    if not any(not agree(a, b) and contradict(a, b) for a, b in pairs):
        return None
    kind: Kind = "quantity" if isinstance(told[0][0].value, quantities.Quantity) else "date"
    relation = _relation([answer for answer, _ in told])
    if relation == "changed_over_time":  # the latest first: it is what holds now
        told.sort(key=lambda pair: pair[0].candidate.hit.article.published or "", reverse=True)
    listed = "; ".join(f"{a.text} ({a.candidate.hit.article.outlet})" for a, _ in told)
    changed = relation == "changed_over_time"
    what = "The figures changed over time, latest first" if changed else "Sources disagree"
    return Conflict(
        kind=kind,
        relation=relation,
        about=about,
        summary=f"{what}: {listed}.",
        positions=[
            Position(
                value=answer.text,
                citations=[number],
                attributed_to=speaker_of(answer.candidate, answer.candidate.text.find(answer.text)),
                published=answer.candidate.hit.article.published,
            )
            for answer, number in told
        ],
    )


def dispute(
    about: str, told: Sequence[tuple[Candidate, Stance]], numbers: Sequence[int]
) -> Conflict | None:
    """The conflict between parties of whom one claims what another denies, or None.

    `numbers` are the citation numbers of `told`, in the same order.
    """
    sides = {
        side: next(((c, n) for (c, s), n in zip(told, numbers, strict=True) if s is side), None)
        for side in (Stance.CLAIMED, Stance.DENIED)
    }
    positions = [
        Position(
            value=shorten(candidate.text, _VALUE_CHARS, placeholder=" …"),
            citations=[number],
            attributed_to=next(iter(speakers(candidate)), None),
            published=candidate.hit.article.published,
        )
        for candidate, number in filter(None, sides.values())
    ]
    if len(positions) < len(sides):
        return None
    return Conflict(
        kind="statement",
        relation="parties_disagree",
        about=about,
        summary="One side claims it, another denies it.",
        positions=positions,
    )


def _relation(told: Sequence[Found]) -> Relation:
    """A change over time if the figure only rises, through several days or told as an update."""
    days = [f.candidate.hit.article.published for f in told]
    values = [f.value.low for f in told if isinstance(f.value, quantities.Quantity)]
    if None in days or len(values) < len(told):
        return "sources_disagree"
    for (a, day), (b, other) in combinations(zip(told, days, strict=True), 2):
        if day == other and not agree(a, b):
            return "sources_disagree"
    ordered = [v for _, v in sorted(zip(map(str, days), values, strict=True))]
    rising = all(b >= a for a, b in pairwise(ordered))
    updated = any(_UPDATE.search(f.candidate.text) for f in told)
    steady = len(set(days)) >= _DAYS_OF_A_CHANGE and ordered[0] < ordered[-1]
    return "changed_over_time" if rising and (updated or steady) else "sources_disagree"
