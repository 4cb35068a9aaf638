"""The judges: what one answer got right, metric by metric.

A judge looks at one question's answer and says how much of how much is right, and what isn't;
None where the question doesn't count for it. Its docstring defines the metric.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from assistant.evaluation.gold import Alternatives, ExpectedConflict, GoldQuestion
from assistant.evaluation.matching import readable, states
from assistant.types import Answer, Citation, Conflict

_REFUSED = "refused"


class Verdict(BaseModel):
    """How much of how much is right about one answer, and what isn't."""

    model_config = ConfigDict(frozen=True)

    right: int
    of: int
    reason: str = ""

    @property
    def failed(self) -> bool:
        """Whether anything is wrong."""
        return self.right < self.of


@dataclass(frozen=True, slots=True)
class Case:
    """What a judge looks at; `text_of` gives the text of an article by its id."""

    gold: GoldQuestion
    answer: Answer
    text_of: Callable[[str], str | None]

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""
        return self.answer.status == "answered"


def answers(case: Case) -> Verdict | None:
    """Questions with an answer in the articles: is every fact of it stated?

    A refusal states none. As answer-string recall in ALCE (Gao et al. 2023, "str-em"), but all
    facts or nothing.
    """
    if not case.gold.answerable:
        return None
    if not case.answered:
        return _verdict(False, _REFUSED)
    said = readable(case.answer.answer)
    unsaid = [fact[0] for fact in case.gold.must_say if not states(said, fact)]
    return _verdict(not unsaid, f"not said: {'; '.join(unsaid)}")


def direct(case: Case) -> Verdict | None:
    """Questions tagged "direct": does the answer's first sentence state the first fact?"""
    if "direct" not in case.gold.tags:
        return None
    if not case.answered:
        return _verdict(False, _REFUSED)
    first = case.answer.sentences[0].text if case.answer.sentences else ""
    wanted = case.gold.must_say[0]
    return _verdict(states(first, wanted), f"first sentence without {wanted[0]}: “{first}”")


def coverage(case: Case) -> Verdict | None:
    """Questions with an answer in the articles: is one given, be it right or wrong?

    With `refusals`, the two sides of the no-answer decision of SQuAD 2 (Rajpurkar et al. 2018).
    """
    return _verdict(case.answered, _REFUSED) if case.gold.answerable else None


def refusals(case: Case) -> Verdict | None:
    """Questions without an answer in the articles: is it said that they don't have one?"""
    return None if case.gold.answerable else _verdict(not case.answered, "not refused")


def citation_precision(case: Case) -> Verdict | None:
    """Citations under questions with an answer: does the passage support it?

    It does if its quote states one of the facts, or its article is one to cite. Per citation,
    as in ALCE (Gao et al. 2023), with the gold in the place of its NLI model.
    """
    if not case.gold.answerable or not case.answer.citations:
        return None
    idle = [c for c in case.answer.citations if not supports(case.gold, c)]
    told = ", ".join(f"[{c.n}] {c.article_id}" for c in idle)
    return _share(len(case.answer.citations), len(idle), f"supports nothing asked for: {told}")


def citation_recall(case: Case) -> Verdict | None:
    """Articles to cite: is each (or one of its alternatives) cited? A refusal cites none.

    Per required article; ALCE (Gao et al. 2023) asks the same per statement.
    """
    if not case.gold.must_cite.groups:
        return None
    cited = {c.article_id for c in case.answer.citations}
    missing = [group for group in case.gold.must_cite.groups if not cited & {*group}]
    told = f"not cited: {'; '.join(' or '.join(group) for group in missing)}"
    return _share(
        len(case.gold.must_cite.groups), len(missing), told if case.answered else _REFUSED
    )


def exact_spans(case: Case) -> Verdict | None:
    """All citations: is the quote, to the character, what the article has at its offsets?"""
    citations = case.answer.citations
    if not citations:
        return None
    wrong = [c for c in citations if (case.text_of(c.article_id) or "")[c.start : c.end] != c.quote]
    told = ", ".join(f"[{c.n}] {c.article_id} {c.start}-{c.end}" for c in wrong)
    return _share(len(citations), len(wrong), f"not the article's text: {told}")


def conflict_precision(case: Case) -> Verdict | None:
    """Answers that flag a conflict: is one asked for?"""
    if not case.gold.judges_conflicts or not case.answer.conflicts:
        return None
    told = "; ".join(map(shown, case.answer.conflicts))
    return _verdict(case.gold.conflict is not None, f"flagged: {told}")


def conflict_recall(case: Case) -> Verdict | None:
    """Questions that ask for a flag: is there one?"""
    if case.gold.conflict is None:
        return None
    return _verdict(bool(case.answer.conflicts), f"not flagged: {_sides(case.gold.conflict)}")


def conflict_f1(case: Case) -> Verdict | None:
    """F1, the harmonic mean, of conflict_precision and conflict_recall."""
    return conflict_precision(case) or conflict_recall(case)


def both_sides(case: Case) -> Verdict | None:
    """Flags that are asked for: do two positions show two of the values, one each?"""
    return _sides_shown(case, at_least=2)


def all_sides(case: Case) -> Verdict | None:
    """Flags that are asked for: does each of the values have a position of its own?"""
    return _sides_shown(case)


def relations(case: Case) -> Verdict | None:
    """Flags that are asked for with a relation: is it that one?"""
    wanted = case.gold.conflict
    if wanted is None or wanted.relation is None or not case.answer.conflicts:
        return None
    relation = _closest(wanted, case.answer.conflicts).relation
    return _verdict(relation == wanted.relation, f"{relation}, not {wanted.relation}")


Judge = Callable[[Case], Verdict | None]
JUDGES: dict[str, Judge] = {
    judge.__name__: judge
    for judge in (
        answers, direct, coverage, refusals, citation_precision, citation_recall, exact_spans,
        conflict_precision, conflict_recall, conflict_f1, both_sides, all_sides, relations,
    )
}  # fmt: skip


def judge(case: Case) -> dict[str, Verdict]:
    """The verdict of every judge that has one."""
    found = ((name, judge(case)) for name, judge in JUDGES.items())
    return {name: verdict for name, verdict in found if verdict is not None}


def supports(gold: GoldQuestion, citation: Citation) -> bool:
    """Whether a cited passage states a fact asked for, or comes from an article to cite."""
    if citation.article_id in gold.must_cite.articles:
        return True
    return any(states(citation.quote, fact) for fact in gold.must_say)


def shown(conflict: Conflict) -> str:
    """A flag in a few words: its positions and how they are said to stand to each other."""
    return f"{' / '.join(p.value for p in conflict.positions)} ({conflict.relation})"


def _verdict(right: bool, complaint: str) -> Verdict:
    return Verdict(right=int(right), of=1, reason="" if right else complaint)


def _share(of: int, wrong: int, complaint: str) -> Verdict:
    return Verdict(right=of - wrong, of=of, reason=complaint if wrong else "")


def _sides_shown(case: Case, at_least: int | None = None) -> Verdict | None:
    wanted = case.gold.conflict
    if wanted is None or not case.answer.conflicts:
        return None
    best = _closest(wanted, case.answer.conflicts)
    right = _matched(wanted, best) >= (at_least or len(wanted.values))
    return _verdict(right, f"shown: {shown(best)}; asked for: {_sides(wanted)}")


def _closest(wanted: ExpectedConflict, flags: Sequence[Conflict]) -> Conflict:
    """The flag that shows most of the values, the right relation deciding between equals."""
    return max(flags, key=lambda flag: (_matched(wanted, flag), flag.relation == wanted.relation))


def _matched(wanted: ExpectedConflict, flag: Conflict) -> int:
    """How many of the values are shown, each by a position of its own."""
    return _assigned(wanted.values, [position.value for position in flag.positions])


def _assigned(values: Sequence[Alternatives], texts: Sequence[str]) -> int:
    if not values:
        return 0
    first, rest = values[0], values[1:]
    fitting = (i for i, text in enumerate(texts) if states(text, first))
    taken = (1 + _assigned(rest, [*texts[:i], *texts[i + 1 :]]) for i in fitting)
    return max(taken, default=0) or _assigned(rest, texts)


def _sides(wanted: ExpectedConflict) -> str:
    return " / ".join(value[0] for value in wanted.values)
