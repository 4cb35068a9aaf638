"""Conflicts that a language model points at, and of these the ones that hold.

It names two sentences and the words of each that disagree. What it says is untrusted: the words
must stand there, the sources must be independent, and the checks that find conflicts without a
model, of form (`rivals`, `comparison`) and by the reader (`crosscheck`), must find one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from assistant import conflicts, dates, quantities
from assistant.blank import blanked
from assistant.crosscheck import contradiction, kinship, points_back
from assistant.draft import Draft
from assistant.evidence import Candidate, Evidence
from assistant.flags import flag
from assistant.found import Found
from assistant.independent import independent
from assistant.llm import prompts
from assistant.llm.models import tokens
from assistant.llm.passages import ANSWER_TOKENS, within
from assistant.llm.rewrite import Say, holds_only
from assistant.reader.protocol import Reader
from assistant.rivals import Rivals, rivals
from assistant.types import Conflict, Position, Sentence
from index.types import Span
from index.words import fold, stems

_MOST = 3
"""Pairs of one answer that are looked at."""
_KIN = -0.2
"""Mean log odds, both ways, with which two sentences must speak of one thing: more than two answers
to one question need, as nobody asked for these."""
_NUMBER = r"[^\w\n|]*(\d{1,3})\b[\]):.\s]+([^\n|]+)"
_PAIR = re.compile(rf"^{_NUMBER}\|{_NUMBER}\|([^\n|]+)", re.MULTILINE)
_BETWEEN = r"[\s“”\"'‘’«»]+"


@dataclass(frozen=True, slots=True)
class Pointed:
    """Two sentences, the words of each that disagree, and what on, as the model says."""

    one: Candidate
    other: Candidate
    words: tuple[Span, Span]
    about: str


def added(
    draft: Draft, evidence: Sequence[Evidence], reader: Reader, say: Say, context: int
) -> Draft:
    """The draft with the further conflicts that a model with such a context points at.

    Each is told in a sentence of its own, after the others.
    """
    rest = tokens(prompts.DISAGREEMENTS + prompts.disagreements([], draft.conflicts))
    shown = within(context - rest - ANSWER_TOKENS, evidence)
    if len(independent(c.hit.article for _, c in shown)) < 2:
        return draft
    asked = prompts.disagreements([n for n, _ in shown], draft.conflicts)
    for pair in _pointed(say(prompts.DISAGREEMENTS, asked), [c for _, c in shown]):
        rival = _contradicting(pair, reader)
        draft = _with(draft, rival, _about(pair, rival)) if rival else draft
    return draft


def _pointed(said: str, shown: Sequence[Candidate]) -> Iterator[Pointed]:
    """The first pairs whose words stand in their sentences, of independent sources."""
    for told in list(_PAIR.finditer(said))[:_MOST]:
        first, words, second, others, about = told.groups()
        numbers = int(first), int(second)
        if not all(0 < n <= len(shown) for n in numbers):
            continue
        one, other = (shown[n - 1] for n in numbers)
        spans = _standing(words, one.text), _standing(others, other.text)
        apart = len(independent(c.hit.article for c in (one, other))) == 2
        if apart and spans[0] and spans[1]:
            yield Pointed(one, other, (spans[0], spans[1]), about.strip())


def _standing(quote: str, text: str) -> Span | None:
    """Where a quote stands in a text word for word, spaces and quote marks aside."""
    pieces = [re.escape(piece) for piece in re.split(_BETWEEN, quote) if piece]
    match = re.search(rf"(?<!\w){_BETWEEN.join(pieces)}(?!\w)", text) if pieces else None
    return match.span() if match else None


def _contradicting(pair: Pointed, reader: Reader) -> Rivals | None:
    """What the two say that cannot both hold: as far as the form tells, and the reader."""
    for rival in _rivals(pair):
        span = rival.one.span or (0, 0)
        asked = blanked(rival.one.candidate.text, span, rival.one.value)
        told = rival.one, rival.other
        found = conflicts.find(told, contradiction(reader, asked), partial(kinship, reader))
        if found and points_back(reader, *told) and kinship(reader, [told]).mean() >= _KIN:
            return rival
    return None


def _rivals(pair: Pointed) -> Iterator[Rivals]:
    """The values in the words pointed at that differ, else the words themselves."""
    sides = list(zip((pair.one, pair.other), pair.words, strict=True))
    for rival in rivals(pair.one, pair.other):
        if _meet(rival.one.span, pair.words[0]) and _meet(rival.other.span, pair.words[1]):
            yield rival
    if all(_is_phrase(c.text, span) for c, span in sides):
        yield Rivals("statement", *(Found(c, c.text[slice(*s)], span=s) for c, s in sides))


def _meet(one: Span | None, other: Span) -> bool:
    return one is not None and one[0] < other[1] and other[0] < one[1]


def _is_phrase(text: str, span: Span) -> bool:
    """Whether the words say something of the rest of their sentence, and hold no figure or date:
    those are compared as such."""
    spans = [q.span for q in quantities.find(text)] + [when.span for when in dates.find(text)]
    short = 2 * (span[1] - span[0]) <= len(text)
    return short and bool(stems(text[slice(*span)])) and not any(_meet(s, span) for s in spans)


def _about(pair: Pointed, rival: Rivals) -> str:
    """What the conflict is on: the model's words, if the sentences hold them, or the sentence."""
    told = [pair.one.text, pair.other.text]
    said = set(stems(pair.about))
    if said and said <= set(stems(" ".join(told))) and holds_only(pair.about, told):
        return pair.about
    start, end = rival.one.span or (0, 0)
    return f"{pair.one.text[:start]}…{pair.one.text[end:]}"


def _with(draft: Draft, rival: Rivals, about: str) -> Draft:
    """The draft with the conflict and a sentence that tells it, unless it has it already."""
    new = Draft(
        [*draft.sentences], [*draft.citations], [*draft.conflicts], draft.comparison, draft.t
    )
    told = sorted((rival.one, rival.other), key=lambda f: f.candidate.hit.article.published or "")
    conflict = flag(rival.kind, about, told, new.cite, new.t)
    if any(_same(conflict, known) for known in draft.conflicts):
        return draft
    numbers = [n for p in conflict.positions for n in p.citations]
    new.conflicts.append(conflict)
    new.sentences.append(Sentence(text=conflict.summary, citations=numbers, support="supported"))
    return new


def _same(new: Conflict, known: Conflict) -> bool:
    """Whether every position of a conflict is one of another."""
    return new.kind == known.kind and all(
        any(_alike(p, k) for k in known.positions) for p in new.positions
    )


def _alike(one: Position, other: Position) -> bool:
    values = [(p.low, p.high, p.first, p.last) for p in (one, other)]
    if any(v != (None,) * 4 for v in values):
        return values[0] == values[1]
    return fold(one.value) == fold(other.value) or bool({*one.citations} & {*other.citations})
