"""The answer without an LLM: a direct answer, then the articles' own sentences, all cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attribution import in_context
from assistant.draft import Draft
from assistant.evidence import Candidate, Evidence, Lexicon
from assistant.independent import copies
from assistant.opening import put_opening
from assistant.question import Kind, Question
from assistant.reader.protocol import Reader
from assistant.types import Sentence
from assistant.wording import Texts

_SAME_FACT = 0.86
_POINTS = {Kind.LIST: 6, Kind.OVERVIEW: 6, Kind.OPEN: 4}
_MAX_POINTS = 3


def compose(
    question: Question,
    evidence: Sequence[Evidence],
    contenders: Sequence[Evidence],
    lexicon: Lexicon,
    reader: Reader,
    t: Texts,
) -> Draft:
    """The draft of an answer from its evidence, best first, and all that may contradict it."""
    draft = Draft(t=t)
    points = _points(question, evidence)
    shown = [e for point in points for e in point]
    put_opening(draft, question, shown, contenders, lexicon, reader)
    for point in points:
        cited = [c for e in point for c in (e.candidate, *copies(e.candidate))]
        numbers = sorted({draft.cite(c) for c in cited})
        first = point[0].candidate
        quote = f"{first.hit.article.outlet}: {_quoted(in_context(first), t)}"
        draft.sentences.append(Sentence(text=quote, citations=numbers, support="quoted"))
    return draft


def _points(question: Question, evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """Evidence grouped into distinct points, a point that several outlets make standing once."""
    points: list[list[Evidence]] = []
    for item in evidence:
        for point in points:
            if _same_fact(point[0].candidate, item.candidate):
                point.append(item)
                break
        else:
            points.append([item])
    limit = _POINTS.get(question.kind, _MAX_POINTS)
    heard = {p[0].candidate.hit.article.outlet for p in points[:limit]}
    more = [p for p in points[limit:] if p[0].candidate.hit.article.outlet not in heard]
    return points[:limit] + more[: limit - 1]


def _same_fact(one: Candidate, other: Candidate) -> bool:
    if one.hit.article.id == other.hit.article.id:
        return False
    if float(one.vector @ other.vector) < _SAME_FACT:
        return False
    return _figures(one.text) == _figures(other.text)


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d|\d", text))


def _quoted(text: str, t: Texts) -> str:
    """The sentence in quotation marks, unless it opens with its own."""
    return text if text[:1] in '“”"«' else t("quoted", text=text)
