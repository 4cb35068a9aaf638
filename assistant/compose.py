"""The answer without an LLM: a direct answer, then the articles' own sentences, all cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

from assistant import conflicts, direct
from assistant.attribution import in_context
from assistant.evidence import Candidate, Evidence, Lexicon
from assistant.question import Kind, Question, about
from assistant.stance import stance, verdict
from assistant.types import Citation, Conflict, Sentence

_SAME_FACT = 0.86
_RIVAL = 2.0
_POINTS = {Kind.LIST: 6, Kind.OVERVIEW: 6, Kind.OPEN: 4}
_MAX_POINTS = 3
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")


@dataclass
class Draft:
    """An answer in the making: its sentences, and the citations in order of first use."""

    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def cite(self, candidate: Candidate) -> int:
        """The number of the citation for a sentence; the same sentence keeps its number."""
        start, end = candidate.span
        article = candidate.hit.article
        for citation in self.citations:
            if (citation.article_id, citation.start, citation.end) == (article.id, start, end):
                return citation.n
        self.citations.append(
            Citation(
                n=len(self.citations) + 1, article_id=article.id, outlet=article.outlet,
                title=article.title, published=article.published, url=article.url,
                file=article.file, quote=article.text[start:end], start=start, end=end,
            )
        )  # fmt: skip
        return len(self.citations)

    @property
    def markdown(self) -> str:
        """All sentences as Markdown, quotes as a list, each with its [n] markers."""
        lines = []
        for sentence in self.sentences:
            marks = "".join(f"[{n}]" for n in sentence.citations)
            bullet = "- " if sentence.support == "quoted" else ""
            lines.append(f"{bullet}{escape(sentence.text)} {marks}".rstrip())
        return re.sub(r"\n\n- ", "\n- ", "\n\n".join(lines)).replace("\n- ", "\n\n- ", 1)


def escape(text: str) -> str:
    """Text from an article as Markdown that shows it as it is, and holds no marker of its own."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def compose(question: Question, evidence: Sequence[Evidence], lexicon: Lexicon) -> Draft:
    """The draft of an answer from its evidence, best first."""
    draft = Draft()
    points = _points(question, evidence)
    _open(draft, question, [e for point in points for e in point], lexicon)
    for point in points:
        cited = [c for e in point for c in (e.candidate, *copies(e.candidate))]
        numbers = sorted({draft.cite(c) for c in cited})
        first = point[0].candidate
        shown = f"{first.hit.article.outlet}: {_quoted(in_context(first))}"
        draft.sentences.append(Sentence(text=shown, citations=numbers, support="quoted"))
    return draft


def copies(candidate: Candidate) -> list[Candidate]:
    """The same sentence in the near-copies of its passage."""
    found = []
    for hit in candidate.hit.copies:
        for i, (start, end) in enumerate(hit.passage.sentences):
            if hit.article.text[start:end] == candidate.text:
                found.append(Candidate(hit, i, candidate.text, candidate.vector))
    return found


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


def _open(draft: Draft, question: Question, evidence: Sequence[Evidence], lexicon: Lexicon) -> None:
    """Put the direct answer first, where the question has one, and note where it is disputed."""
    found = [f for e in evidence if (f := direct.read(question, e.candidate, lexicon))]
    if question.kind is Kind.YES_NO:
        text, resting_on = _verdict(question, [e.candidate for e in evidence], lexicon)
        told = [(e.candidate, stance(question, e.candidate, lexicon)) for e in evidence]
        disputed = conflicts.dispute(about(question.text), told, [draft.cite(c) for c, _ in told])
        if disputed:
            draft.conflicts.append(disputed)
            text = f"That is disputed, according to {_listed(_heard(resting_on))}."
    elif found and question.kind in (Kind.WHO, Kind.WHERE):
        text, resting_on = _told(found[:1]), [found[0].candidate]
    elif found:
        rivals = [f for f in found if _rivals(question, f, evidence)]
        conflict = conflicts.find(
            about(question.text), rivals, [draft.cite(f.candidate) for f in rivals]
        )
        draft.conflicts += [conflict] if conflict else []
        agreeing = [f for f in found if conflicts.same(found[0], f)]
        text = conflict.summary if conflict else _told(agreeing)
        resting_on = [f.candidate for f in (rivals if conflict else agreeing)]
    else:
        return
    numbers = list(dict.fromkeys(draft.cite(c) for c in resting_on))
    draft.sentences.append(Sentence(text=text, citations=numbers, support="supported"))


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
    for candidate in found[:_MAX_POINTS]:
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


def _quoted(text: str) -> str:
    """The sentence in quotation marks, unless it opens with its own."""
    return text if text[:1] in '“”"«' else f"“{text}”"
