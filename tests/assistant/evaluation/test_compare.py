"""What was won and lost between two runs."""

from __future__ import annotations

import pytest
from rich.console import Console

from assistant.evaluation.compare import compare, show
from tests.assistant.evaluation.making import answer, cite, conflict, gold, judged, made_run

GOOD, BAD, REFUSED = answer("70,000"), answer("No idea"), answer(None)


def named(name: str, **fields: object) -> dict[str, object]:
    return {"id": name, "question": f"Question {name}?"} | fields


def test_won_and_lost() -> None:
    old = made_run(
        judged(gold(**named("won")), BAD),
        judged(gold(**named("lost")), GOOD),
        judged(gold(**named("same")), BAD),
    )
    new = made_run(
        judged(gold(**named("same")), BAD),
        judged(gold(**named("lost")), REFUSED),
        judged(gold(**named("won")), GOOD),
    )
    lost, won = compare(old, new).changes
    assert (lost.id, lost.won, lost.lost) == ("lost", [], ["answers", "coverage"])
    assert lost.reasons == ["refused", "refused"]
    assert (won.id, won.won, won.lost) == ("won", ["answers"], [])


def test_a_share_that_falls_is_a_loss() -> None:
    question = gold(must_cite={"all": ("a", "b")})
    old = made_run(judged(question, answer("70,000", [cite(1, "a"), cite(2, "b")])))
    new = made_run(judged(question, answer("70,000", [cite(1, "a")])))
    (change,) = compare(old, new).changes
    assert (change.won, change.lost) == ([], ["citation_recall"])


def test_a_false_flag_is_a_loss_and_its_end_a_win() -> None:
    quiet = made_run(judged(gold(conflict=None), GOOD))
    loud = made_run(judged(gold(conflict=None), answer("70,000", conflicts=[conflict("1", "2")])))
    assert compare(quiet, loud).changes[0].lost == ["conflict_precision", "conflict_f1"]
    assert compare(loud, quiet).changes[0].won == ["conflict_precision", "conflict_f1"]


def test_what_differs_in_the_gold_is_not_compared() -> None:
    old = made_run(judged(gold(**named("a")), BAD), judged(gold(**named("gone")), BAD))
    new = made_run(
        judged(gold(**named("a", must_say=(("No",),))), BAD), judged(gold(**named("new")), BAD)
    )
    comparison = compare(old, new)
    assert comparison.changes == []
    assert comparison.not_compared == ["a", "new", "gone"]


def test_a_note_changes_nothing() -> None:
    old = made_run(judged(gold(note="To check."), BAD))
    new = made_run(judged(gold(note="Checked."), GOOD))
    assert [change.won for change in compare(old, new).changes] == [["answers"]]


def test_shown(capsys: pytest.CaptureFixture[str]) -> None:
    old = made_run(judged(gold(id="a"), BAD), judged(gold(id="b"), BAD))
    new = made_run(judged(gold(id="a"), GOOD), judged(gold(id="c [1]"), BAD))
    show(old, new, Console(width=100))
    told = capsys.readouterr().out
    assert "a: How many?\n  won   answers" in told
    assert "1 questions won something, 0 lost something." in told
    assert "Not compared, as the gold differs: c [1], b." in told
    assert "0.0 %   50.0 %   +50.0" in told
