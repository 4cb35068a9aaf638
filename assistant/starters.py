"""Starter questions, drawn from what the indexed articles say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable

from assistant import names, quantities
from assistant.evidence import candidates
from assistant.speakers import speakers
from assistant.types import Answer
from index.types import Hit
from index.words import is_plural, stems

_FEWEST = 3
"""A count below this ("two sides") asks for nothing."""


def starters(
    hits: Iterable[Hit], ask: Callable[[str], Answer], n: int, asked: Collection[str] = ()
) -> list[str]:
    """Up to n questions that `ask` answers, those on which the sources disagree first.

    Ideas come from what most articles count, who speaks in them, and what they mention; what
    was `asked` before is no idea.
    """
    answers = [(idea, ask(idea)) for idea in _ideas(hits) if not _asked(idea, asked)]
    good = [(idea, a) for idea, a in answers if a.status == "answered"]
    good.sort(key=lambda pair: (not pair[1].conflicts, -_sources(pair[1])))
    return [idea for idea, _ in good[:n]]


def _sources(answer: Answer) -> int:
    """How many outlets it rests on, a copy counting as the original's."""
    return len({c.original_outlet or c.outlet for c in answer.citations})


def _ideas(hits: Iterable[Hit]) -> list[str]:
    counted, speaking, told = (defaultdict(set) for _ in range(3))
    for hit in hits:
        for candidate in candidates([hit]):
            text, article = candidate.text, hit.article.id
            for q in quantities.find(text):
                if _countable(q):
                    counted[" ".join(q.unit)].add(article)
            for name in speakers(candidate):
                if len(name.split()) > 1:
                    speaking[re.sub(r"^The\b", "the", name)].add(article)
            for start, end in names.find(text):
                told[text[start:end].removeprefix("the ")].add(article)
    return [
        *(f"How many {unit} are there?" for unit in _most(counted, 3)),
        *(f"What did {name} say?" for name in _most(speaking, 3)),
        *(f"What is said about {name}?" for name in _most(told, 3)),
    ]


def _asked(idea: str, asked: Iterable[str]) -> bool:
    """Whether a question asked before holds every word of the idea's."""
    return any(set(stems(idea)) <= set(stems(question)) for question in asked)


def _countable(q: quantities.Quantity) -> bool:
    plain = not (q.is_duration or q.is_length or q.money)
    return plain and q.low >= _FEWEST and 0 < len(q.unit) < _FEWEST and is_plural(q.unit[-1])


def _most(found: dict[str, set[str]], n: int) -> list[str]:
    counts = Counter({name: len(articles) for name, articles in found.items()})
    return [name for name, _ in counts.most_common(n)]
