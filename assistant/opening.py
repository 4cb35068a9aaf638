"""The opening of an answer: one sentence with the direct answer, or with who disputes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

from assistant import conflicts, direct
from assistant.claims import claims, counted, direct_answers, read
from assistant.comparison import in_other_words, same
from assistant.crosscheck import contradiction, kinship
from assistant.draft import Draft
from assistant.evidence import Candidate, Evidence, Lexicon
from assistant.independent import independent, reprints
from assistant.question import Kind, Question, about, has_one_answer
from assistant.reader.protocol import Reader
from assistant.stance import Verdict, verdict
from assistant.stands import Stand, dispute, opposed, stands, worded
from assistant.types import Sentence
from assistant.wording import Texts
from index.types import Span

Resting = list[tuple[Candidate, Span | None]]
Opening = tuple[str, Resting]
"""The sentence, and what it rests on: sentences, and where they hold the answer."""


def put_opening(
    draft: Draft,
    question: Question,
    evidence: Sequence[Evidence],
    contenders: Sequence[Evidence],
    lexicon: Lexicon,
    reader: Reader,
) -> None:
    """Put the direct answer first, where the question has one, and note where it is disputed.

    `contenders` are all sentences that may answer; `evidence` those among them that are shown.
    """
    opening = _contested(draft, question, contenders, lexicon, reader)
    if opening is None and question.kind is Kind.YES_NO:
        opening = _yes_or_no(draft, question, evidence, contenders, lexicon, reader)
    elif opening is None:
        opening = _told(draft, question, evidence, lexicon)
    if opening:
        text, resting_on = opening
        numbers = list(dict.fromkeys(draft.cite(*r) for r in resting_on))
        draft.sentences.append(Sentence(text=text, citations=numbers, support="supported"))


def _contested(
    draft: Draft,
    question: Question,
    contenders: Sequence[Evidence],
    lexicon: Lexicon,
    reader: Reader,
) -> Opening | None:
    """All answers to the question, where some contradict the surest, or None."""
    asked = counted(question) if question.kind is Kind.YES_NO else question
    if asked is None or not has_one_answer(asked):
        return None
    if asked is not question:
        contenders = read(reader, asked, contenders)
    told = claims(asked, contenders, lexicon)
    found = conflicts.find(told, contradiction(reader, asked.text), partial(kinship, reader))
    if found is None:
        return None
    noted = conflicts.conflict(found, asked.kind, about(asked.text), draft.cite, draft.t)
    draft.conflicts.append(noted)
    return noted.summary, [(a.candidate, a.span) for a in found.answers]


def _yes_or_no(
    draft: Draft,
    question: Question,
    evidence: Sequence[Evidence],
    contenders: Sequence[Evidence],
    lexicon: Lexicon,
    reader: Reader,
) -> Opening:
    """Yes or no as the sources put it, from the best sentence of each outlet."""
    found = stands(question, contenders, lexicon, reader)
    shown = {id(e.candidate) for e in evidence}
    sides = [_among(shown, side) or side for side in opposed(found) or ()]
    if sides:
        draft.conflicts.append(dispute(sides, about(question.text), draft.cite, draft.t))
        resting_on: Resting = [(s.candidate, None) for side in sides for s in side]
        heard = [[s.candidate for s in side] for side in sides]
        return _ruled(Verdict.DISPUTED, heard, draft.t), resting_on
    best: dict[str, Stand] = {}
    for stand in _among(shown, found) or worded(question, evidence, lexicon):
        best.setdefault(stand.candidate.hit.article.outlet, stand)
    resting_on = [(s.candidate, None) for s in best.values()]
    ruled = verdict([s.stance for s in best.values()])
    return _ruled(ruled, [[c for c, _ in resting_on]], draft.t), resting_on


def _among(shown: Collection[int], found: Sequence[Stand]) -> Sequence[Stand]:
    """Those whose sentences are shown; others are heard to learn if anybody says otherwise."""
    return [s for s in found if id(s.candidate) in shown]


def _told(
    draft: Draft, question: Question, evidence: Sequence[Evidence], lexicon: Lexicon
) -> Opening | None:
    """The surest direct answer, with all who say the same."""
    found = direct_answers(question, evidence, lexicon)
    if not found:
        return None
    agreeing = [f for f in found if f is found[0] or same(found[0], f)]
    resting_on = [(c, f.span) for f in agreeing for c in (f.candidate, *reprints(f.candidate))]
    sources = independent(c.hit.article for c, _ in resting_on)
    alone = len(independent(f.candidate.hit.article for f in found)) == 1
    t = draft.t
    draft.comparison = _compared(sources, alone, in_other_words(agreeing, t), t)
    said = direct.told(found[0], t)
    said = f"{said[:1].upper()}{said[1:]}"
    return t("opening", said=said, sources=t.listed(sources)), resting_on


def _compared(sources: Mapping[str, Sequence[str]], alone: bool, why: str, t: Texts) -> str:
    """One quiet line on how many sources give the answer; none if there is one and others don't.

    Beside each source are the outlets that print its report; `why` says how their words differ.
    """
    copied = any(sources.values())
    if len(sources) > 1 and copied:
        told = t.listed(_printed(o, others, t) for o, others in sources.items())
        key = "compared.independent_why" if why else "compared.independent"
        return t(key, count=len(sources), sources=told, why=why)
    if len(sources) > 1:
        return t("compared.agree_why" if why else "compared.agree", count=len(sources), why=why)
    ((outlet, others),) = sources.items()
    if not alone:
        return ""
    key = "compared.only_copied" if copied else "compared.only"
    return t(key, outlet=outlet, others=t.listed(others))


def _printed(outlet: str, others: Sequence[str], t: Texts) -> str:
    """An outlet, and who else prints its report."""
    return t("compared.printed", outlet=outlet, others=t.listed(others)) if others else outlet


def _ruled(ruled: Verdict, sides: Iterable[Iterable[Candidate]], t: Texts) -> str:
    """The answer to a yes-or-no question, with the independent sources of each side."""
    names = (o for side in sides for o in independent(c.hit.article for c in side))
    return t(f"verdict.{ruled}", sources=t.listed(names))
