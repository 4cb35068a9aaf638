"""Fits the weights of the evidence scorers on public reading-comprehension data.

`python -m tests.benchmarks.fit_evidence` prints weights for assistant/scoring.py: those of
words and meaning alone (an earlier fit stands there: it only puts sentences forward), those beside
the reader's select, and the offset (to be added to the intercept) at which 95 % of the answerable
questions are answered. Questions are those that the
reader's training kept aside, and are asked as in use: over an index of many passages, so that
what retrieval brings up beside the right passage is what the scorer learns to pass over.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant import scoring
from assistant.evidence import Scores, candidates
from assistant.features import FEATURES, features
from assistant.lexicon import lexicon_for
from assistant.question import parse, tidy
from assistant.reader.protocol import Reader
from assistant.reader.train import split
from assistant.reader.trained import shipped
from assistant.reader.training import sources
from assistant.reader.training.lessons import examples
from index.corpus import Corpus
from index.embeddings import Embedder
from index.search import fair_share, search
from index.sync import sync
from index.types import Article
from tests.benchmarks.data import DATA

_DISTRACTING = 1500
_COVERAGE = 0.95
"""Share of the answerable questions that are to be answered: sets the threshold."""
_LEFT_OUT = ("amazon", "reddit", "qamr", "covid")
"""Reviews, posts and single sentences: nothing like news, or nothing to choose from."""


def kept() -> list[dict[str, Any]]:
    """The questions kept from training, answerable or not, and passages to distract."""
    folder, repository = DATA / "reader", Path(__file__).parents[2]
    places = [repository / "seeds", repository / "tests" / "gold"]
    files = [f for p in places for f in p.rglob("*") if f.suffix in (".txt", ".jsonl")]
    barred = sources.held_out(folder, files)
    records = {n: list(barred.without(sources.read(folder, n), n)) for n in sources.TRAIN}
    keys = {e.key for e in split(examples(records, 1), 1)[1]}
    asked = [
        r
        for r in (*records["spans"], *records["unanswerable"])
        if sources.normal(r["question"]) in keys and not any(s in r["source"] for s in _LEFT_OUT)
    ]
    others = random.Random(3).sample(records["spans"], _DISTRACTING)
    return asked + [{"question": "", "passage": r["passage"], "source": ""} for r in others]


def _example(
    corpus: Corpus, reader: Reader, row: dict[str, Any], home: str
) -> tuple[Scores, Scores]:
    """Features of what is found for a question, select's last, and which of it is right."""
    question = parse(tidy(row["question"]))
    found = candidates(fair_share(search(corpus, question.text, 24), 12))
    vector = corpus.embedder.query(question.text)
    meaning = np.array([float(c.vector @ vector) for c in found])
    table = features(question, found, meaning, lexicon_for(corpus, question))
    select = scoring.logit(reader.select(question.text, [c.text for c in found]))
    right = [
        c.hit.article.id == home
        and any(c.span[0] <= a["start"] < c.span[1] for a in row.get("answers", []))
        for c in found
    ]
    return np.column_stack([table, select]), np.array(right, dtype=float)


def main() -> None:
    """Collect, fit, judge by leaving fifths out, print."""
    rows = kept()
    home = {text: f"p{i}" for i, text in enumerate(dict.fromkeys(r["passage"] for r in rows))}
    corpus = Corpus(Embedder())
    sync(corpus, [Article(name, name, "", text) for text, name in home.items()])
    asked = [r for r in rows if r["question"]]
    found = [_example(corpus, shipped(), row, home[row["passage"]]) for row in asked]
    for name, columns in (("words and meaning", slice(0, -1)), ("with select", slice(0, None))):
        _fit(name, found, columns)


def _fit(name: str, found: list[tuple[Scores, Scores]], columns: slice) -> None:
    answerable = [(t[:, columns], y) for t, y in found if y.any()]
    others = [(t[:, columns], y) for t, y in found if not y.any()]
    model = LogisticRegression(max_iter=5000)
    first, best, worst = [], [], []
    for fifth in range(5):
        train = [p for i, p in enumerate(answerable + others) if i % 5 != fifth]
        model.fit(np.concatenate([t for t, _ in train]), np.concatenate([y for _, y in train]))
        for i, (table, right) in enumerate(answerable + others):
            if i % 5 == fifth:
                scores = model.decision_function(table)
                (best if right.any() else worst).append(scores.max())
                first += [right[scores.argmax()]] if right.any() else []
    everything = answerable + others
    model.fit(
        np.concatenate([t for t, _ in everything]), np.concatenate([y for _, y in everything])
    )
    names = [*FEATURES, "select"][columns]
    print(name, dict(zip(names, model.coef_[0].round(2), strict=True)), model.intercept_.round(2))
    at = float(np.quantile(best, 1 - _COVERAGE))
    told = np.mean(np.array(worst) >= at)
    print(
        f"  offset so that {_COVERAGE:.0%} of {len(best)} are answered: {-at:.2f}; "
        f"{told:.0%} of {len(worst)} unanswerable ones are, too; "
        f"the best sentence is right for {np.mean(first):.0%}"
    )


if __name__ == "__main__":
    main()
