"""What is said where there is no answer: why a text cannot be asked, or what comes closest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import followup
from assistant.draft import escape
from assistant.question import MAX_CHARS
from assistant.types import Answer
from assistant.wording import Texts
from index.scope import Scope
from index.types import Hit


def complaint(question: str, t: Texts) -> str:
    """One sentence on why a text cannot be asked, or ""."""
    if not any(c.isalnum() for c in question):
        return t("complaint.no_words")
    if followup.SMALL_TALK.fullmatch(question):
        return t("complaint.small_talk")
    if len(question) > MAX_CHARS:
        return t("complaint.long", length=t.number(len(question)), most=t.number(MAX_CHARS))
    return ""


def refusal(
    question: str,
    standalone: str,
    hits: Sequence[Hit],
    scope: Scope,
    best: float,
    t: Texts,
    timings: dict[str, float],
) -> Answer:
    """That the articles inside the scope don't say, with the one that comes closest."""
    said = t("refusal.chosen" if scope else "refusal")
    if hits:
        title, outlet = escape(hits[0].article.title), escape(hits[0].article.outlet)
        said = f"{said} {t('refusal.closest', title=title, outlet=outlet)}"
    elif scope:
        said = t("refusal.none_chosen")
    return Answer(
        question=question,
        standalone_question=standalone,
        status="not_in_articles",
        answer=said,
        evidence_score=best,
        timings_ms=timings,
    )
