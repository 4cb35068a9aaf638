"""A served Crossread under load: `python -m tests.benchmarks.load`, over loopback, for 30 seconds.

50 clients ask, stream and search in turn, each as fast as it is answered, and wait as long as they
are told where they are refused. Nothing but 200, 429 and 503 may come, and memory must stay flat.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import perf_counter, sleep

import httpx
import numpy as np

from assistant.client import AsyncCrossread, Crossread, RefusedError
from assistant.evaluation.gold import read_gold

CLIENTS = 50
SECONDS = 30
_CROSSREAD = Path(sys.executable).with_name("crossread")
_GOLD = Path("tests/gold/seeds.jsonl")
_BUSY = {429, 503}


class Load:
    """What came of the requests: statuses, and the seconds of those that were answered."""

    def __init__(self, url: str, questions: list[str]) -> None:
        self._url = url
        self._questions = questions
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []

    async def run(self, seconds: float) -> None:
        """Let all clients ask until the time is up."""
        end = perf_counter() + seconds
        await asyncio.gather(*(self._client(n, end) for n in range(CLIENTS)))

    async def _client(self, first: int, end: float) -> None:
        async with AsyncCrossread(self._url) as crossread:
            for n in count(first):
                if perf_counter() > end:
                    return
                await self._request(crossread, n)

    async def _request(self, crossread: AsyncCrossread, n: int) -> None:
        question = self._questions[n % len(self._questions)]
        start = perf_counter()
        try:
            if n % 3 == 0:
                await crossread.ask(question)
            elif n % 3 == 1:
                assert [e.name async for e in crossread.stream(question)][-1] == "done"
            else:
                await crossread.search(question)
        except RefusedError as refused:
            self.statuses[refused.status] += 1
            if refused.status in _BUSY:
                await asyncio.sleep(refused.retry_after or 1)
        else:
            self.statuses[200] += 1
            self.seconds.append(perf_counter() - start)


@contextmanager
def served() -> Iterator[str]:
    """The address of a Crossread over the five articles, in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "CROSSREAD_DATA": folder, "CROSSREAD_RATE_LIMIT": ""}
        subprocess.run([_CROSSREAD, "index", "seeds"], env=env, check=True, capture_output=True)
        command = [_CROSSREAD, "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
        try:
            url = f"http://127.0.0.1:{port}"
            with Crossread(url) as crossread:
                while not crossread.healthy():
                    sleep(0.2)
            yield url
        finally:
            server.terminate()
            server.wait()


def megabytes(url: str) -> float:
    """What the server's process holds in memory."""
    page = httpx.get(f"{url}/metrics").text
    found = re.search(r"^process_resident_memory_bytes (\S+)", page, re.MULTILINE)
    assert found
    return float(found[1]) / 1e6


def main() -> None:
    """Warm up, load, and say what came of it."""
    questions = [gold.question for gold in read_gold(_GOLD)]
    with served() as url:
        asyncio.run(Load(url, questions).run(SECONDS / 6))
        before, load = megabytes(url), Load(url, questions)
        asyncio.run(load.run(SECONDS))
        after = megabytes(url)
    answered = load.statuses[200]
    p50, p95 = np.percentile(load.seconds, [50, 95])
    print(f"{CLIENTS} clients, {SECONDS} s: {answered / SECONDS:.1f} answered/s")
    print(f"median {p50:.2f} s, p95 {p95:.2f} s; statuses {dict(load.statuses)}")
    print(f"memory {before:.0f} MB at the start, {after:.0f} MB at the end")
    assert set(load.statuses) <= {200, *_BUSY}


if __name__ == "__main__":
    main()
