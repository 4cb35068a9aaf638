"""The stories that were kept from training, asked end to end.

`python -m tests.benchmarks.stories`: each story's articles are indexed by themselves and asked its
questions; printed is how many are answered, refused and flagged as they should be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.chat import Assistant
from assistant.reader.training import events
from assistant.reader.training.stories import FILE
from index.corpus import Corpus
from index.embeddings import Embedder
from index.types import Article


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the sentences that answer it, with their answers, and which of them clash."""

    text: str
    told: dict[str, str]
    clashing: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one event, and questions."""

    articles: list[Article]
    questions: list[Asked]

    @staticmethod
    def conflict(asked: Asked, one: str, other: str) -> bool:
        """Whether two sentences, which may stand after a headline, clash on a question."""
        return any(
            (a in one and b in other) or (a in other and b in one) for a, b in asked.clashing
        )


def kept() -> Iterator[Story]:
    """The stories that the reader has not seen."""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if events.kept(row["q"][0][0]):
            yield _story(row)


def _story(row: dict[str, Any]) -> Story:
    sentences, articles, at = row["s"], [], 0
    for n, (outlet, day, count) in enumerate(row["o"]):
        text = " ".join(sentences[at : at + count])
        articles.append(Article(f"a{n}", outlet, sentences[at], text, day))
        at += count
    return Story(
        articles,
        [
            Asked(
                text,
                {sentences[int(i)]: answer for i, answer in told.items()},
                [(sentences[i], sentences[j]) for i, j in clashing],
            )
            for text, told, clashing in row["q"]
        ],
    )


def main() -> None:
    """Ask everything, count, print."""
    assistant = Assistant(Corpus(Embedder()))
    names = ("answered", "answerable", "direct", "refused", "unanswerable")
    counts = dict.fromkeys((*names, "flagged", "right flags", "conflicts"), 0)
    for story in kept():
        for asked in story.questions:
            answer = assistant.ask(asked.text, (), story.articles)
            answered, flagged = answer.status == "answered", bool(answer.conflicts)
            first = answer.sentences[0].text.lower() if answer.sentences else ""
            counts["answerable"] += bool(asked.told)
            counts["answered"] += bool(asked.told) and answered
            counts["direct"] += any(t.lower().strip(".") in first for t in asked.told.values())
            counts["unanswerable"] += not asked.told
            counts["refused"] += not asked.told and not answered
            counts["flagged"] += flagged
            counts["conflicts"] += bool(asked.clashing)
            counts["right flags"] += flagged and bool(asked.clashing)
    for name, count in counts.items():
        print(f"{name:14} {count}")


if __name__ == "__main__":
    main()
