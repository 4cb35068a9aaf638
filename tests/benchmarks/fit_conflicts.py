"""Fits the odds by which two answers to a question are found to conflict.

`python -m tests.benchmarks.fit_conflicts`: over the questions of RAMDocs and those of the stories
and reports that were kept from training, whatever answers of two articles differ in form are put to
the reader as in use, and a logistic regression says what each of `conflicts.signs` weighs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant import conflicts
from assistant.chat import Assistant
from assistant.crosscheck import Contradiction, Kinship, Pair
from assistant.found import Found
from assistant.reader.training import events
from assistant.reader.training.events import Event
from assistant.reader.training.reports import reports
from assistant.reader.training.sources import read
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from index.types import Article
from tests.benchmarks.data import DATA, rows
from tests.benchmarks.stories import Story, kept

Differs = Callable[[Found, Found], bool | None]
"""Whether two answers are known to conflict; None where one is no answer."""
_HEARD = 5
"""Groups of answers that are put against each other: one more than in use."""


class Recorder:
    """Stands before `conflicts.find`, and notes what it was asked and what the reader says."""

    def __init__(self) -> None:
        self.found: list[tuple[Pair, list[float]]] = []

    def find(self, told: Sequence[Found], contradiction: Contradiction, kinship: Kinship) -> None:
        """As `conflicts.find`; finds nothing."""
        firsts: list[Found] = []
        for answer in told:
            if all(conflicts.comparable(f, answer) for f in firsts):
                firsts.append(answer)
        pairs = list(combinations(firsts[:_HEARD], 2))
        if pairs:
            kin = kinship(pairs).mean(axis=1)
            odds = np.column_stack([contradiction(pairs), kin])
            self.found += [(p, conflicts.signs(p, *o)) for p, o in zip(pairs, odds, strict=True)]


def judged(
    assistant: Assistant, question: str, articles: Sequence[Article], differs: Differs
) -> Iterator[tuple[list[float], bool]]:
    """What the reader says of each pair of answers to a question, and whether they conflict."""
    recorder = Recorder()
    with patch.object(conflicts, "find", recorder.find):
        assistant.ask(question, (), articles)
    for (one, other), said in recorder.found:
        known = differs(one, other)
        if known is not None:
            yield said, known


def _ramdocs(assistant: Assistant) -> Iterator[tuple[list[float], bool]]:
    for row in rows("ramdocs_dev.jsonl"):
        documents = row["documents"]
        named = {f"d{n}": d for n, d in enumerate(documents)}
        articles = [Article(i, i, i, d["text"]) for i, d in named.items()]

        def differs(one: Found, other: Found, named: dict[str, dict[str, str]] = named) -> bool:
            a, b = (named[f.candidate.hit.article.id] for f in (one, other))
            return "noise" not in (a["type"], b["type"]) and a["answer"] != b["answer"]

        yield from judged(assistant, row["question"], articles, differs)


def _stories(assistant: Assistant, story: Story) -> Iterator[tuple[list[float], bool]]:
    for asked in story.questions:
        clashing = partial(story.conflict, asked)

        def differs(one: Found, other: Found, clashing: Callable[..., bool] = clashing) -> bool:
            return clashing(one.candidate.text, other.candidate.text)

        yield from judged(assistant, asked.text, story.articles, differs)


def _reports(assistant: Assistant, event: Event) -> Iterator[tuple[list[float], bool]]:
    told = {"agree": event.agreeing, "clash": event.clashing, "other": event.others}
    articles = [
        Article(f"{role} {n}", f"{role} {n}", "", report.text)
        for role, reports in told.items()
        for n, report in enumerate(reports)
    ]

    def differs(one: Found, other: Found) -> bool | None:
        roles = [f.candidate.hit.article.id.split()[0] for f in (one, other)]
        if "other" in roles:
            return False
        return None if roles == ["clash", "clash"] else roles[0] != roles[1]

    yield from judged(assistant, event.question, articles, differs)


def main() -> None:
    """Collect, fit with all sets of equal weight, print."""
    corpus = Corpus(Embedder())
    sync(corpus, [])
    assistant = Assistant(corpus)
    sets = {
        "RAMDocs": list(_ramdocs(assistant)),
        "stories": [pair for story in kept() for pair in _stories(assistant, story)],
        "reports": [
            pair
            for event in reports([r["text"] for r in read(DATA / "reader", "news_sentences")])
            if events.kept(event.question)
            for pair in _reports(assistant, event)
        ],
    }
    table = np.array([said for pairs in sets.values() for said, _ in pairs])
    known = np.array([y for pairs in sets.values() for _, y in pairs])
    weight = np.concatenate([np.full(len(pairs), 1000 / len(pairs)) for pairs in sets.values()])
    model = LogisticRegression(max_iter=5000).fit(table, known, sample_weight=weight)
    print("answers, sentences, kinship, figures, times over", model.coef_[0].round(2))
    print("offset", model.intercept_.round(2))
    for name, pairs in sets.items():
        odds = model.decision_function(np.array([said for said, _ in pairs]))
        truth = [y for _, y in pairs]
        print(f"  {name}: {len(pairs)} pairs, AUROC {roc_auc_score(truth, odds):.3f}")


if __name__ == "__main__":
    main()
