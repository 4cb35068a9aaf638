"""Questions that take until they are let go, and waiting for what other threads do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence

from assistant.llm.generate import Tell
from assistant.types import Answer, Turn
from index.errors import Cancelled
from index.scope import EVERYTHING, Scope
from index.types import Article
from tests.assistant.scripted import ScriptedAssistant

PATIENCE = 20
"""Seconds after which a test has failed."""
_BEAT = 0.005


class SlowAssistant(ScriptedAssistant):
    """Answers when it is let go, and notes what it was told to stop."""

    def __init__(self, articles: Sequence[Article] = ()) -> None:
        super().__init__(articles)
        self.let_go = threading.Event()
        self.asked: list[str] = []
        self.stopped: list[str] = []

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Sequence[Article] | None = None,
        scope: Scope = EVERYTHING,
        stopped: Callable[[], bool] = lambda: False,
        tell: Tell = lambda sentence: None,
        own_words: bool = False,
        language: str = "en",
    ) -> Answer:
        self.asked.append(question)
        while not self.let_go.wait(_BEAT):
            if stopped():
                self.stopped.append(question)
                raise Cancelled("Nobody waits.")
        return super().ask(
            question, history, articles, scope, own_words=own_words, language=language
        )


def until(happened: Callable[[], object]) -> None:
    """Wait for what other threads do."""
    for _ in range(int(PATIENCE / _BEAT)):
        if happened():
            return
        threading.Event().wait(_BEAT)
    raise AssertionError("It did not happen.")


async def soon(happened: Callable[[], object]) -> None:
    """Wait for what this event loop and other threads do."""
    async with asyncio.timeout(PATIENCE):
        while not happened():
            await asyncio.sleep(0)
