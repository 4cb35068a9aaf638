"""The sentences that meet a question's conditions, and how likely each answers it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from assistant.answerability import can_answer, verbatim
from assistant.claims import counted
from assistant.evidence import ANSWERED, Candidate, Lexicon, Scores, candidates
from assistant.question import Question
from assistant.scoring import Scorer
from index.embeddings import Embedder
from index.search import fair_share
from index.types import Hit

_READ = 12
"""Passages that are read sentence by sentence, after each outlet got its share."""


class Weigher:
    """Weighs the sentences of hits for a question."""

    def __init__(self, embedder: Embedder, scorer: Scorer) -> None:
        self._embedder = embedder
        self._scorer = scorer

    def __call__(
        self, question: Question, hits: Sequence[Hit], outlets: Collection[str], lexicon: Lexicon
    ) -> tuple[list[Candidate], Scores]:
        """The sentences that may answer, of these outlets if any are given, and how likely.

        Where the very words are found whose speaker is asked for, that settles it.
        """
        heard = [c for c in candidates(fair_share(hits, _READ)) if _heard(c, outlets)]
        found = [c for c in heard if can_answer(question, c, lexicon)]
        if not (found and question.terms):
            return [], np.zeros(0)
        worded = verbatim(question, found)
        found = worded or found
        asked = counted(question) or question  # a sentence with another count answers it, too
        vector = self._embedder.query(asked.text)
        meaning = np.array([float(c.vector @ vector) for c in found])
        scores = self._scorer(asked, found, meaning, lexicon)
        return found, np.maximum(scores, ANSWERED) if worded else scores


def _heard(candidate: Candidate, outlets: Collection[str]) -> bool:
    return not outlets or candidate.hit.article.outlet in outlets
