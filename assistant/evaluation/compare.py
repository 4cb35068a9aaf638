"""Two runs side by side: what was won and lost, question by question."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from assistant.evaluation.metrics import Judged, Summary
from assistant.evaluation.report import percent
from assistant.evaluation.run import Run


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose verdicts differ: the metrics that rose and fell, and why they fell."""

    id: str
    question: str
    won: list[str]
    lost: list[str]
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes, and the ids of questions that only one run has, or has in other words."""

    changes: list[Change] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)


def compare(old: Run, new: Run) -> Comparison:
    """What changed from the old run to the new one, in the new one's order."""
    before = {one.gold.id: one for one in old.questions}
    after = {one.gold.id: one for one in new.questions}
    compared = [i for i in after if i in before and _asks_the_same(before[i], after[i])]
    changes = [_change(before[i], after[i]) for i in compared]
    return Comparison(
        changes=[change for change in changes if change.won or change.lost],
        not_compared=[i for i in {**after, **before} if i not in compared],
    )


def show(old: Run, new: Run, console: Console) -> None:
    """Print the metrics of both runs, and each question on which they differ."""
    console.print("\nbefore and after", style="bold")
    console.print(_metrics(old.overall, new.overall))
    comparison = compare(old, new)
    for change in comparison.changes:
        console.print(f"\n{change.id}: {change.question}", style="bold", markup=False)
        for metric in change.won:
            console.print(f"  won   {metric}", style="green")
        for metric, reason in zip(change.lost, change.reasons, strict=True):
            console.print(f"  lost  {metric}: {reason}", style="red", markup=False)
    won = sum(bool(c.won) for c in comparison.changes)
    lost = sum(bool(c.lost) for c in comparison.changes)
    console.print(f"\n{won} questions won something, {lost} lost something.")
    if comparison.not_compared:
        console.print(f"Not compared, as the gold differs: {', '.join(comparison.not_compared)}.")


def _asks_the_same(old: Judged, new: Judged) -> bool:
    """Whether the gold is the same; a note on it is for people and changes nothing."""
    return old.gold.model_copy(update={"note": new.gold.note}) == new.gold


def _change(old: Judged, new: Judged) -> Change:
    won, lost, reasons = [], [], []
    for metric in new.verdicts | old.verdicts:
        before, after = _share(old, metric), _share(new, metric)
        if after > before:
            won.append(metric)
        elif after < before:
            lost.append(metric)
            reasons.append(new.verdicts[metric].reason)
    return Change(new.gold.id, new.gold.question, won, lost, reasons)


def _share(judged: Judged, metric: str) -> float:
    """How much is right; all, where there is nothing that could be wrong."""
    verdict = judged.verdicts.get(metric)
    return verdict.right / verdict.of if verdict else 1.0


def _metrics(old: Summary, new: Summary) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("metric", "before", "after", "change"):
        table.add_column(name, justify="left" if name == "metric" else "right")
    for name, rate in new.rates.items():
        past = old.rates[name].value if name in old.rates else None
        now = rate.value
        change = "" if past is None or now is None else f"{100 * (now - past):+.1f}"
        table.add_row(name, percent(past), percent(now), change)
    for name in ("latency_p50", "latency_p95"):
        was, took = getattr(old, name), getattr(new, name)
        table.add_row(name, f"{was:.0f} ms", f"{took:.0f} ms", f"{took - was:+.0f}")
    return table
