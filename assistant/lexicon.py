"""What the corpus knows of a question's terms: how rare each is, and how else it is spelled."""

from __future__ import annotations

from math import log

from assistant.evidence import Lexicon
from assistant.question import Question
from index import lexical
from index.corpus import Corpus
from index.words import stem


def lexicon_for(corpus: Corpus, question: Question) -> Lexicon:
    """The lexicon of one question. A term that is indexed nowhere weighs most of all."""
    known = lexical.weights(corpus.catalog, [stem(t) for t in question.terms])
    rarest = log(1 + 2 * corpus.catalog.passage_count() + 1)
    weights: dict[str, float] = {}
    spellings: dict[str, frozenset[str]] = {}
    for term in question.terms:
        others = () if known[stem(term)] else lexical.respelled(corpus.catalog, term)
        spellings[term] = frozenset(others)
        found = max(lexical.weights(corpus.catalog, list(others)).values(), default=rarest)
        weights[term] = known[stem(term)] or found
    unknown = frozenset(t for t in question.terms if not known[stem(t)] and not spellings[t])
    return Lexicon(weights, unknown, spellings, corpus.embedder.words)
