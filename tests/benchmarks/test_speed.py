"""Speed and memory as ratios against the quickstart in the same run (`make bench`)."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.chat import Assistant
from index.articles import read_paths
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from tests.benchmarks import quickstart
from tests.benchmarks.data import DATA, background_corpus, require_data, rows

pytestmark = pytest.mark.bench

_BUILD_ARTICLES = 300
_ROUNDS = 2


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_building_the_index(tmp_path: Path) -> None:
    require_data()
    texts = [row["text"] for row in rows("news_bodies.jsonl")[:_BUILD_ARTICLES]]
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(json.dumps({"id": str(i), "text": t}) for i, t in enumerate(texts)))
    embed, embedder = quickstart.embedding(), Embedder()
    embed.get_query_embedding("warm"), embedder.query("warm")
    ratios = []
    for i in range(_ROUNDS):
        theirs = _seconds(lambda i=i: quickstart.build(texts, tmp_path / f"theirs{i}", embed))
        corpus = Corpus(embedder, tmp_path / f"ours{i}")
        ours = _seconds(lambda corpus=corpus: sync(corpus, read_paths([few]).articles))
        ratios.append(theirs / ours)
        print(
            f"\nbuild: quickstart {len(texts) / theirs:.1f}, "
            f"Crossread {len(texts) / ours:.1f} articles/s, ratio {theirs / ours:.2f}"
        )
    print(f"build ratio, median: {statistics.median(ratios):.2f} (aim: 2.5 with bf16)")


def test_answering(tmp_path: Path) -> None:
    require_data()
    articles = read_paths([DATA / "multihop_articles.jsonl", DATA / "news_bodies.jsonl"]).articles
    corpus = background_corpus(Embedder(), tmp_path / "ours")
    ours = Assistant(corpus)
    theirs = quickstart.build(
        [a.text for a in articles], tmp_path / "theirs", quickstart.embedding()
    ).as_retriever(similarity_top_k=10)
    questions = [row["question"] for row in rows("multihop_dev.jsonl")]
    for question in questions[:10]:
        ours.ask(question), theirs.retrieve(question)
    pairs = [
        (_seconds(lambda q=q: ours.ask(q)), _seconds(lambda q=q: theirs.retrieve(q)))
        for q in questions
    ]
    a, b = (sorted(times) for times in zip(*pairs, strict=True))
    for name, at in (("p50", len(a) // 2), ("p95", len(a) * 95 // 100)):
        print(
            f"\nanswer {name}: quickstart's retrieval {b[at] * 1000:.1f} ms, "
            f"Crossread's whole answer {a[at] * 1000:.1f} ms, ratio {a[at] / b[at]:.2f}"
        )


def test_asking_cold(tmp_path: Path) -> None:
    env = {"CROSSREAD_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}
    python, crossread = sys.executable, str(Path(sys.executable).parent / "crossread")
    subprocess.run([crossread, "index", "seeds"], env=env, check=True, capture_output=True)
    imports = [python, "-c", "import sentence_transformers, chromadb"]
    ask = [crossread, "ask", "How many troops are on the border?"]
    ratios = []
    for _ in range(5):
        base = _seconds(lambda: subprocess.run(imports, env=env, check=True, capture_output=True))
        cold = _seconds(lambda: subprocess.run(ask, env=env, check=True, capture_output=True))
        ratios.append(cold / base)
        print(f"\ncold: imports {base:.2f} s, ask {cold:.2f} s, ratio {cold / base:.2f}")
    print(f"cold ratio, median: {statistics.median(ratios):.2f} (aim: 1.5)")


def test_peak_memory(tmp_path: Path) -> None:
    require_data()
    code = (
        "import sys; from pathlib import Path; "
        "from index.embeddings import Embedder; from assistant.chat import Assistant; "
        "from tests.benchmarks.data import background_corpus; "
        "a = Assistant(background_corpus(Embedder(), Path(sys.argv[1]))); a.ask('Who won?'); "
        "print(int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) // 1024)"
    )  # not ru_maxrss, which a child takes over from its parent
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True
    )
    print(f"\npeak memory over 2,009 articles: {done.stdout.strip()} MB (aim: 1500)")
