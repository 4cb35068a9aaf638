"""Two articles on one ferry, and an assistant over them whose language model follows a script."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.chat import Assistant
from assistant.llm.generate import Generator
from assistant.llm.models import Model
from assistant.reader.trained import shipped
from index.corpus import Corpus
from index.embeddings import Embedder
from index.errors import Cancelled
from index.sync import sync
from index.types import Article
from tests.assistant.llm.scripted_model import ScriptedModel

POST = Article(
    "post", "The Wexmoor Post", "Ferry sinks",
    "The ferry Saint Brendan sank off Wexmoor on Monday with 31 people aboard, the coast guard "
    "said. Divers from Halden searched the wreck for two days.", "2026-03-10",
)  # fmt: skip
WIRE = Article(
    "wire", "Coastwire", "Ferry lost",
    "The Saint Brendan, a ferry, was built in 1987.", "2026-03-10",
)  # fmt: skip
QUESTION = "How many people were aboard the ferry?"
SUPPORTED = "The coast guard said 31 people were aboard the ferry."
INVENTED = "The captain of Ostvik wept."
SAYS = f"{SUPPORTED[:-1]} [1]. {INVENTED} The moon is made of cheese."
"""A sentence that is supported, and two that are not."""


class EndlessModel(ScriptedModel):
    """Goes on after its text until it is stopped, and notes that it was."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.stopped = threading.Event()

    def stream(self, system: str, prompt: str, stopped: Callable[[], bool]) -> Iterator[str]:
        try:
            yield from super().stream(system, prompt, stopped)
            while not stopped():
                yield " and"
                threading.Event().wait(0.005)
            raise Cancelled("Nobody waits.")
        finally:
            self.stopped.set()


def ferry_corpus(embedder: Embedder, folder: Path) -> Corpus:
    """The two articles, for any thread to ask."""
    made = Corpus(embedder, folder)
    sync(made, [POST, WIRE])
    return made


def told_by(corpus: Corpus, model: Model, *, mark: bool = False) -> Assistant:
    """An assistant over a corpus that answers by a model."""
    return Assistant(corpus, generator=Generator(model, shipped(), mark=mark))
