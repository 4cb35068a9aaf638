"""Gold questions, answers and runs made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from assistant.evaluation.gold import GoldQuestion
from assistant.evaluation.judges import Case, judge
from assistant.evaluation.metrics import Judged, by_tag, summarise
from assistant.evaluation.run import Run
from assistant.types import Answer, Citation, Conflict, Position, Sentence

TEXTS = {"a": "Officials counted 70,000 troops.", "b": "The count is around 100,000.", "c": "Rain."}


def gold(**fields: Any) -> GoldQuestion:
    """A gold question; how many troops, answered by a and b, if nothing else is said."""
    status = fields.get("status", "answered")
    facts = {"must_say": (("70,000",),)} if status == "answered" else {}
    return GoldQuestion(**{"id": "q", "question": "How many?", "status": status} | facts | fields)


def cite(n: int, article: str, quote: str | None = None, start: int = 0) -> Citation:
    """A citation of the whole article, or of the quote."""
    quote = TEXTS[article] if quote is None else quote
    return Citation(
        n=n, article_id=article, outlet=article.upper(), title="t", published=None, url=None,
        file=None, quote=quote, start=start, end=start + len(quote),
    )  # fmt: skip


def conflict(*values: str, relation: str = "sources_disagree") -> Conflict:
    """A flag with these positions."""
    return Conflict(
        kind="quantity", relation=relation, about="troops", summary="They differ.",
        positions=[Position(value=value, citations=[1]) for value in values],
    )  # fmt: skip


def answer(text: str | None, citations: Sequence[Citation] = (), **fields: Any) -> Answer:
    """An answer of one sentence, or a refusal for None."""
    said = [] if text is None else [Sentence(text=text, citations=[], support="supported")]
    given = {
        "question": "How many?", "standalone_question": "How many?", "sentences": said,
        "status": "not_in_articles" if text is None else "answered",
        "answer": text or "The articles don't say.", "citations": list(citations),
    }  # fmt: skip
    return Answer(**given | fields)


def judged(question: GoldQuestion, given: Answer, latency_ms: float = 10.0) -> Judged:
    """The answer to a question, judged."""
    verdicts = judge(Case(question, given, TEXTS.get))
    return Judged(gold=question, answer=given, latency_ms=latency_ms, verdicts=verdicts)


def made_run(*questions: Judged) -> Run:
    """A run of these questions."""
    return Run(
        gold="gold.jsonl", asked="in process", answered_by=("extractive",),
        finished=datetime(2026, 1, 2, tzinfo=UTC), overall=summarise(questions),
        tags=by_tag(questions), questions=questions,
    )  # fmt: skip
