"""How well the check of a language model's sentences agrees with people:
`python -m tests.benchmarks.support`.

Over the sentences of tests/gold/support.jsonl, and over those of answers.jsonl, worded as an
assistant answers from stories that were kept from training. Nothing was trained or tuned on either.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.settings import load_settings

load_settings()  # before anything heavy is imported

from assistant.reader.trained import shipped  # noqa: E402
from assistant.reader.training import stories  # noqa: E402
from assistant.support import LEAST, Passage, judge, support, unfounded  # noqa: E402
from index.articles import read_paths  # noqa: E402

_ROOT = Path(__file__).parents[2]
_ARTICLES = [
    _ROOT / "seeds",
    *(_ROOT / "tests/gold/other").glob("*/articles"),
]


Labelled = tuple[str, list[Passage], str]
"""A sentence, what it cites, and "supported" or in what way it isn't."""


def gold() -> Iterator[Labelled]:
    """The sentences over the articles of the gold sets."""
    articles = {a.id: a for a in read_paths(_ARTICLES).articles}
    for row in _lines(_ROOT / "tests/gold/support.jsonl"):
        cited = [(articles[p["article_id"]], p["quote"]) for p in row["passages"]]
        passages = [Passage(quote, a.outlet, a.title, a.published) for a, quote in cited]
        yield row["sentence"], passages, "supported" if row["supported"] else row["kind"]


def answers() -> Iterator[Labelled]:
    """The sentences over invented stories that were kept from training."""
    told = {story["q"][0][0]: story for story in _lines(stories.FILE)}
    for row in _lines(Path(__file__).parent / "answers.jsonl"):
        story = told[row["story"]]
        outlets = [(outlet, day) for outlet, day, count in story["o"] for _ in range(count)]
        passages = [
            Passage(story["s"][i], outlet=outlets[i][0], published=outlets[i][1])
            for i in row["cites"]
        ]
        yield row["said"], passages, row["kind"]


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def agreement(told: list[tuple[bool, bool]]) -> str:
    """Of (supported by the label, taken for supported): balanced accuracy and its two parts."""
    right = [taken for is_so, taken in told if is_so]
    wrong = [not taken for is_so, taken in told if not is_so]
    kept, withheld = sum(right) / len(right), sum(wrong) / len(wrong)
    return (
        f"balanced accuracy {(kept + withheld) / 2:.3f}: kept {kept:.3f}, withheld {withheld:.3f}"
    )


def main() -> None:
    for name, labelled in (("gold articles", list(gold())), ("kept stories", list(answers()))):
        print(f"{name}, {len(labelled)} sentences")
        _report(labelled)


def _report(labelled: Sequence[Labelled]) -> None:
    ways = {
        "by form alone": lambda said, of: not unfounded(said, of),
        "by the reader alone": lambda said, of: support(said, of, shipped()) >= LEAST,
        "by both": lambda said, of: judge(said, of, shipped()).supported,
    }
    for name, supported in ways.items():
        told = [(kind == "supported", supported(said, of)) for said, of, kind in labelled]
        print(f"  {name}: {agreement(told)}")
    kinds: dict[str, list[bool]] = defaultdict(list)
    for (_, _, kind), (is_so, taken) in zip(labelled, told, strict=True):
        kinds[kind].append(taken == is_so)
    print("  " + ", ".join(f"{k} {sum(v)} of {len(v)}" for k, v in sorted(kinds.items())))


if __name__ == "__main__":
    main()
