"""What of a candidate sentence speaks for its answering the question, as numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant import dates, direct, names, quantities
from assistant.answerability import DOUBTS, doubts
from assistant.evidence import Candidate, Lexicon, Scores
from assistant.found import is_read
from assistant.question import Kind, Question
from assistant.reader.protocol import Reading
from index.words import STOPWORDS, fold, stem, words

SOFT_MATCH = 0.4
"""Cosine of two words, out of context, from which one passes for the other in part."""

FEATURES = ("meaning", "coverage", "context", "target", "kind", *DOUBTS)
READ = ("untold", "elsewhere")

_FORMED = (Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG, Kind.WHEN, Kind.WHERE, Kind.WHO)
"""Questions whose answers have a form: a figure, a date, a name."""


def features(
    question: Question, candidates: Sequence[Candidate], meaning: Scores, lexicon: Lexicon
) -> Scores:
    """The features of each candidate, shape (candidates, len(FEATURES)), each 0 to 1.

    meaning: cosine; coverage: share of the terms' weight that the sentence holds, synonyms in
    part; context: the same with passage and title; target: whether the counted thing is there;
    kind: whether it holds such an answer at all; and what makes it doubtful.
    """
    bags = [words(c.text) for c in candidates]
    sentence = _coverage(question.terms, bags, lexicon)
    around = _contexts(question.terms, candidates, lexicon)
    weights = np.array([lexicon.weights.get(t, 0.0) for t in question.terms])
    target = np.array([t in question.target for t in question.terms], dtype=bool)
    columns = [
        meaning,
        _weighted(sentence, weights),
        _weighted(np.maximum(sentence, around), weights),
        sentence[:, target].max(axis=1) if target.any() else np.ones(len(candidates)),
        np.array([holds_answer(question.kind, c) for c in candidates], dtype=float),
        *np.array([doubts(question, c, lexicon) for c in candidates], dtype=float).T,
    ]
    return np.stack(columns, axis=1)


def as_read(
    question: Question,
    candidates: Sequence[Candidate],
    readings: Sequence[Reading | None],
    lexicon: Lexicon,
) -> Scores:
    """What speaks against each candidate once it is read, shape (candidates, len(READ)), 0 or 1.

    untold: it has no answer of the form asked for; elsewhere: it has, but the reader points at
    other words.
    """
    table = np.zeros((len(candidates), len(READ)))
    if question.kind not in _FORMED:
        return table
    for row, candidate, reading in zip(table, candidates, readings, strict=True):
        found = direct.read(question, candidate, lexicon, reading)
        row[:] = found is None, found is not None and not is_read(found, reading)
    return table


def holds_answer(kind: Kind, candidate: Candidate) -> bool:
    """Whether the sentence has anything in it that this kind of question can be answered by."""
    text = candidate.text
    if kind in (Kind.HOW_MANY, Kind.HOW_MUCH):
        return bool(quantities.find(text))
    if kind is Kind.HOW_LONG:
        return any(q.is_duration or q.is_length for q in quantities.find(text))
    if kind is Kind.WHEN:
        return bool(dates.find(text))
    if kind is Kind.WHO:
        return bool(names.find(text))
    if kind is Kind.WHERE:
        return bool(names.places(text))
    return True


def _weighted(covered: Scores, weights: Scores) -> Scores:
    total = weights.sum()
    return covered @ weights / total if total else np.zeros(len(covered))


def _contexts(terms: Sequence[str], candidates: Sequence[Candidate], lexicon: Lexicon) -> Scores:
    """Coverage of the terms by the whole passage and the title, the same for its sentences."""
    hits = {id(c.hit): c.hit for c in candidates}
    bags = [words(f"{h.article.title} {h.article.outlet} {h.text}") for h in hits.values()]
    rows = dict(zip(hits, _coverage(terms, bags, lexicon), strict=True))
    return np.stack([rows[id(c.hit)] for c in candidates])


def _coverage(terms: Sequence[str], bags: Sequence[list[str]], lexicon: Lexicon) -> Scores:
    """How well each bag of words holds each term, 0 to 1, shape (bags, terms)."""
    if not terms:
        return np.zeros((len(bags), 0))
    vocabulary = list(dict.fromkeys(w for bag in bags for w in bag if fold(w) not in STOPWORDS))
    if not vocabulary:
        return np.zeros((len(bags), len(terms)))
    alike = (
        lexicon.vectors([fold(t) for t in terms]) @ lexicon.vectors([fold(w) for w in vocabulary]).T
    )
    soft = np.clip((alike - SOFT_MATCH) / (1 - SOFT_MATCH), 0, 1)
    for i, term in enumerate(terms):
        same = lexicon.stems(term)
        soft[i, [j for j, w in enumerate(vocabulary) if stem(w) in same]] = 1.0
    place = {w: j for j, w in enumerate(vocabulary)}
    rows = [soft[:, [place[w] for w in bag if w in place]].max(axis=1, initial=0.0) for bag in bags]
    return np.asarray(rows, dtype=np.float64)
