"""Of a web page, how much of the article is read, and how much of what stands around it?

`python -m tests.benchmarks.boilerplate` reads the pages in tests/index/pages, each of another make,
and prints two rates twice, after extraction and of what is indexed: how many of the article's
sentences are kept, and how many of the other lines (menus, captions, comments, notices) survive.
Both are known, as they stand beside each page in a .json file. The news are invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from index.articles import articles_of
from index.cleaning import body_spans
from index.documents import Document
from index.types import Article

PAGES = Path(__file__).parent.parent / "index" / "pages"


@dataclass(slots=True)
class Tally:
    """Sentences of articles and lines around them: how many there are, and which went wrong."""

    sentences: int = 0
    lines: int = 0
    lost: list[str] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)

    @property
    def kept(self) -> float:
        """Share of the articles' sentences that are there."""
        return 1 - len(self.lost) / self.sentences

    @property
    def surviving(self) -> float:
        """Share of the other lines that are there as well."""
        return len(self.survived) / self.lines

    def count(self, page: str, known: dict[str, Any], found: list[str]) -> None:
        """Take in one page, of which these pieces of text were found."""
        pieces = [_plain(piece) for piece in found]
        there = {s for s in known["body"] + known["boilerplate"] if _holds(pieces, _plain(s))}
        self.sentences += len(known["body"])
        self.lines += len(known["boilerplate"])
        self.lost += [f"{page}: {s}" for s in known["body"] if s not in there]
        self.survived += [f"{page}: {line}" for line in known["boilerplate"] if line in there]


def pages() -> Iterator[tuple[Article, dict[str, Any]]]:
    """Each page as it is read, and what is known of it."""
    for file in sorted(PAGES.glob("*.html")):
        document = Document(str(file), ".html", file.read_bytes())
        (article,) = articles_of(document, [])
        yield article, json.loads(file.with_suffix(".json").read_text("utf-8"))


def measure() -> tuple[Tally, Tally]:
    """What is found in the texts of the pages, and in that part of them which is indexed."""
    extracted, indexed = Tally(), Tally()
    for article, known in pages():
        text = article.text
        extracted.count(article.id, known, [text])
        indexed.count(article.id, known, [text[a:b] for a, b in body_spans(text)])
    return extracted, indexed


def _plain(text: str) -> str:
    return " ".join(text.split())


def _holds(pieces: list[str], text: str) -> bool:
    return any(text in piece for piece in pieces)


def main() -> None:
    """Measure, and print the rates and what went wrong."""
    table = Table("", "sentences kept", "other lines surviving", box=None)
    for name, tally in zip(("extracted", "indexed"), measure(), strict=True):
        kept = f"{tally.kept:.1%} of {tally.sentences}"
        table.add_row(name, kept, f"{tally.surviving:.1%} of {tally.lines}")
        for line in [f"lost: {s}" for s in tally.lost] + [f"left: {s}" for s in tally.survived]:
            print(f"{name}, {line}")
    Console().print(table)


if __name__ == "__main__":
    main()
