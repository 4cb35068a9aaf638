"""Where sources and the parties they quote stand on what a yes-or-no question asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.crosscheck import Side, sides
from assistant.evidence import Candidate, Evidence, Lexicon
from assistant.flags import Cite, denial
from assistant.question import Question, proposition
from assistant.reader.protocol import Reader
from assistant.speakers import speakers
from assistant.stance import Stance, reported, stance
from assistant.types import Conflict, Relation
from assistant.wording import Texts

_HEARD = 8
_AN_ARTICLE = 2
"""Sentences that are heard: in all, and of one article, as it may quote both parties."""
_TOLD = 0.6
"""Probability that a sentence takes a side at all, from which it does."""
_YES, _NO = 0.0, -0.9
"""Log odds of yes to no: from the first a sentence without a negation says yes, down to the second
it leaves it open, and below it says no."""
_NOT = 0.0
"""Log odds up to which a sentence with a negation or denial says no."""
_WORDED = 3
"""Sentences whose wording is heard where the reader finds that none takes a side."""
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
    """Where all that may answer stands, best first; sentences that take no side are left out."""
    heard: list[Candidate] = []
    for item in evidence:
        article = item.candidate.hit.article.id
        if sum(c.hit.article.id == article for c in heard) < _AN_ARTICLE and len(heard) < _HEARD:
            heard.append(item.candidate)
    report = reported(question)
    heard = [c for c in heard if report.search(c.text)] if report else heard
    found = []
    for candidate, side in zip(heard, sides(reader, proposition(question), heard), strict=True):
        said = _stance(side, stance(question, candidate, lexicon), reported=bool(report))
        if said:
            found.append(Stand(candidate, said))
    return found


def worded(question: Question, evidence: Sequence[Evidence], lexicon: Lexicon) -> list[Stand]:
    """Where the best few sentences stand by their wording alone."""
    best = [e.candidate for e in evidence[:_WORDED]]
    return [Stand(c, stance(question, c, lexicon)) for c in best]


def _stance(side: Side, cue: Stance, *, reported: bool) -> Stance | None:
    """The wording says how it is put, where the reader doesn't see it quite otherwise; what is
    reported of a refusal or claim is its own, not whether that is right."""
    if reported and cue in YES:
        return cue if side.odds >= _YES else None
    if side.told < _TOLD:
        return None
    if cue in YES:
        return cue if side.odds >= _YES else Stance.NEGATES if side.odds <= _NO else None
    return cue if side.odds <= _NOT else None


def opposed(found: Sequence[Stand]) -> tuple[list[Stand], list[Stand]] | None:
    """Those who say yes and those who say no, if there are both."""
    yes = _once(s for s in found if s.yes)
    no = _once(s for s in found if not s.yes)
    return (yes, no) if yes and no else None


def _once(found: Iterable[Stand]) -> list[Stand]:
    """The first word of each outlet, or of each party that it quotes."""
    first: dict[tuple[str, str | None], Stand] = {}
    for stand in found:
        first.setdefault((stand.candidate.hit.article.outlet, stand.party), stand)
    return list(first.values())


def dispute(sides: Sequence[Sequence[Stand]], about: str, cite: Cite, t: Texts) -> Conflict:
    """The conflict between those who say yes and those who say no.

    It is one between parties if a side is only reported: somebody's claim, or somebody's denial.
    """
    told = [stand for side in sides for stand in side]
    reported = any(s.party or s.stance in (Stance.CLAIMED, Stance.DENIED) for s in told)
    relation: Relation = "parties_disagree" if reported else "sources_disagree"
    return denial(about, [(s.candidate, s.party) for s in told], relation, cite, t)
