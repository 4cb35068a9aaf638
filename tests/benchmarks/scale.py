"""What size costs: `python -m tests.benchmarks.scale 1000 10000 100000`.

Articles are made by recombining real sentences of ../shared/data/news_bodies.jsonl; each size is
built, opened and asked in processes of its own, so that peak memory is that size's.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from assistant.settings import load_settings

load_settings()  # before anything heavy is imported

from assistant.chat import Assistant  # noqa: E402
from index.cleaning import body_spans  # noqa: E402
from index.corpus import Corpus  # noqa: E402
from index.embeddings import Embedder  # noqa: E402
from index.sentences import sentence_spans  # noqa: E402
from index.sync import sync  # noqa: E402
from index.types import Article  # noqa: E402
from tests.benchmarks.data import DATA  # noqa: E402

SENTENCES = 5
QUESTIONS = 40
OUTLETS = 60


def articles(count: int) -> Iterator[Article]:
    """Articles of a few real sentences each, from different bodies, by many outlets."""
    lines = (DATA / "news_bodies.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    pool = [t[a:b] for t in texts for c, d in body_spans(t) for a, b in sentence_spans(t, c, d)]
    pool = [" ".join(s.split()) for s in pool if 40 < len(s) < 250]
    chance = Random(9)
    for n in range(count):
        day = f"2015-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        said = " ".join(chance.sample(pool, SENTENCES))
        yield Article(f"n{n}", f"Outlet {n % OUTLETS}", said[:60], said, day)


def questions() -> list[str]:
    lines = (DATA / "multihop_dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines[:QUESTIONS]]


def build(folder: Path, count: int) -> dict[str, float]:
    start = perf_counter()
    made = list(articles(count))
    begun = perf_counter()
    shown = -1

    def progress(done: int, total: int) -> None:
        nonlocal shown
        if total and (share := 20 * done // total) != shown:
            shown = share
            rate = done / (perf_counter() - begun)
            print(f"  {done:,} of {total:,}, {rate:.0f}/s", file=sys.stderr, flush=True)

    sync(Corpus(Embedder(), folder), made, progress=progress)
    took = perf_counter() - begun
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return {
        "articles_per_s": count / took,
        "build_s": took,
        "making_s": begun - start,
        "disk_mb": size / 1e6,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }


def ask(folder: Path) -> dict[str, float]:
    embedder = Embedder()
    embedder.query("What is new?")
    start = perf_counter()
    assistant = Assistant(Corpus(embedder, folder))
    assistant.search("What is new?", 5)
    opening = perf_counter() - start
    asked = questions()
    for question in asked[:5]:
        assistant.ask(question)
    times = []
    for question in asked:
        start = perf_counter()
        assistant.ask(question)
        times.append(perf_counter() - start)
    return {
        "open_s": opening,
        "answer_p50_ms": 1e3 * statistics.median(times),
        "answer_p95_ms": 1e3 * sorted(times)[int(0.95 * len(times))],
        "asking_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }


def in_a_process(step: str, folder: Path, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.scale", step, str(folder), str(count)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def main(arguments: list[str]) -> None:
    if arguments[:1] in (["build"], ["ask"]):
        step, folder, count = arguments
        made: Any = build(Path(folder), int(count)) if step == "build" else ask(Path(folder))
        print(json.dumps(made))
        return
    with tempfile.TemporaryDirectory() as place:
        for count in map(int, arguments or ["0", "1000", "10000"]):
            folder = Path(place, str(count))
            told = in_a_process("build", folder, count) | in_a_process("ask", folder, count)
            print(f"{count:,}: " + ", ".join(f"{k} {v:,.2f}" for k, v in told.items()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
