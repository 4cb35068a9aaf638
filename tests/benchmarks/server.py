"""The same articles on this machine and on a Chroma server beside it, in one run.

    python -m tests.benchmarks.server 1000

How many are indexed a second, how long an answer takes and how often it goes to the server, with
the ratio of both places. Answers are the same questions by turns, as for `scale`.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from assistant.settings import load_settings

load_settings()  # before anything heavy is imported

from assistant.chat import Assistant  # noqa: E402
from index.corpus import Corpus  # noqa: E402
from index.embeddings import Embedder  # noqa: E402
from index.server.backend import ServerBackend  # noqa: E402
from index.server.connection import ServerAddress  # noqa: E402
from index.sync import sync  # noqa: E402
from index.types import Article  # noqa: E402
from tests.benchmarks.scale import articles, questions  # noqa: E402
from tests.servers import running  # noqa: E402

WARMING = 5


@dataclass
class Place:
    """An index, where its files lie, and what was measured of it; `trips` go to the server."""

    name: str
    corpus: Corpus
    folder: Path
    rate: float = 0.0
    times: list[float] = field(default_factory=list)
    trips: list[int] = field(default_factory=list)
    _asked: int = 0

    def build(self, made: Sequence[Article]) -> None:
        self.corpus.embedder.query("What is new?")  # the model is loaded
        start = perf_counter()
        sync(self.corpus, made)
        self.rate = len(made) / (perf_counter() - start)

    def count_trips(self, backend: ServerBackend) -> None:
        def counted(_: object) -> None:
            self._asked += 1

        session = backend._connection._client._server._session  # type: ignore[attr-defined]
        session.event_hooks = {"request": [counted]}

    def ask(self, assistant: Assistant, question: str) -> None:
        start, before = perf_counter(), self._asked
        assistant.ask(question)
        self.times.append(1e3 * (perf_counter() - start))
        self.trips.append(self._asked - before)

    def measured(self) -> dict[str, float]:
        size = sum(f.stat().st_size for f in self.folder.rglob("*") if f.is_file())
        return {
            "articles_per_s": self.rate,
            "answer_p50_ms": statistics.median(self.times),
            "answer_p95_ms": sorted(self.times)[int(0.95 * len(self.times))],
            "disk_mb": size / 1e6,
        }


def compare(here: Place, there: Place, count: int) -> None:
    made = list(articles(count))
    for place in (here, there):
        place.build(made)
    assistants = [(place, Assistant(place.corpus)) for place in (here, there)]
    for question in questions()[:WARMING]:
        for _, assistant in assistants:
            assistant.ask(question)
    for question in questions()[WARMING:]:
        for place, assistant in assistants:
            place.ask(assistant, question)
        assistants.reverse()  # what the second finds warm, the other finds warm next time
    mine, theirs = here.measured(), there.measured()
    for place, told in ((here, mine), (there, theirs)):
        print(f"{place.name}: " + ", ".join(f"{k} {v:,.1f}" for k, v in told.items()))
    print("ratio: " + ", ".join(f"{k} {theirs[k] / mine[k]:.2f}" for k in mine))
    print(f"trips an answer: median {statistics.median(there.trips):.0f}, most {max(there.trips)}")


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, data = Path(name, "here"), Path(name, "there")
        data.mkdir()
        with running(data) as url:
            backend = ServerBackend(ServerAddress(url))
            there = Place("on a server", Corpus(Embedder(), backend=backend), data)
            there.count_trips(backend)
            compare(Place("here", Corpus(Embedder(), folder), folder), there, int(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:] or ["1000"])
