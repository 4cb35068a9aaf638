"""What is said where there is no answer: why a text cannot be asked, or what comes closest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import followup
from assistant.draft import escape
from assistant.question import MAX_CHARS
from assistant.types import Answer
from index.scope import Scope
from index.types import Hit


def complaint(question: str) -> str:
    """One sentence on why a text cannot be asked, or ""."""
    if not any(c.isalnum() for c in question):
        return "That holds no words to look for; ask a question about the articles."
    if followup.SMALL_TALK.fullmatch(question):
        return "There is nothing to look up in that; ask a question about the articles."
    if len(question) > MAX_CHARS:
        return (
            f"That question is {len(question):,} characters long; "
            f"ask one of at most {MAX_CHARS:,} characters."
        )
    return ""


def refusal(
    question: str,
    standalone: str,
    hits: Sequence[Hit],
    scope: Scope,
    best: float,
    timings: dict[str, float],
) -> Answer:
    """That the articles inside the scope don't say, with the one that comes closest."""
    said = "The chosen articles don't say." if scope else "The articles don't say."
    if hits:
        article = hits[0].article
        said += f" The closest is “{escape(article.title)}” ({escape(article.outlet)})."
    elif scope:
        said = "There is no article from the chosen outlets and dates."
    return Answer(
        question=question,
        standalone_question=standalone,
        status="not_in_articles",
        answer=said,
        evidence_score=best,
        timings_ms=timings,
    )
