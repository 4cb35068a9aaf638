"""What each outlet says on a question, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.independent import copies
from assistant.types import Citation

_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Coverage:
    """An outlet's own sentences on a question, best first; none where it says nothing on it."""

    outlet: str
    citations: list[Citation]

    @property
    def copied(self) -> Citation | None:
        """The first citation, if all are of copies of one report of another outlet."""
        first = next(iter(self.citations), None)
        if first is None or first.copy_of is None or first.original_outlet == self.outlet:
            return None
        return first if {c.copy_of for c in self.citations} == {first.copy_of} else None


def coverage(evidence: Sequence[Evidence], outlets: Sequence[str]) -> list[Coverage]:
    """The best few sentences of each outlet, the outlets with the most to say first."""
    draft = Draft()
    told: dict[str, dict[int, Citation]] = {outlet: {} for outlet in outlets}
    for item in evidence:
        for candidate in (item.candidate, *copies(item.candidate)):
            citations = told.setdefault(candidate.hit.article.outlet, {})
            if len(citations) < _SENTENCES:
                number = draft.cite(candidate)
                citations[number] = draft.citations[number - 1]
    found = [Coverage(outlet, list(citations.values())) for outlet, citations in told.items()]
    return sorted(found, key=lambda c: -len(c.citations))
