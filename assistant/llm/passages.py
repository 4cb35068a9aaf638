"""What a language model is shown of the evidence: as much as there is room for, numbered."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution import in_context
from assistant.evidence import Candidate, Evidence
from assistant.llm import prompts
from assistant.llm.models import tokens

ANSWER_TOKENS = 500
"""Room that is left for what the model says."""


def within(room: int, evidence: Sequence[Evidence]) -> list[tuple[prompts.Numbered, Candidate]]:
    """The best sentences that so many tokens have room for, numbered in order of date.

    Every outlet keeps its best one before any outlet gets a second.
    """
    heard: dict[str, int] = {}
    turns: list[tuple[int, int, Candidate]] = []
    for rank, item in enumerate(evidence):
        outlet = item.candidate.hit.article.outlet
        heard[outlet] = heard.get(outlet, 0) + 1
        turns.append((heard[outlet], rank, item.candidate))
    chosen: list[Candidate] = []
    for _, _, candidate in sorted(turns, key=lambda turn: turn[:2]):
        room -= tokens(prompts.prompt("", [_numbered(0, candidate)], ()))
        if room < 0:
            break
        chosen.append(candidate)
    chosen.sort(key=lambda c: (c.hit.article.published or "", c.hit.article.id, c.span))
    return [(_numbered(n, c), c) for n, c in enumerate(chosen, start=1)]


def _numbered(n: int, candidate: Candidate) -> prompts.Numbered:
    article = candidate.hit.article
    return prompts.Numbered(n, in_context(candidate), article.outlet, article.published)
