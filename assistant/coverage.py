"""What each outlet says on a question, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.types import Citation

_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Coverage:
    """An outlet's own sentences on a question, best first; none where it says nothing on it."""

    outlet: str
    citations: list[Citation]


def coverage(evidence: Sequence[Evidence], outlets: Sequence[str]) -> list[Coverage]:
    """The best few sentences of each outlet, the outlets with the most to say first."""
    draft = Draft()
    told: dict[str, list[Citation]] = {outlet: [] for outlet in outlets}
    for item in evidence:
        citations = told.setdefault(item.candidate.hit.article.outlet, [])
        if len(citations) < _SENTENCES:
            number = draft.cite(item.candidate)
            citations.append(draft.citations[number - 1])
    found = [Coverage(outlet, citations) for outlet, citations in told.items()]
    return sorted(found, key=lambda c: -len(c.citations))
