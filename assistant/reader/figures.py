"""How good a reader is, on the data folder's development sets."""

from __future__ import annotations

import json
import re
import string
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from assistant.reader.protocol import CONTRADICTS, SUPPORTS, Reader, claim
from assistant.reader.training.sources import Record, read

_LEAST = 1e-6
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")


def figures(reader: Reader, folder: Path) -> dict[str, float]:
    """Every figure, by name, each 0 to 1.

    Raises CrossreadError when a file of the folder is missing.
    """
    found = {
        "TREC QA, sentence choice: MAP": trecqa(reader, read(folder, "trecqa_dev")),
        **squad2(reader, read(folder, "squad2_sample")),
        "FEVER-Symmetric, verification: accuracy": fever(
            reader, read(folder, "fever_symmetric_dev")
        ),
    }
    lines = (folder.parent / "ramdocs_dev.jsonl").read_text(encoding="utf-8").splitlines()
    found["RAMDocs, read then verify: AUROC"] = ramdocs(reader, [json.loads(x) for x in lines])
    return found


def trecqa(reader: Reader, records: Sequence[Record]) -> float:
    """Mean average precision over the questions that have sentences of both kinds."""
    scores = []
    for record in records:
        labels = np.array([s["label"] for s in record["sentences"]])
        if labels.any() and not labels.all():
            told = reader.select(record["question"], [s["text"] for s in record["sentences"]])
            scores.append(_average_precision(labels, np.asarray(told, dtype=float)))
    return float(np.mean(scores))


def squad2(reader: Reader, records: Sequence[Record]) -> dict[str, float]:
    """Span F1 of the questions with an answer; how well those are told from the others."""
    overlaps, selected, margins = [], [], []
    for record in records:
        (reading,) = reader.read(record["question"], [record["passage"]])
        selected.append(float(reader.select(record["question"], [record["passage"]])[0]))
        margins.append(reading.score if reading else 0.0)
        if not record["unanswerable"]:
            told = record["passage"][slice(*reading.span)] if reading else ""
            overlaps.append(max(f1(told, answer) for answer in record["answers"]))
    answerable = np.array([not r["unanswerable"] for r in records])
    return {
        "SQuAD 2.0, answerable questions: span F1": float(np.mean(overlaps)),
        "SQuAD 2.0, answerability by select: AUROC": auroc(answerable, np.array(selected)),
        "SQuAD 2.0, answerability by read: AUROC": auroc(answerable, np.array(margins)),
    }


def fever(reader: Reader, records: Sequence[Record]) -> float:
    """Accuracy of supports against contradicts, as the set has nothing between."""
    judged = reader.verify([(r["premise"], r["hypothesis"]) for r in records])
    said = judged[:, SUPPORTS] >= judged[:, CONTRADICTS]
    return float(np.mean(said == np.array([r["label"] == "supports" for r in records])))


def ramdocs(reader: Reader, records: Sequence[Record]) -> float:
    """How well pairs of documents with different answers are told from those with the same.

    Every pair of a row's documents that carry an answer; the answer read from each is verified
    against the other; the log odds of contradiction to support, of both ways, are averaged.
    """
    differ: list[bool] = []
    pairs: list[tuple[str, str]] = []
    for record in records:
        question = record["question"]
        documents = [d for d in record["documents"] if d["answer"] != "unknown"]
        texts = [d["text"] for d in documents]
        answers = reader.read(question, texts)
        told = [t[slice(*a.span)] if a else "" for t, a in zip(texts, answers, strict=True)]
        for i, j in combinations(range(len(documents)), 2):
            pairs += [(texts[j], claim(question, told[i])), (texts[i], claim(question, told[j]))]
            differ.append(normal(documents[i]["answer"]) != normal(documents[j]["answer"]))
    judged = reader.verify(pairs)
    odds = np.log(judged[:, CONTRADICTS] + _LEAST) - np.log(judged[:, SUPPORTS] + _LEAST)
    return auroc(np.array(differ), odds.reshape(-1, 2).mean(axis=1))


def f1(told: str, wanted: str) -> float:
    """Overlap of words, as SQuAD counts it (Rajpurkar et al. 2016)."""
    one, other = normal(told).split(), normal(wanted).split()
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else float(one == other)


def normal(text: str) -> str:
    """An answer without case, punctuation and articles."""
    plain = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(_ARTICLE.sub(" ", plain).split())


def auroc(positive: np.ndarray, scores: np.ndarray) -> float:
    """Share of the pairs of a positive and a negative that the scores order rightly."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    for value in np.unique(scores):  # ties share their mean rank
        same = scores == value
        ranks[same] = ranks[same].mean()
    n, m = int(positive.sum()), int((~positive).sum())
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * m)) if n and m else float("nan")


def _average_precision(labels: np.ndarray, scores: np.ndarray) -> float:
    ranked = labels[np.argsort(-scores, kind="stable")]
    hits = np.flatnonzero(ranked) + 1
    return float(np.mean(np.arange(1, len(hits) + 1) / hits))
