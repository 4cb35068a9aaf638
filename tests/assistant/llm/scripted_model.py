"""A model that says what it is told to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.llm.models import ModelError
from index.errors import Cancelled


class ScriptedModel:
    """Says one text, in pieces of a few characters; fails after it, if told how."""

    name = "scripted/model"

    def __init__(self, says: str, *, fails: str = "", context: int = 4096) -> None:
        self.says = says
        self.context = context
        self.asked: list[str] = []
        self._fails = fails

    def stream(self, system: str, prompt: str, stopped: Callable[[], bool]) -> Iterator[str]:
        self.asked.append(prompt)
        for start in range(0, len(self.says), 7):
            if stopped():
                raise Cancelled("Nobody waits.")
            yield self.says[start : start + 7]
        if self._fails:
            raise ModelError(f"{self.name} {self._fails}")
