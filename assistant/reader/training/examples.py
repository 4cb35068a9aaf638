"""What the network is shown: pairs of texts with what each head should say of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.reader.protocol import CONTRADICTS, NEUTRAL, SUPPORTS
from assistant.reader.training import edits
from assistant.reader.training.sources import Record, normal
from index.types import Span

LABELS = ("supports", "contradicts", "neutral")
"""The records' words for the columns of what Reader.verify returns."""
NOWHERE: Span = (-1, -1)
"""The span of an answer that the passage doesn't hold."""

_FACT_CHECKS = ("fever", "sufficientfacts", "fm2", "vitaminc", "checkcovid", "wice")
WORDS = 130
"""Words of a passage that are shown at most, sentences around the answer."""
_PER_SOURCE = {
    "squadshifts_amazon_reviews": 600, "squadshifts_reddit": 1200, "qamr_wikinews": 6000,
    "qamr_wikipedia": 4000, "breaking_nli": 2000, "conjnli": 4000, "cad_nli": 6000, "snli": 9000,
    "med": 2000,
}  # fmt: skip
"""Sources of which a part does: far from news, or much of the same."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question or statement, a text, and the targets; None where a head isn't asked.

    select: 1 if the text answers the question; span: characters of the answer in the text,
    NOWHERE for none; verify: a column of what Reader.verify returns.
    """

    first: str
    second: str
    select: int | None = None
    span: Span | None = None
    verify: int | None = None
    source: str = ""

    @property
    def key(self) -> str:
        """The same for all examples of one question or statement, which belong to one split."""
        return normal(self.first)


def thinned(records: Sequence[Record], rng: random.Random) -> list[Record]:
    """The records, of some sources only as many as are useful."""
    left = dict(_PER_SOURCE)
    kept = []
    for record in rng.sample(list(records), len(records)):
        room = left.get(record["source"])
        if room is None or room > 0:
            kept.append(record)
            if room is not None:
                left[record["source"]] = room - 1
    return kept


def stated(records: Sequence[Record]) -> Iterator[Example]:
    """The NLI records of a passage's length: statement first, passage second."""
    for r in records:
        if len(r["premise"].split()) > WORDS:
            continue
        label = LABELS.index(r["label"])
        yield Example(r["hypothesis"], r["premise"], verify=label, source=r["source"])


def checked(records: Sequence[Record]) -> list[Record]:
    """The records of fact checks, whose evidence is an encyclopedia's or a paper's."""
    return [r for r in records if r["source"].startswith(_FACT_CHECKS)]


def counterfactual(
    records: Sequence[Record], names: edits.Names, rng: random.Random
) -> Iterator[Example]:
    """Claims that hold, with a name or number that claim and evidence share changed.

    In both: as true as before. In the evidence or in the claim alone: a contradiction, or, where
    the claim opens with the name, another one's story, which says nothing of it. So no claim
    looks false by itself, the bias that FEVER-Symmetric shows (Schuster et al. 2019).
    """
    for r in records:
        claim, evidence = r["hypothesis"], r["premise"]
        if r["label"] != "supports" or len(evidence.split()) > WORDS:
            continue
        change = _shared_change(claim, evidence, names, rng)
        if not change:
            continue
        other_claim, other_evidence = (change(text) for text in (claim, evidence))
        label = NEUTRAL if claim.split()[0] not in other_claim.split()[:1] else CONTRADICTS
        draw = rng.random()
        if draw < 0.4:
            yield Example(claim, other_evidence, verify=label, source="evidence changed")
        if draw > 0.6:
            yield Example(other_claim, evidence, verify=label, source="claim changed")
        if rng.random() < 0.25:
            yield Example(other_claim, other_evidence, verify=SUPPORTS, source="both changed")


def _shared_change(
    claim: str, evidence: str, names: edits.Names, rng: random.Random
) -> Callable[[str], str] | None:
    """Puts another name or figure for one that both texts hold."""
    told = [name for name, _ in names.find(claim) if name in evidence]
    figures = [m[0] for m in edits.numbers(claim) if m[0] in evidence]
    if not told and not figures:
        return None
    if figures and (not told or rng.random() < 0.5):
        old = rng.choice(figures)
        new: str | None = edits.other_number(old, rng)
    else:
        old = rng.choice(told)
        new = names.other(old, rng)
    if new is None:
        return None
    whole = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    return lambda text: whole.sub(new, text)


def selected(records: Sequence[Record]) -> Iterator[Example]:
    """Questions with a sentence that answers them or not."""
    for r in records:
        span = None if r["label"] else NOWHERE
        yield Example(
            r["question"], r["sentence"], select=r["label"], span=span, source=r["source"]
        )


def shared(question: str, text: str) -> float:
    """How much two texts have in common: words, less for a long text."""
    asked, told = set(normal(question).split()), set(normal(text).split())
    return float(len(asked & told) / (1 + len(told) ** 0.5))
