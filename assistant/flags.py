"""Conflicts as the wire contract has them: positions, how they stand to each other, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations
from math import inf
from textwrap import shorten
from typing import Any

from assistant import dates, quantities, trends
from assistant.comparison import Match, compare
from assistant.direct import told
from assistant.evidence import Candidate
from assistant.found import Found
from assistant.speakers import speaker_of
from assistant.types import Conflict, Kind, Position, Relation
from assistant.wording import Texts
from index.types import Span

Cite = Callable[[Candidate, Span | None], int]
"""Gives a sentence its number, and notes where it holds the answer."""

_ABOUT_CHARS, _VALUE_CHARS = 120, 200
_DAYS_OF_A_CHANGE = 3
_OWN = r"(?:[\w’'-]+\s){1,8}"
_UPDATE = re.compile(
    rf"\b(?:{trends.UP}|now|toll|so far|revised|updated?|latest|reached|passed|up from|as of"
    r"|known to"
    rf"|(?:rais(?:es|ed|ing)|lift(?:s|ed|ing)|upped|improv(?:es|ed))\s{_OWN}(?:to|from))\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    rf"\b(?:still|remain(?:s|ed|ing)?|revised|(?:{trends.DOWN}|down) to"
    rf"|(?:cut|lowered|reduced|slashed)\s(?:{_OWN})?(?:to|from))\b",
    re.IGNORECASE,
)


def flag(kind: Kind, about: str, answers: Sequence[Found], cite: Cite, t: Texts) -> Conflict:
    """The conflict between different answers; of figures that changed, the latest is first."""
    relation = _relation(answers)
    if relation == "changed_over_time":
        answers = sorted(answers, key=_published, reverse=True)
    return Conflict(
        kind=kind,
        relation=relation,
        about=shorten(about, _ABOUT_CHARS, placeholder=" …"),
        summary=_summary(answers, relation, t),
        reason=t(f"reason.{_reason(answers, relation)}"),
        positions=[position(a, cite, _speaker(a), t) for a in answers],
    )


def denial(
    about: str,
    sides: Sequence[tuple[Candidate, str | None]],
    relation: Relation,
    cite: Cite,
    t: Texts,
) -> Conflict:
    """The conflict between sentences, each with its speaker, that say so and that say otherwise."""
    return Conflict(
        kind="statement",
        relation=relation,
        about=shorten(about, _ABOUT_CHARS, placeholder=" …"),
        summary=t("summary.denial"),
        reason=t("reason.denial"),
        positions=[position(Found(c, c.text), cite, speaker, t) for c, speaker in sides],
    )


def position(answer: Found, cite: Cite, speaker: str | None, t: Texts) -> Position:
    """One side: the value, what can be drawn of it, who says it, and where."""
    candidate, value = answer.candidate, answer.value
    drawn: dict[str, Any] = {}
    if isinstance(value, quantities.Quantity):
        size = value.measure.size
        drawn = {"low": value.low * size, "high": None if value.high == inf else value.high * size}
    elif isinstance(value, dates.When) and value.first and value.last:
        drawn = {"first": value.first.isoformat(), "last": value.last.isoformat()}
    return Position(
        value=shorten(told(answer, t), _VALUE_CHARS, placeholder=" …"),
        citations=[cite(candidate, answer.span)],
        attributed_to=speaker,
        published=candidate.hit.article.published,
        **drawn,
    )


def _summary(answers: Sequence[Found], relation: Relation, t: Texts) -> str:
    """One sentence that says what the positions are; no side is chosen."""
    said = "; ".join(f"{told(a, t)} ({a.candidate.hit.article.outlet})" for a in answers)
    return t(f"summary.{relation}", positions=said)


def _reason(answers: Sequence[Found], relation: Relation) -> str:
    """Why the answers can't all hold: the key of the words for it."""
    if relation == "changed_over_time":
        return "rising" if _in_time(answers) == sorted(_in_time(answers)) else "falling"
    values = [a.value for a in answers]
    if any(isinstance(v, quantities.Quantity) and v.low != v.high for v in values):
        return "two_ranges" if len(values) == 2 else "ranges"
    if any(isinstance(v, quantities.Quantity) for v in values):
        return "figures"
    if any(isinstance(v, dates.When) for v in values):
        whens = [v for v in values if isinstance(v, dates.When)]
        one_day = all(v.at and not dates.apart(whens[0], v) for v in whens)
        return "times" if one_day or any(v.clock for v in whens) else "days"
    return "answers"


def _speaker(answer: Found) -> str | None:
    return speaker_of(answer.candidate, answer.span[0] if answer.span else 0)


def _published(answer: Found) -> str:
    return answer.candidate.hit.article.published or ""


def _relation(answers: Sequence[Found]) -> Relation:
    """A change over time if the figure only rises, through several days or as an update, or only
    falls and is told as what is left."""
    days = [f.candidate.hit.article.published for f in answers]
    values = [f.value for f in answers if isinstance(f.value, quantities.Quantity)]
    if None in days or len(values) < len(answers):
        return "sources_disagree"
    for (a, day), (b, other) in combinations(zip(answers, days, strict=True), 2):
        if day == other and compare(a, b) is Match.DIFFERENT:
            return "sources_disagree"
    ordered = _in_time(answers)
    said = [f.candidate.text for f in answers]
    steady = len(set(days)) >= _DAYS_OF_A_CHANGE and ordered[0] < ordered[-1]
    rising = ordered == sorted(ordered) and (steady or any(map(_UPDATE.search, said)))
    falling = ordered == sorted(ordered, reverse=True) and any(map(_LEFT.search, said))
    return "changed_over_time" if rising or falling else "sources_disagree"


def _in_time(answers: Sequence[Found]) -> list[float]:
    """The figures, by the days of their articles."""
    figures = [
        (_published(f), f.value.low) for f in answers if isinstance(f.value, quantities.Quantity)
    ]
    return [value for _, value in sorted(figures)]
