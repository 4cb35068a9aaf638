"""A model that says what it is told to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.llm.models import ModelError
from index.errors import Cancelled


class ScriptedModel:
    """Says its texts in turn, the last one again and again, in pieces of a few characters.

    After any text it fails, if told how; in the place of a text may stand how it fails at once.
    """

    name = "scripted/model"

    def __init__(self, *says: str | ModelError, fails: str = "", context: int = 4096) -> None:
        self.says = says
        self.context = context
        self.asked: list[str] = []
        self._fails = fails

    def stream(self, system: str, prompt: str, stopped: Callable[[], bool]) -> Iterator[str]:
        says = self.says[min(len(self.asked), len(self.says) - 1)]
        self.asked.append(prompt)
        if isinstance(says, ModelError):
            raise says
        for start in range(0, len(says), 7):
            if stopped():
                raise Cancelled("Nobody waits.")
            yield says[start : start + 7]
        if self._fails:
            raise ModelError(f"{self.name} {self._fails}")
