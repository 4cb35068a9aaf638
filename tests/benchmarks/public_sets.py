"""Crossread on public sets, beside simple baselines.

`python -m tests.benchmarks.public_sets multihop --cache FOLDER` measures retrieval and refusals
on MultiHop-RAG (Tang & Yang 2024), `… ramdocs` the conflict flag on RAMDocs (Wang et al. 2025);
how both are scored, the README of the data says. The index of 2,009 articles is kept in FOLDER.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.chat import Assistant
from assistant.evaluation.gold import ExpectedConflict, GoldQuestion
from assistant.evaluation.judges import Case, Verdict, judge
from assistant.evaluation.metrics import Rate, rate
from assistant.evaluation.report import interval, percent
from index import lexical
from index.corpus import Corpus
from index.embeddings import Embedder
from index.query import analyse
from index.search import search
from index.types import Article
from tests.benchmarks.data import DATA, background_corpus, rows

_DEPTH = 10
_POOL = 100
_RRF_K = 60

Row = dict[str, Any]
Ranker = Callable[[Corpus, str], list[str]]
"""Article ids for a question, best first."""


def crossread(corpus: Corpus, question: str) -> list[str]:
    """Crossread's own search; a copy that was collapsed follows the passage that was kept."""
    hits = search(corpus, question, _DEPTH, per_article=True)
    return _distinct(h.article.id for hit in hits for h in (hit, *hit.copies))


def words_only(corpus: Corpus, question: str) -> list[str]:
    """BM25."""
    return _articles(corpus, _words(corpus, question))


def dense_only(corpus: Corpus, question: str) -> list[str]:
    """Cosine of the embeddings."""
    return _articles(corpus, _near(corpus, question))


def plain_fusion(corpus: Corpus, question: str) -> list[str]:
    """Both by reciprocal rank (Cormack et al. 2009), unweighted, with the usual k of 60."""
    scores: dict[str, float] = {}
    for ids in (_words(corpus, question), _near(corpus, question)):
        for rank, name in enumerate(ids, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (_RRF_K + rank)
    return _articles(corpus, sorted(scores, key=lambda name: -scores[name]))


RANKERS: dict[str, Ranker] = {
    "Crossread": crossread,
    "words only": words_only,
    "dense only": dense_only,
    "plain rank fusion": plain_fusion,
}


def multihop(console: Console, cache: Path) -> None:
    """Print retrieval and refusals on the 250 questions."""
    corpus = background_corpus(Embedder(), cache)
    questions = rows("multihop_dev.jsonl")
    answerable = [row for row in questions if row["evidence"]]
    table = _table("retrieval", "Hits@4", "Hits@4, micro", "Hits@10", "Hits@10, micro", "MRR@10")
    for name, ranker in RANKERS.items():
        ranked = _track(answerable, name, console)
        found = [(row["evidence"], ranker(corpus, row["question"])) for row in ranked]
        hits = [f"{share:.3f}" for k in (4, 10) for share in _hits(found, k)]
        table.add_row(name, *hits, f"{_mrr(found):.3f}")
    console.print(f"MultiHop-RAG: {len(answerable)} questions with evidence", style="bold")
    console.print(table)
    assistant = Assistant(corpus)
    told = [
        (bool(row["evidence"]), assistant.ask(row["question"]).status == "answered")
        for row in _track(questions, "asking", console)
    ]
    table = _table("no-answer decision", "accuracy", "95 % interval", "right / of")
    for name, wanted in (("refusals", False), ("coverage", True)):
        right = [answered == wanted for has_answer, answered in told if has_answer == wanted]
        _add(table, name, rate(name, (Verdict(right=r, of=1) for r in right)))
    console.print(table)


def ramdocs(console: Console) -> None:
    """Print the conflict flag's precision, recall and F1 on the rows with one gold answer."""
    assistant = Assistant(Corpus(Embedder()))
    chosen = [row for row in rows("ramdocs_dev.jsonl") if len(row["gold_answers"]) == 1]
    gold = [_gold(row) for row in chosen]
    answers = [
        assistant.ask(row["question"], (), _articles_of(row))
        for row in _track(chosen, "asking", console)
    ]
    silent = [answer.model_copy(update={"conflicts": []}) for answer in answers]
    told = {
        "Crossread": [judge(Case(g, a, _no_text)) for g, a in zip(gold, answers, strict=True)],
        "never flag": [judge(Case(g, a, _no_text)) for g, a in zip(gold, silent, strict=True)],
        "always flag": [_always(g) for g in gold],
    }
    contested = sum(g.conflict is not None for g in gold)
    console.print(f"RAMDocs: {contested} of {len(gold)} rows hold misinformation", style="bold")
    for name, verdicts in told.items():
        table = _table(name, "value", "95 % interval", "right / of")
        for metric in ("conflict_precision", "conflict_recall", "conflict_f1", "both_sides"):
            found = (row[metric] for row in verdicts if metric in row)
            _add(table, metric, rate(metric, found))
        console.print(table)


def _gold(row: Row) -> GoldQuestion:
    disputed = any(document["type"] == "misinfo" for document in row["documents"])
    values = (tuple(row["gold_answers"]), tuple(dict.fromkeys(row["wrong_answers"])))
    return GoldQuestion(
        id=row["question"],
        question=row["question"],
        status="answered",
        must_say=values[:1],
        conflict=ExpectedConflict(values=values) if disputed else None,
    )


def _articles_of(row: Row) -> list[Article]:
    """The row's documents, each an outlet of its own."""
    return [
        Article(f"d{n}", f"Document {n}", f"Document {n}", document["text"])
        for n, document in enumerate(row["documents"], start=1)
    ]


def _always(gold: GoldQuestion) -> dict[str, Verdict]:
    right = Verdict(right=gold.conflict is not None, of=1)
    recall = {"conflict_recall": right} if gold.conflict else {}
    return {"conflict_precision": right, "conflict_f1": right} | recall


def _no_text(article_id: str) -> None:
    """No article's text: spans are judged elsewhere."""


def _words(corpus: Corpus, question: str) -> list[str]:
    terms = analyse(question, ()).terms
    return [i for i, _ in lexical.search(corpus.catalog, terms, _POOL)]


def _near(corpus: Corpus, question: str) -> list[str]:
    return [i for i, _ in corpus.store.nearest(corpus.embedder.query(question), _POOL)]


def _articles(corpus: Corpus, passages: Sequence[str]) -> list[str]:
    found = corpus.catalog.rows(passages)
    return _distinct(found[i].article.id for i in passages if i in found)


def _distinct(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))[:_DEPTH]


def _hits(found: Sequence[tuple[list[str], list[str]]], k: int) -> tuple[float, float]:
    """The share of the evidence in the first k, by question and over all of it."""
    counts = [(len({*wanted} & {*ranked[:k]}), len({*wanted})) for wanted, ranked in found]
    micro = sum(hit for hit, _ in counts) / sum(of for _, of in counts)
    return sum(hit / of for hit, of in counts) / len(counts), micro


def _mrr(found: Sequence[tuple[list[str], list[str]]]) -> float:
    ranks = [
        next((1 / n for n, i in enumerate(ranked, start=1) if i in wanted), 0.0)
        for wanted, ranked in found
    ]
    return sum(ranks) / len(ranks)


def _table(name: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(name, min_width=18)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _add(table: Table, name: str, found: Rate) -> None:
    table.add_row(name, percent(found.value), interval(found), f"{found.right} / {found.of}")


def _track(items: Sequence[Row], label: str, console: Console) -> Iterable[Row]:
    return track(items, label, console=console, transient=True, disable=not console.is_terminal)


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("set", choices=("multihop", "ramdocs"))
    parser.add_argument("--cache", type=Path, default=Path(".crossread") / "multihop")
    given = parser.parse_args()
    if not DATA.is_dir():
        parser.error(f"no data at {DATA}: name its folder with CROSSREAD_BENCH_DATA")
    console = Console(highlight=False)
    if given.set == "multihop":
        multihop(console, given.cache)
    else:
        ramdocs(console)


if __name__ == "__main__":
    main()
