"""The report as one self-contained HTML page: metrics, plots, and every question that failed."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import getdoc

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.evaluation.judges import JUDGES, shown, supports
from assistant.evaluation.metrics import Judged, reliability
from assistant.evaluation.report import besides, interval, percent
from assistant.evaluation.run import Run

_BARS = 24


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many latencies lie in each bin; bins are of equal width on a logarithmic scale.

    `ticks` are milliseconds with their place from 0 to 1.
    """

    counts: list[int]
    ticks: list[tuple[float, float]]
    marks: list[tuple[str, float, float]]


def render(run: Run) -> str:
    """The page, with the styles and plots in it; it loads nothing."""
    environment = Environment(
        loader=PackageLoader("assistant.evaluation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": percent, "interval": interval, "complaints": complaints}
    environment.filters["shown"] = shown
    failed = [one for one in run.questions if one.failed]
    return environment.get_template("report.html").render(
        run=run,
        meanings={name: (getdoc(judge) or "").replace("`", "") for name, judge in JUDGES.items()},
        besides=[besides(way) for way in run.ways.values()],
        latencies=histogram(run),
        reliability=reliability(run.questions),
        failed=failed,
        failed_metrics=[name for name in JUDGES if any(_fails(one, name) for one in failed)],
        failed_tags=sorted({tag for one in failed for tag in one.gold.tags}),
        supports=supports,
    )


def histogram(run: Run) -> Histogram:
    """The latencies of a run, with its median and 95th percentile marked."""
    latencies = [max(one.latency_ms, 0.1) for one in run.questions]
    low, high = min(latencies) / 1.1, max(latencies) * 1.1
    counts, _ = np.histogram(latencies, np.geomspace(low, high, _BARS + 1))
    nice = [m * 10.0**e for e in range(-1, 7) for m in (1, 2, 5)]

    def place(ms: float) -> float:
        return float(np.log(max(ms, low) / low) / np.log(high / low))

    marks = [("p50", run.overall.latency_p50), ("p95", run.overall.latency_p95)]
    return Histogram(
        counts=counts.tolist(),
        ticks=[(ms, place(ms)) for ms in nice if low <= ms <= high],
        marks=[(name, ms, place(ms)) for name, ms in marks],
    )


def complaints(one: Judged) -> dict[str, list[str]]:
    """What is wrong with an answer, and the metrics that say so."""
    found: dict[str, list[str]] = {}
    for name, verdict in one.verdicts.items():
        if verdict.failed:
            found.setdefault(verdict.reason, []).append(name)
    return found


def _fails(one: Judged, metric: str) -> bool:
    return metric in one.verdicts and one.verdicts[metric].failed
