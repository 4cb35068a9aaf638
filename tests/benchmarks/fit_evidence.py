"""Fits the weights of the evidence scorer on public reading-comprehension data.

`python -m tests.benchmarks.fit_evidence` prints coefficients and the threshold for
assistant/evidence.py. (Those that stand there come from a first fit on the same data, when
questions were taken apart otherwise; today's differ in how much a matching target counts.)
Questions are asked as in use: over an index of many passages, so that what retrieval brings up
beside the right passage is what the scorer learns to pass over.
"""

from __future__ import annotations

import gzip
import json
import random
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.evidence import FEATURES, Scores, candidates, features
from assistant.lexicon import lexicon_for
from assistant.question import parse, tidy
from index.corpus import Corpus
from index.embeddings import Embedder
from index.search import fair_share, search
from index.sync import sync
from index.types import Article
from tests.benchmarks.data import DATA

_ANSWERABLE, _DISTRACTING = 700, 500
_COVERAGE = 0.95
"""Share of the answerable questions that are to be answered: sets the threshold."""
_LEFT_OUT = ("amazon", "reddit", "qamr", "covid")
"""Reviews, posts and single sentences: nothing like news, or nothing to choose from."""


def _rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / "reader" / name, "rt") as lines:
        return [json.loads(line) for line in lines]


def _example(corpus: Corpus, row: dict[str, Any], home: str) -> tuple[Scores, Scores]:
    """Features of what is found for a question, and which of it holds the answer."""
    question = parse(tidy(row["question"]))
    found = candidates(fair_share(search(corpus, question.text, 24), 12))
    vector = corpus.embedder.query(question.text)
    meaning = np.array([float(c.vector @ vector) for c in found])
    table = features(question, found, meaning, lexicon_for(corpus, question))
    right = [
        c.hit.article.id == home
        and any(c.span[0] <= a["start"] < c.span[1] for a in row["answers"])
        for c in found
    ]
    return table, np.array(right, dtype=float)


def main() -> None:
    """Fit on four fifths of the questions, judge on the rest, print both."""
    chance = random.Random(3)
    spans = [r for r in _rows("spans.jsonl.gz") if not any(s in r["source"] for s in _LEFT_OUT)]
    asked = chance.sample(spans, _ANSWERABLE)
    others = chance.sample(_rows("unanswerable.jsonl.gz"), _DISTRACTING)
    home = {text: f"p{i}" for i, text in enumerate({r["passage"] for r in asked + others})}
    corpus = Corpus(Embedder())
    sync(corpus, [Article(name, name, "", text) for text, name in home.items()])
    examples = [_example(corpus, row, home[row["passage"]]) for row in asked]
    examples = [(table, right) for table, right in examples if right.any()]
    cut = len(examples) * 4 // 5
    model = LogisticRegression(max_iter=2000, class_weight="balanced").fit(
        np.concatenate([table for table, _ in examples[:cut]]),
        np.concatenate([right for _, right in examples[:cut]]),
    )
    print(dict(zip(FEATURES, model.coef_[0].round(2), strict=True)), model.intercept_.round(2))
    first = [right[model.decision_function(table).argmax()] for table, right in examples[cut:]]
    best = [model.predict_proba(table)[:, 1].max() for table, _ in examples]
    print(f"ANSWERED, so that {_COVERAGE:.0%} are: {np.quantile(best, 1 - _COVERAGE):.2f}")
    print(f"the best sentence is the right one for {np.mean(first):.2f} of {len(first)} questions")


if __name__ == "__main__":
    main()
