"""Fits the weights of the evidence scorers: public reading-comprehension data and stories.

`python -m tests.benchmarks.fit_evidence` prints weights for assistant/scoring.py: those of
words and meaning alone (an earlier fit stands there: it only puts sentences forward), those beside
the reader's judgement, and the offset (to be added to the intercept) at which 90 % of the
answerable questions are answered. Questions are those that the reader's training kept aside, and
are asked as in use: those of the public data over one index of many passages, those of a story
over its articles, so that what comes up beside the right sentence is what the scorer learns to
pass over.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant import scoring
from assistant.answerability import can_answer
from assistant.evidence import Candidate, Scores, candidates
from assistant.features import FEATURES, READ, features
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
from tests.benchmarks import stories
from tests.benchmarks.data import DATA

_DISTRACTING = 1500
_COVERAGE = 0.9
"""Share of the answerable questions that are to be answered: sets the threshold."""
_WEIGHTS = (1, 3)
"""Of the public data and of the stories, which are news, as in use."""
_HARD = 8
"""Sentences of a question that are fitted in the end, the likeliest first."""
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


Rows = tuple[Scores, Scores]


def _example(
    corpus: Corpus, reader: Reader, text: str, right: Callable[[Candidate], bool]
) -> Rows | None:
    """Features of what is found for a question, select's last, and which of it is right."""
    question = parse(tidy(text))
    lexicon = lexicon_for(corpus, question)
    found = [
        c
        for c in candidates(fair_share(search(corpus, question.text, 24), 12))
        if can_answer(question, c, lexicon)
    ]
    if not found:
        return None
    vector = corpus.embedder.query(question.text)
    meaning = np.array([float(c.vector @ vector) for c in found])
    table = features(question, found, meaning, lexicon)
    heard = scoring.judged(reader, question, found, lexicon)
    return np.hstack([table, heard]), np.array([right(c) for c in found], dtype=float)


def _public(reader: Reader, embedder: Embedder) -> Iterator[Rows | None]:
    rows = kept()
    home = {text: f"p{i}" for i, text in enumerate(dict.fromkeys(r["passage"] for r in rows))}
    corpus = Corpus(embedder)
    sync(corpus, [Article(name, name, "", text) for text, name in home.items()])
    for row in (r for r in rows if r["question"]):

        def right(c: Candidate, row: dict[str, Any] = row) -> bool:
            return c.hit.article.id == home[row["passage"]] and any(
                c.span[0] <= a["start"] < c.span[1] for a in row.get("answers", [])
            )

        yield _example(corpus, reader, row["question"], right)


def _stories(reader: Reader, embedder: Embedder) -> Iterator[Rows | None]:
    for story in stories.kept():
        corpus = Corpus(embedder)
        sync(corpus, story.articles)
        for asked in story.questions:

            def right(c: Candidate, told: Sequence[str] = [*asked.told]) -> bool:
                return any(t in c.text or c.text in t for t in told)

            yield _example(corpus, reader, asked.text, right)


def main() -> None:
    """Collect, fit, judge by leaving fifths out, print."""
    reader, embedder = shipped(), Embedder()
    sets = [
        [rows for rows in made if rows is not None]
        for made in (_public(reader, embedder), _stories(reader, embedder))
    ]
    for name, columns in (("words and meaning", len(FEATURES)), ("beside the reader", None)):
        _fit(name, [[(t[:, :columns], y) for t, y in rows] for rows in sets])


def _fit(name: str, sets: list[list[Rows]]) -> None:
    best, worst, first = [], [], []
    for fifth in range(5):
        model = _model([[r for i, r in enumerate(s) if i % 5 != fifth] for s in sets])
        for table, right in (r for s in sets for i, r in enumerate(s) if i % 5 == fifth):
            scores = model.decision_function(table)
            (best if right.any() else worst).append(scores.max())
            first += [right[scores.argmax()]] if right.any() else []
    model = _model(sets)
    names = [*FEATURES, *READ, "select"][: model.n_features_in_]
    print(name, dict(zip(names, model.coef_[0].round(2), strict=True)), model.intercept_.round(2))
    at = float(np.quantile(best, 1 - _COVERAGE))
    told = np.mean(np.array(worst) >= at)
    print(
        f"  offset so that {_COVERAGE:.0%} of {len(best)} are answered: {-at:.2f}; "
        f"{told:.0%} of {len(worst)} unanswerable ones are, too; "
        f"the best sentence is right for {np.mean(first):.0%}"
    )


def _model(sets: list[list[Rows]]) -> LogisticRegression:
    """Fitted to all rows, then twice to those of each question that it took for the best: near
    misses are what the scorer is to pass over, and any sentence would drown them."""
    model = _regression(sets)
    for _ in range(2):
        model = _regression([[_best(model, rows) for rows in s] for s in sets])
    return model


def _best(model: LogisticRegression, rows: Rows) -> Rows:
    table, right = rows
    first = np.argsort(-model.decision_function(table))[:_HARD]
    return table[first], right[first]


def _regression(sets: list[list[Rows]]) -> LogisticRegression:
    """Fitted to rows of several sets, each set of its weight."""
    rows = [r for s in sets for r in s]
    weight = [
        np.full(len(y), 1000 * w / sum(len(y) for _, y in s))
        for s, w in zip(sets, _WEIGHTS, strict=True)
        for _, y in s
    ]
    return LogisticRegression(max_iter=5000).fit(
        np.concatenate([t for t, _ in rows]),
        np.concatenate([y for _, y in rows]),
        sample_weight=np.concatenate(weight),
    )


if __name__ == "__main__":
    main()
