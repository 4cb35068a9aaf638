"""A story to read, in two languages, and what was read."""

from __future__ import annotations

import json
from pathlib import Path

from index.articles import Reading
from index.types import Article

STORY = (
    "Council closes ferry terminal\n\n"
    "WEXMOOR (Coastwire) - The council voted on Tuesday to close the terminal, its clerk said.\n\n"
    "“We will walk,” said Ada Finch, 52 – the mayor’s café is beside the quay.\n"
)
LATIN = (
    "Le conseil ferme la gare maritime\n\n"
    "Le conseil a décidé mardi de fermer la gare maritime, a déclaré le maire à la presse. "
    "Les élèves, eux, préfèrent l'été : « là-bas, tout est fermé », dit une mère de famille.\n"
)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_rows(path: Path, rows: list[object]) -> Path:
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows]
    return write(path, "\n".join(lines) + "\n")


def only(reading: Reading) -> Article:
    assert [str(p) for p in reading.problems] == []
    (article,) = reading.articles
    return article


def problem(reading: Reading) -> str:
    (found,) = reading.problems
    return str(found)
