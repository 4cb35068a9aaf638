"""Fits the weights of the evidence scorer on public reading-comprehension data.

`python -m tests.benchmarks.fit_evidence` prints the coefficients that stand in
assistant/evidence.py, and how well they tell answering sentences on held-out rows.
"""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.lexicon import lexicon_for
from assistant.evidence import FEATURES, candidates, features
from assistant.question import parse, tidy
from index.chunking import passages
from index.corpus import Corpus
from index.embeddings import Embedder, Piece
from index.types import Article, Hit
from tests.benchmarks.data import DATA, background_corpus

_ANSWERABLE, _UNANSWERABLE = 3000, 2500
_LEFT_OUT = ("amazon", "reddit", "qamr", "covid")


def _rows(name: str) -> list[dict]:
    with gzip.open(DATA / "reader" / name, "rt") as lines:
        return [json.loads(line) for line in lines]


def _hits(corpus: Corpus, passage: str) -> list[Hit]:
    article = Article("x", "x", "", passage)
    found = passages(article)
    pieces = [
        Piece("", passage[p.start : p.end], tuple((a - p.start, b - p.start) for a, b in p.sentences))
        for p in found
    ]
    _, parts = corpus.embedder.passages(pieces)
    return [Hit(p, article, 0.0, v) for p, v in zip(found, parts, strict=True)]


def _examples(corpus: Corpus, rows: list[dict]) -> list[tuple[np.ndarray, np.ndarray, bool]]:
    examples = []
    for row in rows:
        question = parse(tidy(row["question"]))
        found = candidates(_hits(corpus, row["passage"]))
        if not found:
            continue
        vector = corpus.embedder.query(question.text)
        meaning = np.array([float(c.vector @ vector) for c in found])
        table = features(question, found, meaning, lexicon_for(corpus, question))
        answers = row.get("answers", [])
        labels = np.array([any(c.span[0] <= a["start"] < c.span[1] for a in answers) for c in found])
        examples.append((table, labels, bool(answers)))
    return examples


def main() -> None:
    """Fit, print, and judge on a fifth of the rows."""
    corpus = background_corpus(Embedder(), Path("/tmp/big"))
    chance = random.Random(7)
    spans = [r for r in _rows("spans.jsonl.gz") if not any(s in r["source"].lower() for s in _LEFT_OUT)]
    rows = chance.sample(spans, _ANSWERABLE) + chance.sample(_rows("unanswerable.jsonl.gz"), _UNANSWERABLE)
    chance.shuffle(rows)
    examples = _examples(corpus, rows)
    cut = len(examples) * 4 // 5
    x = np.concatenate([t for t, _, _ in examples[:cut]])
    y = np.concatenate([labels for _, labels, _ in examples[:cut]])
    model = LogisticRegression(max_iter=1000, class_weight="balanced").fit(x, y)
    print(dict(zip(FEATURES, model.coef_[0].round(2), strict=True)), model.intercept_.round(2))
    held = [(model.predict_proba(t)[:, 1], labels, a) for t, labels, a in examples[cut:]]
    top = np.mean([labels[p.argmax()] for p, labels, a in held if a])
    auc = roc_auc_score([a for _, _, a in held], [p.max() for p, _, _ in held])
    print(f"best sentence right {top:.3f}, answerability AUROC {auc:.3f}")
    best = np.array([p.max() for p, _, _ in held])
    known = np.array([a for _, _, a in held])
    for threshold in np.arange(0.3, 0.95, 0.05):
        print(f"{threshold:.2f} answered {np.mean(best[known] > threshold):.2f} refused {np.mean(best[~known] <= threshold):.2f}")


if __name__ == "__main__":
    main()
