"""Every metric, on answers made by hand, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evaluation.gold import GoldQuestion
from assistant.evaluation.judges import JUDGES, Case, Verdict, judge
from assistant.evaluation.metrics import by_tag, rate, reliability, summarise, wilson
from assistant.types import Answer
from tests.assistant.evaluation.making import TEXTS, answer, cite, conflict, gold, judged

UNANSWERABLE = gold(status="not_in_articles", conflict=None)
DISPUTED = gold(
    conflict={"values": (("70,000",), ("100,000", "100k")), "relation": "sources_disagree"}
)
UNDISPUTED = gold(conflict=None)


def verdicts(question: GoldQuestion, given: Answer) -> dict[str, tuple[int, int]]:
    return {n: (v.right, v.of) for n, v in judge(Case(question, given, TEXTS.get)).items()}


def test_answers_state_every_fact() -> None:
    both = gold(must_say=(("70,000", "70k"), ("100,000",)))
    assert verdicts(both, answer("70,000 or 100,000 [1]."))["answers"] == (1, 1)
    assert verdicts(both, answer("70k."))["answers"] == (0, 1)
    assert verdicts(both, answer(None))["answers"] == (0, 1)
    assert "answers" not in verdicts(UNANSWERABLE, answer("70,000"))


def test_a_refusal_says_nothing_even_where_it_names_the_fact() -> None:
    refusal = answer(None, answer="The closest is “70,000 troops”.")
    assert verdicts(gold(), refusal)["answers"] == (0, 1)


def test_a_marker_is_no_figure() -> None:
    assert verdicts(gold(must_say=(("/1/",),)), answer("None [1]."))["answers"] == (0, 1)


def test_direct_is_the_first_sentence_and_the_first_fact() -> None:
    tagged = gold(must_say=(("70,000",), ("100,000",)), tags=("direct",))
    assert verdicts(tagged, answer("It is 70,000."))["direct"] == (1, 1)
    assert verdicts(tagged, answer("Many.", answer="Many. 70,000."))["direct"] == (0, 1)
    assert verdicts(tagged, answer(None))["direct"] == (0, 1)
    assert "direct" not in verdicts(gold(), answer("It is 70,000."))


def test_coverage_and_refusals() -> None:
    assert verdicts(gold(), answer("Wrong."))["coverage"] == (1, 1)
    assert verdicts(gold(), answer(None))["coverage"] == (0, 1)
    assert verdicts(UNANSWERABLE, answer(None))["refusals"] == (1, 1)
    assert verdicts(UNANSWERABLE, answer("Wrong."))["refusals"] == (0, 1)
    assert "refusals" not in verdicts(gold(), answer(None))
    assert "coverage" not in verdicts(UNANSWERABLE, answer(None))


def test_citation_precision_counts_passages() -> None:
    question = gold(must_cite={"any": ("b",)})
    given = answer("x", [cite(1, "a"), cite(2, "b"), cite(3, "c")])
    assert verdicts(question, given)["citation_precision"] == (2, 3)  # a by its fact, b by its id
    assert "citation_precision" not in verdicts(question, answer(None))


@pytest.mark.parametrize(
    ("must_cite", "expected"),
    [
        ({"any": ("a", "b")}, (1, 1)),
        ({"any": ("b", "c")}, (0, 1)),
        ({"all": ("a", "b")}, (1, 2)),
        ({"all": ("a",), "any": ("b", "c")}, (1, 2)),
    ],
)
def test_citation_recall_counts_required_articles(
    must_cite: dict[str, tuple[str, ...]], expected: tuple[int, int]
) -> None:
    question = gold(must_cite=must_cite)
    assert verdicts(question, answer("x", [cite(1, "a")]))["citation_recall"] == expected
    assert verdicts(question, answer(None))["citation_recall"] == (0, expected[1])
    assert "citation_recall" not in verdicts(gold(), answer("x"))


def test_exact_spans() -> None:
    right, shifted = cite(1, "a"), cite(2, "a", "Officials", start=1)
    unknown = cite(3, "a").model_copy(update={"article_id": "z"})
    given = answer("x", [right, shifted, unknown])
    assert verdicts(gold(), given)["exact_spans"] == (1, 3)
    assert verdicts(UNANSWERABLE, given)["exact_spans"] == (1, 3)
    assert "exact_spans" not in verdicts(gold(), answer("x"))


def test_flags_given_and_asked_for() -> None:
    flagged, silent = answer("x", conflicts=[conflict("1", "2")]), answer("x")
    names = ("conflict_precision", "conflict_recall", "conflict_f1")

    def found(question: GoldQuestion, given: Answer) -> list[tuple[int, int] | None]:
        told = verdicts(question, given)
        return [told.get(name) for name in names]

    assert found(DISPUTED, flagged) == [(1, 1), (1, 1), (1, 1)]
    assert found(DISPUTED, silent) == [None, (0, 1), (0, 1)]
    assert found(UNDISPUTED, flagged) == [(0, 1), None, (0, 1)]
    assert found(UNDISPUTED, silent) == [None, None, None]
    assert found(UNANSWERABLE, flagged) == [(0, 1), None, (0, 1)]
    assert found(gold(), flagged) == [None, None, None]  # not judged


@pytest.mark.parametrize(
    ("flags", "both", "every", "relation"),
    [
        ([("70,000", "100k")], 1, 0, 1),
        ([("70,000", "100k", "tens of thousands")], 1, 1, 1),
        ([("70,000", "5")], 0, 0, 1),
        ([("from 70,000 to 100,000", "5")], 0, 0, 1),  # one position is not two sides
        ([("5", "6"), ("100k", "70,000")], 1, 0, 1),  # the closest flag counts
        ([("70,000",), ("100,000",)], 0, 0, 1),  # two flags are not one with two sides
        ([("70,000", "100k", "changed_over_time")], 1, 0, 0),
    ],
)
def test_what_flags_show(
    flags: list[tuple[str, ...]], both: int, every: int, relation: int
) -> None:
    values = (("70,000",), ("100,000", "100k"), ("tens of thousands",))
    wanted = gold(conflict={"values": values, "relation": "sources_disagree"})
    made = [
        conflict(*flag[:-1], relation=flag[-1]) if flag[-1].endswith("time") else conflict(*flag)
        for flag in flags
    ]
    told = verdicts(wanted, answer("x", conflicts=made))
    shown = [told[name][0] for name in ("both_sides", "all_sides", "relations")]
    assert shown == [both, every, relation]


def test_no_flag_shows_nothing() -> None:
    told = verdicts(DISPUTED, answer("x"))
    assert not told.keys() & {"both_sides", "all_sides", "relations"}


def test_relation_is_judged_only_where_given() -> None:
    wanted = gold(conflict={"values": (("1",), ("2",))})
    assert "relations" not in verdicts(wanted, answer("x", conflicts=[conflict("1", "2")]))


def test_every_failure_has_a_reason_and_nothing_else_has() -> None:
    tagged = gold(must_cite={"all": ("b",)}, conflict=DISPUTED.conflict, tags=("direct",))
    wrong = answer(
        "No.", [cite(1, "c", "Snow.")], conflicts=[conflict("1", relation="changed_over_time")]
    )
    cases = [(tagged, wrong), (tagged, answer(None)), (UNANSWERABLE, wrong), (UNDISPUTED, wrong)]
    seen = set()
    for question, given in cases:
        for name, verdict in judge(Case(question, given, TEXTS.get)).items():
            assert bool(verdict.reason) is verdict.failed
            seen |= {name} if verdict.failed else set()
    assert seen == {*JUDGES}


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (50, 100, 0.4038, 0.5962),
    ],
)
def test_wilson(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((low, high), abs=1e-4)


def test_a_rate_sums_what_its_verdicts_count() -> None:
    found = rate("citation_precision", [Verdict(right=1, of=2), Verdict(right=2, of=2)])
    assert (found.right, found.of, found.value) == (3, 4, 0.75)
    assert (found.low, found.high) == wilson(3, 4)


def test_a_rate_of_nothing_is_unknown() -> None:
    found = rate("answers", [])
    assert (found.value, found.low, found.high, found.of) == (None, None, None, 0)


def test_f1_from_what_is_given_and_asked_for() -> None:
    # 6 right flags, 2 false ones, 4 missed: precision 6/8, recall 6/10, F1 = 2·.75·.6/1.35
    found = rate("conflict_f1", [Verdict(right=i < 6, of=1) for i in range(12)])
    assert found.value == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_the_interval_of_f1_is_near_the_bootstrap_s() -> None:
    outcomes = np.array([1] * 60 + [0] * 30)
    drawn = np.random.default_rng(0).choice(outcomes, (4000, 90)).mean(axis=1)
    low, high = np.percentile(2 * drawn / (1 + drawn), [2.5, 97.5])
    found = rate("conflict_f1", [Verdict(right=int(o), of=1) for o in outcomes])
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.015)


def test_summary_in_all_and_by_tag() -> None:
    one = judged(gold(tags=("x", "y")), answer("70,000"), 10)
    two = judged(gold(tags=("y",)), answer(None), 30)
    summary, tags = summarise([one, two]), by_tag([one, two])
    assert summary.rates["answers"].value == 0.5
    assert (summary.questions, summary.latency_p50) == (2, 20)
    assert summary.latency_p95 == pytest.approx(29)
    assert list(tags) == ["y", "x"]
    assert tags["x"].rates["answers"].value == 1.0
    assert [*summary.rates] == [*JUDGES]


def test_reliability_is_of_answers_given() -> None:
    rows = [
        judged(gold(), answer("70,000", evidence_score=0.9)),
        judged(gold(), answer("no", evidence_score=0.5)),
        judged(UNANSWERABLE, answer("no", evidence_score=0.7)),
        judged(gold(), answer("70,000", evidence_score=0.8)),
        judged(gold(), answer(None, evidence_score=0.1)),
    ]
    low, high = reliability(rows, bins=2)
    assert (low[0], low[1].right, low[1].of) == (pytest.approx(0.6), 0, 2)
    assert (high[0], high[1].right, high[1].of) == (pytest.approx(0.85), 2, 2)
    assert reliability(rows[-1:]) == []
