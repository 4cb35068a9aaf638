"""Which sources are independent of each other: a report that several outlets print is one's."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.evidence import Candidate
from index.types import Article


def independent(articles: Iterable[Article]) -> dict[str, list[str]]:
    """An outlet for each independent report, with the other outlets that print it.

    It is the original's outlet where that is among them, else the first.
    """
    printed: dict[str, list[str]] = {}
    for article in articles:
        origin = article.original.outlet if article.original else article.outlet
        printed.setdefault(origin, []).append(article.outlet)
    found: dict[str, list[str]] = {}
    for origin, outlets in printed.items():
        first = origin if origin in outlets else outlets[0]
        others = found.setdefault(first, [])
        others += [o for o in dict.fromkeys(outlets) if o not in (first, *others)]
    return found


def copies(candidate: Candidate) -> list[Candidate]:
    """The same sentence in the near-copies of its passage."""
    found = []
    for hit in candidate.hit.copies:
        for i, (start, end) in enumerate(hit.passage.sentences):
            if hit.article.text[start:end] == candidate.text:
                found.append(Candidate(hit, i, candidate.text, candidate.vector))
    return found


def reprints(candidate: Candidate) -> list[Candidate]:
    """Those of its copies that stand in copies of the whole article."""
    report = _report(candidate)
    return [copy for copy in copies(candidate) if _report(copy) == report]


def _report(candidate: Candidate) -> str:
    article = candidate.hit.article
    return article.copy_of or article.id
