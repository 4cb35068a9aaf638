"""Where sources and the parties they quote stand on what a yes-or-no question asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from assistant.crosscheck import sides
from assistant.evidence import Candidate, Evidence, Lexicon
from assistant.question import Question, proposition
from assistant.reader.protocol import Reader
from assistant.speakers import speakers
from assistant.stance import Stance, stance
from assistant.types import Conflict, Position

_HEARD = 8
_AN_ARTICLE = 2
"""Sentences that are heard: in all, and of one article, as it may quote both parties."""
_TOLD = 0.5
"""Probability that a sentence takes a side at all, from which it does."""
_CLEAR = 1.0
"""Log odds from which the reader's side outweighs the wording."""
_VALUE_CHARS = 200
YES = frozenset({Stance.AFFIRMS, Stance.CLAIMED})


@dataclass(frozen=True, slots=True)
class Stand:
    """A sentence and where it stands."""

    candidate: Candidate
    stance: Stance

    @property
    def yes(self) -> bool:
        """Whether the proposition holds, going by it."""
        return self.stance in YES

    @property
    def party(self) -> str | None:
        """Who says so, if not the outlet itself."""
        return next(iter(speakers(self.candidate)), None)


def stands(
    question: Question, evidence: Sequence[Evidence], lexicon: Lexicon, reader: Reader
) -> list[Stand]:
    """Where the evidence stands, best first; sentences that take no side are left out."""
    heard: list[Candidate] = []
    for item in evidence:
        article = item.candidate.hit.article.id
        if sum(c.hit.article.id == article for c in heard) < _AN_ARTICLE and len(heard) < _HEARD:
            heard.append(item.candidate)
    found = []
    for candidate, side in zip(heard, sides(reader, proposition(question), heard), strict=True):
        cue = stance(question, candidate, lexicon)
        if side.told >= _TOLD:
            found.append(Stand(candidate, _stance(side.odds, cue)))
    return found


def _stance(odds: float, cue: Stance) -> Stance:
    """The reader says yes or no, the wording how it is put; if unsure, the wording says both."""
    if abs(odds) < _CLEAR:
        return cue
    if odds > 0:
        return Stance.CLAIMED if cue is Stance.CLAIMED else Stance.AFFIRMS
    return Stance.DENIED if cue is Stance.DENIED else Stance.NEGATES


def opposed(found: Sequence[Stand]) -> tuple[list[Stand], list[Stand]] | None:
    """Those who say yes and those who say no, if there are both."""
    yes = [s for s in found if s.yes]
    no = [s for s in found if not s.yes]
    return (yes, no) if yes and no else None


def dispute(
    sides: tuple[list[Stand], list[Stand]], about: str, cite: Callable[[Candidate], int]
) -> Conflict:
    """The conflict between those who say yes and those who say no.

    It is one between parties if a side is only reported: somebody's claim, or somebody's denial.
    """
    told = [stand for side in sides for stand in side]
    reported = any(s.party or s.stance in (Stance.CLAIMED, Stance.DENIED) for s in told)
    return Conflict(
        kind="statement",
        relation="parties_disagree" if reported else "sources_disagree",
        about=about,
        summary="One side says so, another says otherwise.",
        positions=[
            Position(
                value=shorten(stand.candidate.text, _VALUE_CHARS, placeholder=" …"),
                citations=[cite(stand.candidate)],
                attributed_to=stand.party,
                published=stand.candidate.hit.article.published,
            )
            for stand in told
        ],
    )
