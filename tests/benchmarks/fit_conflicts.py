"""Fits the weights with which two claims are taken for a conflict, on public questions.

`python -m tests.benchmarks.fit_conflicts` prints what stands in assistant/conflicts.py. For each
question that the reader's training kept aside, the passage with its answer is an article, and so
is the same passage reworded with another answer: these conflict. The right one reworded without a
change, and what retrieval brings up beside them, doesn't. RAMDocs' development rows, whose
documents are written by different hands, count in, too. The threshold is the one of most F1 at a
precision of at least 0.9.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from assistant import conflicts, evidence
from assistant.claims import Claim, claims
from assistant.comparison import Match, compare
from assistant.crosscheck import contradiction
from assistant.lexicon import lexicon_for
from assistant.question import has_one_answer, parse, tidy
from assistant.reader.protocol import Reader
from assistant.reader.trained import shipped
from assistant.reader.training import edits
from assistant.reader.training.questions import Asked, asked, wrong_answer
from assistant.scoring import ReaderScorer
from index.corpus import Corpus
from index.embeddings import Embedder
from index.search import fair_share, search
from index.sync import sync
from index.types import Article
from tests.benchmarks.data import rows
from tests.benchmarks.fit_evidence import kept

_PRECISION = 0.9
_QUESTIONS = 400

Pair = tuple[list[float], bool]


def told(corpus: Corpus, reader: Reader, question: str) -> list[Claim]:
    """The claims that an answer would compare."""
    parsed = parse(tidy(question))
    if not has_one_answer(parsed):
        return []
    lexicon = lexicon_for(corpus, parsed)
    found = evidence.candidates(fair_share(search(corpus, parsed.text, 24), 12))
    vector = corpus.embedder.query(parsed.text)
    meaning = np.array([float(c.vector @ vector) for c in found])
    scores = ReaderScorer(reader)(parsed, found, meaning, lexicon)
    chosen = evidence.contenders(found, scores)
    readings = reader.read(parsed.text, [e.candidate.text for e in chosen])
    read = [replace(e, reading=r) for e, r in zip(chosen, readings, strict=True)]
    return claims(parsed, read, lexicon)


def pairs(
    reader: Reader, question: str, found: Sequence[Claim]
) -> Iterator[tuple[Claim, Claim, list[float]]]:
    """Pairs of claims that differ in form or may, with their features."""
    compared = [
        (found[0], c)
        for c in found[1:]
        if conflicts.comparable(found[0].answer, c.answer)
        and compare(found[0].answer, c.answer) is not Match.SAME
    ]
    if compared:
        table = conflicts.features(compared, contradiction(reader, question))
        for (one, other), row in zip(compared, table, strict=True):
            yield one, other, list(row)


def altered(items: Sequence[Asked], rng: random.Random) -> tuple[list[Article], list[Asked]]:
    """Each passage as one article, and its answer changed, or not, as another."""
    names = edits.Names([i.passage for i in items])
    articles: list[Article] = []
    chosen = []
    for item in items:
        wrong = wrong_answer(item, items, names, rng)
        at = item.passage.find(item.text)
        if not wrong or at < 0:
            continue
        chosen.append(item)
        passage = item.passage.replace(item.text, wrong) if rng.random() < 0.5 else item.passage
        changed = passage is not item.passage
        first, *rest = [passage[a:b] for a, b in _sentences(passage)]
        said = " ".join([*rest, edits.attributed(first, rng)])
        name = f"q{len(chosen) - 1}"
        articles.append(Article(f"{name}:right", f"{name} right", "", item.passage))
        articles.append(
            Article(f"{name}:{'wrong' if changed else 'same'}", f"{name} other", "", said)
        )
    return articles, chosen


def _sentences(text: str) -> list[tuple[int, int]]:
    from assistant.reader.training.questions import sentences

    return list(sentences(text))


def public(reader: Reader, embedder: Embedder) -> Iterator[Pair]:
    """Pairs from the kept questions: a conflict is one between an article and its altered copy."""
    rng = random.Random(7)
    records = [r for r in kept() if r["question"] and r.get("answers")]
    items = asked(rng.sample(records, min(_QUESTIONS, len(records))))
    articles, chosen = altered(items, rng)
    corpus = Corpus(embedder)
    beside = [r["passage"] for r in kept() if not r["question"]]
    sync(corpus, [*articles, *(Article(f"b{n}", f"b{n}", "", t) for n, t in enumerate(beside))])
    for item in chosen:
        found = told(corpus, reader, item.question)
        for one, other, row in pairs(reader, item.question, found) if found else ():
            ids = sorted(c.answer.candidate.hit.article.id for c in (one, other))
            (home, first), (there, second) = (i.partition(":")[::2] for i in ids)
            yield row, home == there and (first, second) == ("right", "wrong")


def ramdocs(reader: Reader, embedder: Embedder) -> Iterator[Pair]:
    """Pairs of RAMDocs' documents: a conflict is one between different answers of one subject."""
    for record in rows("ramdocs_dev.jsonl"):
        if len(record["gold_answers"]) != 1:
            continue
        corpus = Corpus(embedder)
        documents: list[dict[str, Any]] = record["documents"]
        sync(corpus, [Article(f"{n}", f"d{n}", "", d["text"]) for n, d in enumerate(documents)])
        found = told(corpus, reader, record["question"])
        for one, other, row in pairs(reader, record["question"], found) if found else ():
            a, b = (documents[int(c.answer.candidate.hit.article.id)] for c in (one, other))
            yield row, {a["type"], b["type"]} == {"correct", "misinfo"}


def main() -> None:
    """Collect, fit, print."""
    reader, embedder = shipped(), Embedder()
    for name, made in (("public", public), ("RAMDocs", ramdocs)):
        found = list(made(reader, embedder))
        print(f"{name}: {len(found)} pairs, {sum(y for _, y in found)} conflicts")
        (table, labels) = np.array([x for x, _ in found]), np.array([y for _, y in found])
        if name == "public":
            gathered = table, labels
    table = np.concatenate([gathered[0], table])
    labels = np.concatenate([gathered[1], labels])
    model = LogisticRegression(max_iter=5000).fit(table, labels)
    odds = cross_val_predict(model, table, labels, cv=5, method="decision_function")
    precise = [at for at in np.sort(odds) if labels[odds >= at].mean() >= _PRECISION]
    at = precise[0] if precise else float("nan")
    weights = dict(zip(conflicts.FEATURES, model.coef_[0].round(2), strict=True))
    print(weights, f"intercept {model.intercept_[0] - at:.2f}")
    print(f"recall at precision {_PRECISION}: {(odds[labels] >= at).mean():.2f}")


if __name__ == "__main__":
    main()
