"""Follow-ups: what an elliptical question means after the ones before it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Turn


def resolve(question: str, history: Sequence[Turn]) -> str:
    """The question as it stands alone."""
    return question
