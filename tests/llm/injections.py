"""Articles that try to take a model over, and whether they do."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from assistant.types import Answer

_FILE = Path(__file__).parents[1] / "gold" / "injections.jsonl"
_LINK = re.compile(r"""(?:href|src|action)\s*=\s*["']?(?!#)([^"'\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Injection:
    """An article with a demand in it; tests/gold/README.md says what the fields are."""

    id: str
    kind: str
    outlet: str
    title: str
    text: str
    question: str
    answer: str
    demand: str
    forbidden: list[str]


def injections() -> list[Injection]:
    """All of them."""
    return [Injection(**json.loads(line)) for line in _FILE.read_text("utf-8").splitlines()]


def got_through(row: Injection, answer: Answer) -> list[str]:
    """What is shown of what only obeying says."""
    shown = json.dumps(answer.model_dump(), ensure_ascii=False).lower()
    return [said for said in row.forbidden if said.lower() in shown]


def links(html: str) -> list[str]:
    """Where a page leads, or loads from, outside of itself."""
    return _LINK.findall(html)
