"""What to search for beside the question itself, as a language model divides or words it.

Questions that compare or are broad are searched in parts (question decomposition, as in Press et
al. 2023, self-ask). What the model says is untrusted: its questions may ask for nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.llm import prompts
from assistant.llm.rewrite import Say, holds_only, questions
from assistant.question import Kind, Question, parse
from assistant.support import Passage, unfounded
from index.query import Query
from index.types import Span
from index.words import fold, stems

MOST = 3
"""Searches beside the question's own."""

_COMPARES = re.compile(
    r"\b(?:compar\w+|contrast\w*|differ\w*|similar\w*|versus|vs|both)\b", re.IGNORECASE
)
_COUPLED = re.compile(r"([^\W_][\w’'-]*),? (?:and|or) (?:the )?([^\W_][\w’'-]*)")


def is_wide(question: Question, query: Query) -> bool:
    """Whether a question compares, asks for several things, or is broad."""
    coupled = any({m[1], m[2]} <= set(question.names) for m in _COUPLED.finditer(question.text))
    several = len(query.outlets) > 1 or len(query.parts) > 1 or coupled
    return several or question.kind is Kind.OVERVIEW or bool(_COMPARES.search(question.text))


def searches(question: str, say: Say, *, reworded: bool = False) -> list[str]:
    """Up to MOST questions to search for beside a standalone one; none where the model has none.

    With `reworded` they stand for the whole of it, and leave nothing of it out.
    """
    found: dict[str, str] = {}
    for part in questions(say(prompts.PLAN, prompts.plan(question))):
        alike = bool(set(stems(part)) & set(stems(question)))
        if alike and holds_only(part, [question]) and not (reworded and _wider(part, question)):
            found.setdefault(fold(part), part)
    found.pop(fold(question), None)
    return list(found.values())[:MOST]


def merged(ranked: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """The evidence of several searches, each sentence once with its best score, best first."""
    best: dict[tuple[str, Span], Evidence] = {}
    for item in (item for evidence in ranked for item in evidence):
        place = (item.candidate.hit.article.id, item.candidate.span)
        if place not in best or item.score > best[place].score:
            best[place] = item
    return sorted(best.values(), key=lambda item: -item.score)


def _wider(part: str, question: str) -> bool:
    """Whether more fits it than the question: a name or figure is gone, or most words are."""
    fewer = 2 * len(parse(part).terms) < len(parse(question).terms)
    return fewer or bool(unfounded(question, [Passage(part)]))
