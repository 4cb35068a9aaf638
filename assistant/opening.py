"""The opening of an answer: one sentence with the direct answer, or with who disputes it."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from assistant import conflicts, direct
from assistant.draft import Draft
from assistant.evidence import Candidate, Evidence, Lexicon
from assistant.question import Kind, Question, about
from assistant.reader.protocol import CONTRADICTS, Reader, claim
from assistant.stance import stance, verdict
from assistant.types import Sentence

_RIVAL = 2.0
_HEARD = 3
"""Sentences that a yes or no rests on."""
_CONTRADICTS = 0.5
"""Probability from which the reader's word for a contradiction counts."""
_VALUES = frozenset({Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG, Kind.WHEN})


def put_opening(
    draft: Draft,
    question: Question,
    evidence: Sequence[Evidence],
    lexicon: Lexicon,
    reader: Reader,
) -> None:
    """Put the direct answer first, where the question has one, and note where it is disputed."""
    if question.kind is Kind.YES_NO:
        text, resting_on = _yes_or_no(draft, question, [e.candidate for e in evidence], lexicon)
    else:
        surest = sorted(evidence, key=_certainty, reverse=True)
        found = [f for e in surest if (f := direct.read(question, e.candidate, lexicon, e.reading))]
        if not found:
            return
        if question.kind in _VALUES:
            rivals = [f for f in found if _rivals(question, f, evidence)]
            text, resting_on = _value(draft, question, found, rivals, reader)
        else:
            text, resting_on = _told(found[:1]), [found[0].candidate]
    numbers = list(dict.fromkeys(draft.cite(c) for c in resting_on))
    draft.sentences.append(Sentence(text=text, citations=numbers, support="supported"))


def _yes_or_no(
    draft: Draft, question: Question, found: Sequence[Candidate], lexicon: Lexicon
) -> tuple[str, list[Candidate]]:
    text, resting_on = _verdict(question, found, lexicon)
    told = [(c, stance(question, c, lexicon)) for c in found]
    disputed = conflicts.dispute(about(question.text), told, [draft.cite(c) for c, _ in told])
    if disputed:
        draft.conflicts.append(disputed)
        text = f"That is disputed, according to {_listed(_heard(resting_on))}."
    return text, resting_on


def _value(
    draft: Draft,
    question: Question,
    found: Sequence[direct.Found],
    rivals: Sequence[direct.Found],
    reader: Reader,
) -> tuple[str, list[Candidate]]:
    """The number or date, or all that disagree, where the reader finds that they do, too."""

    def contradict(one: direct.Found, other: direct.Found) -> bool:
        judged = reader.verify(
            [
                (other.candidate.text, claim(question.text, one.text)),
                (one.candidate.text, claim(question.text, other.text)),
            ]
        )
        return bool(judged[:, CONTRADICTS].max() >= _CONTRADICTS)

    numbers = [draft.cite(f.candidate) for f in rivals]
    conflict = conflicts.find(about(question.text), rivals, numbers, contradict)
    if conflict:
        draft.conflicts.append(conflict)
        return conflict.summary, [f.candidate for f in rivals]
    agreeing = [f for f in found if conflicts.same(found[0], f)]
    return _told(agreeing), [f.candidate for f in agreeing]


def _certainty(item: Evidence) -> float:
    """That the sentence answers, and that what was read in it is the answer."""
    return item.score * (item.reading.score if item.reading else 1.0)


def _rivals(question: Question, found: direct.Found, evidence: Sequence[Evidence]) -> bool:
    """Whether a value answers the question as surely as the best does: only then can it rival it.

    So far only counted things are compared; for others the sentences are too loosely read.
    """
    score = next(e.score for e in evidence if e.candidate is found.candidate)
    return question.kind is Kind.HOW_MANY and _logit(evidence[0].score) - _logit(score) < _RIVAL


def _logit(probability: float) -> float:
    return log(probability / (1 - probability)) if 0 < probability < 1 else 20.0


def _told(found: Sequence[direct.Found]) -> str:
    return f"{_capital(found[0].text)}, according to {_outlets(found)}."


def _verdict(
    question: Question, found: Sequence[Candidate], lexicon: Lexicon
) -> tuple[str, list[Candidate]]:
    """Yes or no as the sources put it, from the best sentence of each outlet."""
    best: dict[str, Candidate] = {}
    for candidate in found[:_HEARD]:
        best.setdefault(candidate.hit.article.outlet, candidate)
    said = verdict([stance(question, c, lexicon) for c in best.values()])
    return f"{said}, according to {_listed(list(best))}.", list(best.values())


def _heard(found: Sequence[Candidate]) -> list[str]:
    return list(dict.fromkeys(c.hit.article.outlet for c in found))


def _outlets(found: Sequence[direct.Found]) -> str:
    return _listed(list(dict.fromkeys(f.candidate.hit.article.outlet for f in found)))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
