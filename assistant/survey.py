"""Every conflict among the articles, without a question.

Sentences of different articles that are near in meaning are compared: what they count, when, who
and where, and whether one denies what the other says. A pair is flagged if its form and the
reader agree; flags that share a sentence are one conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.crosscheck import kinship, opposition, points_back
from assistant.draft import Draft
from assistant.evidence import Candidate, candidates
from assistant.flags import denial, flag
from assistant.found import Found
from assistant.reader.protocol import Reader
from assistant.rivals import Rivals, rivals
from assistant.speakers import speakers
from assistant.types import Conflict, Kind, Relation
from assistant.wording import DEFAULT, texts
from index.corpus import Corpus
from index.types import Hit

_NEAR = 12
"""Passages looked at around each passage."""
_ALIKE = 0.55
"""Cosine of two sentences from which they may speak of one thing."""
_LIKEST = 5
"""Sentences that each is compared with: so the work grows with the articles, not their square."""
_OPPOSED = 0.5
"""Log odds of contradiction that the reader must find between a statement and its denial."""
_SURE = 1.2
"""Log odds of contradiction, and of speaking of one thing, that values must have in sum: 7 of
11 flags were right with it in stories kept from training."""
_BATCH = 64

Progress = Callable[[int, int], None]
Place = tuple[str, int]
"""A sentence: its article and where it starts."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sentences that cannot both hold, and how sure the reader is (log odds)."""

    rivals: Rivals
    odds: float

    @property
    def places(self) -> tuple[Place, Place]:
        """Both sentences."""
        return _place(self.rivals.one.candidate), _place(self.rivals.other.candidate)


def survey(corpus: Corpus, reader: Reader, progress: Progress, language: str = DEFAULT) -> Draft:
    """All conflicts with their citations, the surest first, told in a language.

    `progress` is told (done, total).
    """
    found = list(clashes(corpus, reader, progress))
    draft = Draft(t=texts(language))
    for group in _grouped(sorted(found, key=lambda c: -c.odds)):
        answers = {_place(f.candidate): f for c in group for f in (c.rivals.one, c.rivals.other)}
        told = sorted(answers.values(), key=lambda f: f.candidate.hit.article.published or "")
        draft.conflicts.append(_conflict(group[0].rivals.kind, told, draft))
    return draft


def _conflict(kind: Kind, told: Sequence[Found], draft: Draft) -> Conflict:
    """The conflict between sentences that say different things of one, where nothing was asked."""
    said = told[0].candidate.text
    if kind == "statement":
        spoken = [(f.candidate, next(iter(speakers(f.candidate)), None)) for f in told]
        heard = any(speaker for _, speaker in spoken)
        relation: Relation = "parties_disagree" if heard else "sources_disagree"
        return denial(said, spoken, relation, draft.cite, draft.t)
    start, end = told[0].span or (0, 0)
    return flag(kind, f"{said[:start]}…{said[end:]}", told, draft.cite, draft.t)


def clashes(corpus: Corpus, reader: Reader, progress: Progress) -> Iterator[Clash]:
    """Pairs of sentences that differ in form and that the reader finds to contradict."""
    waiting: list[Rivals] = []
    for pair in _pairs(corpus, progress):
        waiting += rivals(*pair)
        if len(waiting) >= _BATCH:
            yield from _judged(waiting, reader)
            waiting = []
    yield from _judged(waiting, reader)


def _judged(waiting: Sequence[Rivals], reader: Reader) -> Iterator[Clash]:
    """Those that the reader finds to speak of one thing, or to deny it."""
    denials = [r for r in waiting if r.kind == "statement"]
    others = [r for r in waiting if r.kind != "statement"]
    pairs = [(r.one.candidate, r.other.candidate) for r in denials]
    for found, odds in zip(denials, opposition(reader, pairs), strict=True):
        if odds >= _OPPOSED:
            yield Clash(found, float(odds))
    alike = kinship(reader, [(r.one, r.other) for r in others]).mean(axis=1)
    kin = [(found, k) for found, k in zip(others, alike, strict=True) if k >= 0]
    against = opposition(reader, [(r.one.candidate, r.other.candidate) for r, _ in kin])
    for (found, k), x in zip(kin, against, strict=True):
        if k + x >= _SURE and points_back(reader, found.one, found.other):
            yield Clash(found, float(k + x))


def _pairs(corpus: Corpus, progress: Progress) -> Iterator[tuple[Candidate, Candidate]]:
    """Pairs of sentences of different articles that are near in meaning, each once."""
    ids = corpus.catalog.passage_ids()
    seen: set[tuple[Place, Place]] = set()
    for done, name in enumerate(ids, start=1):
        hit, *others = _around(corpus, name)
        mine = candidates([hit])
        theirs = candidates(others)
        if mine and theirs:
            alike = np.stack([c.vector for c in mine]) @ np.stack([c.vector for c in theirs]).T
            alike[alike < np.sort(alike, axis=1)[:, -_LIKEST:][:, :1]] = 0.0
            for i, j in np.argwhere(alike >= _ALIKE):
                one, other = sorted((mine[i], theirs[j]), key=_place)
                key = (_place(one), _place(other))
                if key not in seen:
                    seen.add(key)
                    yield one, other
        progress(done, len(ids))


def _around(corpus: Corpus, name: str) -> list[Hit]:
    """A passage, and those of other articles that are nearest to it."""
    row = corpus.catalog.rows([name])[name]
    middle = np.asarray(row.vectors).mean(axis=0)
    near = corpus.store.nearest(middle / np.linalg.norm(middle), _NEAR)
    rows = corpus.catalog.rows([i for i, _ in near if i != name])
    own = Hit(row.passage, row.article, 1.0, row.vectors)
    others = [
        Hit(r.passage, r.article, 0.0, r.vectors)
        for r in rows.values()
        if r.article.id != row.article.id
    ]
    return [own, *others]


def _grouped(found: Sequence[Clash]) -> list[list[Clash]]:
    """Clashes of one kind that share a sentence, joined; in order of the surest of each."""
    groups: list[list[Clash]] = []
    for clash in found:
        kin = [g for g in groups if any(_kin(clash, c) for c in g)]
        joined = [*(c for g in kin for c in g), clash]
        at = groups.index(kin[0]) if kin else len(groups)
        groups = [g for g in groups if g not in kin]
        groups.insert(at, joined)
    return groups


def _kin(one: Clash, other: Clash) -> bool:
    same_kind = one.rivals.kind == other.rivals.kind
    return same_kind and bool(set(one.places) & set(other.places))


def _place(candidate: Candidate) -> Place:
    return candidate.hit.article.id, candidate.span[0]
