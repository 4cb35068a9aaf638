"""The report at the terminal: metrics in all and by tag, and how many questions failed."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from assistant.evaluation.metrics import Rate
from assistant.evaluation.run import Run

_BY_TAG = ("answers", "direct", "refusals", "citation_precision", "citation_recall", "conflict_f1")
"""As many as fit on 80 columns; the HTML page has them all."""


def show(run: Run, console: Console) -> None:
    """Print a run's metrics, each with its count and 95 % interval, then those of each tag."""
    told = f"{len(run.questions)} questions of {run.gold}, answered by {', '.join(run.answered_by)}"
    console.print(told, style="bold", markup=False)
    console.print(_overall(run))
    if run.tags:
        console.print("\nby tag, in %", style="bold")
        console.print(_tags(run))
    failed = sum(one.failed for one in run.questions)
    console.print(
        f"\n{len(run.questions) - failed} of {len(run.questions)} questions are flawless."
    )


def percent(value: float | None) -> str:
    """A share as it is shown: "87.5 %", or a dash where nothing counted."""
    return "–" if value is None else f"{100 * value:.1f} %"


def interval(rate: Rate) -> str:
    """The 95 % interval in per cent, or ""."""
    if rate.low is None or rate.high is None:
        return ""
    return f"{100 * rate.low:.1f}–{100 * rate.high:.1f}"


def _overall(run: Run) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("metric")
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_column("right / of", justify="right")
    for name, rate in run.overall.rates.items():
        counted = f"{rate.right} / {rate.of}" if rate.of else ""
        table.add_row(name, percent(rate.value), interval(rate), counted)
    for name in ("latency_p50", "latency_p95"):
        table.add_row(name, f"{getattr(run.overall, name):.0f} ms", "", "")
    return table


def _tags(run: Run) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("tag", no_wrap=True)
    table.add_column("n", justify="right")
    for name in _BY_TAG:
        table.add_column(name.replace("_", "\n"), justify="right", vertical="bottom")
    for tag, summary in run.tags.items():
        rates = (summary.rates[name] for name in _BY_TAG)
        cells = ("–" if r.value is None else f"{100 * r.value:.0f}" for r in rates)
        table.add_row(tag, str(summary.questions), *cells)
    return table
