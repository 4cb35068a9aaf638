"""The report at the terminal: metrics in all and by tag, and how many questions failed."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from assistant.evaluation.metrics import Rate, Way
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
    if run.ways:
        console.print("\nin the articles' own words, and by a language model", style="bold")
        console.print(_ways(run))
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


def besides(way: Way) -> dict[str, str]:
    """What else there is to say of a way to answer: counts, and median times."""
    return {
        "sentences": f"{way.sentences:,}",
        "unfounded_figures": f"{way.unfounded_figures:,}",
        "withheld": f"{way.withheld:,}",
        "by_model": f"{way.by_model:,}",
        "latency_p50": f"{way.latency_p50:,.0f} ms",
        "first_sentence_p50": f"{way.first_sentence_p50:,.0f} ms",
    }


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


def _ways(run: Run) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("metric")
    for name in run.ways:
        table.add_column(name, justify="right")
    ways = list(run.ways.values())
    for name in run.overall.rates:
        table.add_row(name, *(percent(way.rates[name].value) for way in ways))
    more = [besides(way) for way in ways]
    for name in more[0]:
        table.add_row(name, *(cells[name] for cells in more))
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
