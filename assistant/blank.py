"""A sentence as the question that it answers: "Judge Lund will hear the case when?"."""

from __future__ import annotations

from assistant import dates, quantities
from index.types import Span

Value = quantities.Quantity | dates.When | None


def blanked(text: str, span: Span, value: Value) -> str:
    """The sentence with the words at `span` asked for, by what kind of value they stand for."""
    start, end = span
    return f"{text[:start]}{_wh(text[start:end], value)}{text[end:]}".rstrip(" .") + "?"


def _wh(words: str, value: Value) -> str:
    if isinstance(value, dates.When):
        return "at what time" if value.clock else "when"
    if isinstance(value, quantities.Quantity):
        kind = value.measure.kind
        counted = " ".join(["how many", *value.unit]) if kind == "count" else "how much"
        return "how long" if kind == "time" else counted
    return "who" if words[:1].isupper() else "what"
