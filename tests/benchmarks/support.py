"""How well the check of a language model's sentences agrees with people:
`python -m tests.benchmarks.support`.

Over the sentences of tests/gold/support.jsonl, which nothing was trained or tuned on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from assistant.settings import load_settings

load_settings()  # before anything heavy is imported

from assistant.reader.trained import shipped  # noqa: E402
from assistant.support import LEAST, Passage, judge, support, unfounded  # noqa: E402
from index.articles import read_paths  # noqa: E402
from index.types import Article  # noqa: E402

_ROOT = Path(__file__).parents[2]
_ARTICLES = [
    _ROOT / "seeds",
    *(_ROOT / "tests/gold/other").glob("*/articles"),
]


def rows() -> list[dict[str, Any]]:
    lines = (_ROOT / "tests/gold/support.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def passages(row: dict[str, Any], articles: dict[str, Article]) -> list[Passage]:
    cited = [(articles[p["article_id"]], p["quote"]) for p in row["passages"]]
    return [Passage(quote, a.outlet, a.title, a.published) for a, quote in cited]


def agreement(told: list[tuple[bool, bool]]) -> str:
    """Of (supported by the label, taken for supported): balanced accuracy and its two parts."""
    right = [taken for is_so, taken in told if is_so]
    wrong = [not taken for is_so, taken in told if not is_so]
    kept, withheld = sum(right) / len(right), sum(wrong) / len(wrong)
    return (
        f"balanced accuracy {(kept + withheld) / 2:.3f}: kept {kept:.3f}, withheld {withheld:.3f}"
    )


def main() -> None:
    articles = {a.id: a for a in read_paths(_ARTICLES).articles}
    labelled = [(row, passages(row, articles)) for row in rows()]
    ways = {
        "by form alone": lambda said, of: not unfounded(said, of),
        "by the reader alone": lambda said, of: support(said, of, shipped()) >= LEAST,
        "by both": lambda said, of: judge(said, of, shipped()).supported,
    }
    for name, supported in ways.items():
        told = [(row["supported"], supported(row["sentence"], of)) for row, of in labelled]
        print(f"{name}: {agreement(told)}")
    kinds: dict[str, list[bool]] = defaultdict(list)
    for (row, _), (_, taken) in zip(labelled, told, strict=True):
        kinds[row["kind"]].append(taken == row["supported"])
    print(", ".join(f"{k} {sum(v)} of {len(v)}" for k, v in sorted(kinds.items())))


if __name__ == "__main__":
    main()
