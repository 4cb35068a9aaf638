"""A conversation as the browser keeps it: what was answered, checked when it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.types import Answer, Turn

KEPT = 30
"""Answers a conversation holds; older ones leave it."""
_Answer: TypeAdapter[Answer] = TypeAdapter(Answer)


def restored(kept: object) -> list[Answer]:
    """The answers that a browser gave back; what is none (any more) is left out."""
    found = []
    for item in kept if isinstance(kept, list) else []:
        try:
            found.append(_Answer.validate_python(item))
        except ValidationError:
            continue
    return found[-KEPT:]


def stored(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """The latest answers as the browser is to keep them."""
    return [answer.model_dump(mode="json") for answer in answers[-KEPT:]]


def turns(answers: Sequence[Answer]) -> list[Turn]:
    """What was said so far, oldest first."""
    said = [(("user", a.question), ("assistant", a.answer)) for a in answers]
    return [Turn.model_validate({"role": r, "content": c}) for pair in said for r, c in pair]
