"""Real sentences, altered or only rephrased: are the first flagged, and the second left alone?

`python -m tests.benchmarks.perturbations` takes sentences of the public news bodies, makes two
articles of each, one with a change, and lists all conflicts between the two, as `crossread
conflicts` does. Altered are a number, a date, a name or the polarity; rephrased are a number
rounded, a unit, a spelling, the order of clauses, who is quoted. The edits are this script's own,
not those that the reader was trained on.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant import names
from assistant.reader.protocol import Reader
from assistant.reader.trained import shipped
from assistant.survey import survey
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sentences import sentence_spans
from index.sync import sync
from index.types import Article
from tests.benchmarks.data import rows

Edit = Callable[[str, random.Random], str | None]
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CALENDAR = re.compile(rf"\b(?:{'|'.join(_MONTHS + _DAYS)})\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|has|have|had)\b(?! not)")
_UNITS = {"hours": ("minutes", 60), "years": ("months", 12), "weeks": ("days", 7)}
_DAY_LAST = re.compile(
    r"^([A-Z][^,]{15,140}?) (on (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\.$"
)
_WORDED = "zero one two three four five six seven eight nine ten".split()


def number(text: str, rng: random.Random) -> str | None:
    """One number doubled, halved or so, well beyond any rounding."""
    found = list(re.finditer(r"(?<![\w.,$£€-])\d[\d,]*(?![\w.,%-]\d|\w)", text))
    if not found:
        return None
    match = rng.choice(found)
    value = int(match[0].replace(",", ""))
    if value < 2 or 1500 <= value <= 2100:
        return None
    other = f"{round(value * rng.choice([0.4, 0.6, 1.7, 2.5])) + 1:,}"
    return text[: match.start()] + other + text[match.end() :]


def day(text: str, rng: random.Random) -> str | None:
    """Another month or day of the week."""
    match = _CALENDAR.search(text)
    if not match:
        return None
    among = _MONTHS if match[0] in _MONTHS else _DAYS
    other = among[(among.index(match[0]) + rng.randint(2, len(among) - 2)) % len(among)]
    return text[: match.start()] + other + text[match.end() :]


def polarity(text: str, rng: random.Random) -> str | None:
    """A "not" put in, once."""
    match = _AUXILIARY.search(text)
    return text[: match.end()] + " not" + text[match.end() :] if match else None


def rounded(text: str, rng: random.Random) -> str | None:
    """A number of three digits or more, rounded to two and said to be."""
    match = re.search(r"(?<![\w.,$£€-])\d{3}\d*(?:,\d{3})*(?![\w.,%-]\d|\w)", text)
    value = int(match[0].replace(",", "")) if match else 0
    if not match or value < 100 or 1500 <= value <= 2100:
        return None
    step = 10 ** (len(str(value)) - 2)
    return f"{text[: match.start()]}about {round(value / step) * step:,}{text[match.end() :]}"


def unit(text: str, rng: random.Random) -> str | None:
    """The same duration in another unit."""
    match = re.search(rf"\b(\d+|{'|'.join(_WORDED[2:])}) (hours|years|weeks)\b", text)
    if not match:
        return None
    value = int(match[1]) if match[1].isdigit() else _WORDED.index(match[1])
    name, size = _UNITS[match[2]]
    return f"{text[: match.start()]}{value * size} {name}{text[match.end() :]}"


def reordered(text: str, rng: random.Random) -> str | None:
    """The day put first."""
    match = _DAY_LAST.match(text)
    return f"{match[2].capitalize()[:3]}{match[2][3:]}, {match[1]}." if match else None


def quoted(text: str, rng: random.Random) -> str | None:
    """The same, put into somebody's mouth."""
    return f"{text.rstrip('.')}, officials said." if text.endswith(".") else None


def worded(text: str, rng: random.Random) -> str | None:
    """A small number in words."""
    match = re.search(r"(?<![\w.,$£€-])([2-9]|10)(?= [a-z])", text)
    return text[: match.start()] + _WORDED[int(match[1])] + text[match.end() :] if match else None


def _renamed(everyone: Sequence[str]) -> Edit:
    """A name of several words in place of another."""

    def name(text: str, rng: random.Random) -> str | None:
        spans = [(a, b) for a, b in names.find(text) if _is_full(text[a:b]) and b < len(text) - 1]
        if not spans:
            return None
        start, end = rng.choice(spans)
        return text[:start] + rng.choice(everyone) + text[end:]

    return name


def _is_full(name: str) -> bool:
    return len(name.split()) == 2 and all(w[:1].isupper() and w.isalpha() for w in name.split())


def _sentences(limit: int, rng: random.Random) -> list[tuple[str, str]]:
    """Sentences of news, each with the one before it."""
    found = []
    for row in rows("news_bodies.jsonl"):
        spans = sentence_spans(row["text"], 0, len(row["text"]))
        texts = [" ".join(row["text"][a:b].split()) for a, b in spans]
        found += [
            (before, text)
            for before, text in itertools.pairwise(texts)
            if 8 <= len(text.split()) <= 35
        ]
    return rng.sample(found, min(limit, len(found)))


def flagged(reader: Reader, embedder: Embedder, before: str, text: str, other: str) -> bool:
    """Whether two articles, with these sentences, are found to conflict."""
    corpus = Corpus(embedder)
    told = [f"{before} {text}", f"{other} {before}"]
    sync(
        corpus,
        [Article(f"a{i}", f"Outlet {i}", "News", t, "2026-03-10") for i, t in enumerate(told)],
    )
    return bool(survey(corpus, reader, lambda done, total: None).conflicts)


def main() -> None:
    """Measure both rates."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--each", type=int, default=60, help="sentences an edit")
    given = parser.parse_args()
    rng, console = random.Random(5), Console(highlight=False)
    pool = _sentences(8000, rng)
    everyone = sorted({t[a:b] for _, t in pool for a, b in names.find(t) if _is_full(t[a:b])})
    edits: dict[str, tuple[Edit, bool]] = {
        "number": (number, True), "date": (day, True), "name": (_renamed(everyone), True),
        "polarity": (polarity, True), "rounded": (rounded, False), "unit": (unit, False),
        "reordered": (reordered, False), "quoted": (quoted, False), "in words": (worded, False),
    }  # fmt: skip
    told: dict[str, list[bool]] = defaultdict(list)
    reader, embedder = shipped(), Embedder()
    for label, (edit, _) in edits.items():
        changed = [(b, t, o) for b, t in pool if (o := edit(t, rng)) and o != t][: given.each]
        for before, text, other in track(
            changed, label, console=console, transient=True, disable=not console.is_terminal
        ):
            told[label].append(flagged(reader, embedder, before, text, other))
    table = Table("edit", "should be flagged", "flagged", "of", box=None, pad_edge=False)
    for label, (_, wanted) in edits.items():
        table.add_row(
            label, "yes" if wanted else "no", str(sum(told[label])), str(len(told[label]))
        )
    console.print(table)


if __name__ == "__main__":
    main()
