"""What the command line shows: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from assistant.doctor import Finding
from assistant.export import marked, provenance
from assistant.types import Answer, Citation, Conflict, SearchHit
from assistant.wording import Texts
from index.articles import Reading
from index.sync import SyncReport
from index.types import Hit

_NAMED = 20
"""Articles named one by one before the rest is only counted."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def say(message: str) -> None:
    """One line for a person, on standard error."""
    typer.echo(_tame(message), err=True)


def write_json(value: Mapping[str, Any]) -> None:
    """One JSON object on one line of standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False))


@contextmanager
def progress(label: str, counted: str = "articles") -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, if that is a terminal; told (done, total)."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(counted),
        TimeRemainingColumn(),
    )  # fmt: skip
    shown = console.is_terminal
    # Articles are told in batches, which can be far apart: the speed is that of the whole run.
    with Progress(*columns, console=console, disable=not shown, speed_estimate_period=1e6) as bar:
        task = bar.add_task(label, total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=total > 0)


class _Rate(ProgressColumn):
    def __init__(self, counted: str) -> None:
        super().__init__()
        self._counted = counted

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} {self._counted}/s" if speed else "", style="progress.data.speed")


def show_report(report: SyncReport, reading: Reading, held: str = "") -> None:
    """What became of the articles, those that changed by name, and what the index now holds."""
    told = {article.id: article for article in reading.articles}
    for done in ("added", "changed", "removed"):
        ids: list[str] = getattr(report, done)
        for article_id in ids[:_NAMED]:
            article = told.get(article_id)
            name = f"{article_id}  {article.outlet}: {article.title}" if article else article_id
            _out(Text(f"  {done:8} {_tame(name)}"), wrap=False)
        if len(ids) > _NAMED:
            _out(Text(f"  {done:8} and {len(ids) - _NAMED:,} more"))
    counts = [
        f"{len(getattr(report, done)):,} {done}"
        for done in ("added", "changed", "removed", "unchanged")
    ]
    counts += [f"{len(reading.problems):,} failed"] * bool(reading.problems)
    _out(Text(f"{', '.join(counts)}. {held}".rstrip()), wrap=False)


def report_json(
    report: SyncReport, problems: Iterable[Exception], *, dry_run: bool
) -> dict[str, Any]:
    """The report of `crossread index --json`: ids by what became of them, and what failed."""
    done = ("added", "changed", "removed", "unchanged", "empty")
    told = {name: getattr(report, name) for name in done}
    return told | {"failed": [*map(str, problems)], "dry_run": dry_run}


def show_answer(answer: Answer, t: Texts, heading: str = "") -> None:
    """The answer and by whom, its quotes, its conflicts and its sources, for reading."""
    if heading:
        _out(Text(_tame(heading), style="bold"))
    _out(Markdown(_tame(marked(answer, t))))
    if by_whom := provenance(answer, t):
        _out(Text(f"\n{_tame(by_whom)}", style="italic"))
    for conflict in answer.conflicts:
        _out(Text(f"\n{_tame(conflict.summary)}", style="bold yellow"))
        for position in conflict.positions:
            said_by = f", {position.attributed_to}" if position.attributed_to else ""
            _out(Text(f"  • {_tame(position.value + said_by)} {_marks(position.citations)}"))
    # What the answer says word for word need not be read twice.
    unsaid = [c for c in answer.citations if c.quote not in answer.answer]
    if unsaid:
        _out(Text(f"\n{t('export.quotes')}", style="bold"))
        for citation in unsaid:
            quote = " ".join(_tame(citation.quote).split())
            _out(Padding(Text(f"[{citation.n}] {t('quoted', text=quote)}"), (0, 0, 0, 2)))
    if answer.citations:
        _out(Text(f"\n{t('export.sources')}", style="bold"))
        for line in _sources(answer.citations, t):
            _out(Padding(Text(line), (0, 0, 0, 2)))
    _out(Text())


def show_conflicts(
    conflicts: Sequence[Conflict], citations: Sequence[Citation], articles: int, t: Texts
) -> None:
    """Every conflict: what about, and each position with who says it, when and in which words."""
    cited = {c.n: c for c in citations}
    for n, conflict in enumerate(conflicts, start=1):
        _out(Text(f"{n}. {_tame(conflict.about)}", style="bold"))
        _out(Padding(Text(_tame(conflict.summary), style="yellow"), (0, 0, 0, 3)))
        for position in conflict.positions:
            source = cited[position.citations[0]]
            who = (source.outlet, position.attributed_to, position.published)
            _out(Padding(Text(_tame(" · ".join(filter(None, who))), style="dim"), (0, 0, 0, 3)))
            quote = t("quoted", text=_tame(" ".join(source.quote.split())))
            _out(Padding(Text(quote), (0, 0, 0, 5)))
        _out(Text())
    counted = t("survey.conflicts", count=len(conflicts))
    _out(Text(t("survey.found", conflicts=counted, articles=t("survey.articles", count=articles))))


def hits_json(hits: Sequence[Hit], question_id: str | int | None) -> dict[str, Any]:
    """The hits of one question in the shape of the wire contract."""
    return {"id": question_id, "hits": [SearchHit.of(hit).model_dump() for hit in hits]}


def show_hits(hits: Sequence[Hit], heading: str = "") -> None:
    """The passages found, best first, for reading."""
    if heading:
        _out(Text(_tame(heading), style="bold"))
    for rank, hit in enumerate(hits, start=1):
        article = hit.article
        about = " · ".join(part for part in (article.outlet, article.published, article.id) if part)
        _out(Text(f"{rank:2}. {_tame(about)}  ({hit.score:.3f})", style="bold"))
        _out(Padding(Text(" ".join(_tame(hit.text).split())), (0, 0, 1, 4)))
    if not hits:
        _out(Text("Nothing was found."))


def show_findings(findings: Iterable[Finding]) -> bool:
    """Each thing looked at, as it is found, with the mend where it is wrong; False if any is."""
    sound = True
    for finding in findings:
        mark, style = ("!", "bold red") if finding.mend else ("✓", "green")
        _out(Text.assemble((f" {mark} ", style), f"{finding.about:22}", finding.found), wrap=False)
        if finding.mend:
            sound = False
            _out(Padding(Text(finding.mend), (0, 0, 0, 25)))
    return sound


def _sources(citations: Sequence[Citation], t: Texts) -> Iterator[str]:
    """One line an article: its quotes' numbers, outlet, date, title, file and original."""
    by_article: dict[str, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    for cited in by_article.values():
        first = cited[0]
        parts = (first.outlet, first.published, first.title, first.file or first.url)
        about = " · ".join(part for part in (*parts, _original(first, t)) if part)
        yield f"{_marks([c.n for c in cited])} {_tame(about)}"


def _original(citation: Citation, t: Texts) -> str:
    """Whose report the cited article prints, if another's."""
    if not citation.copy_of:
        return ""
    parts = (citation.original_outlet, citation.original_published)
    return t("export.original", original=", ".join(part for part in parts if part))


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in numbers)


def _out(what: Any, *, wrap: bool = True) -> None:
    Console(highlight=False).print(what, soft_wrap=not wrap)


def _tame(text: str) -> str:
    """Without the control characters by which a text could steer the terminal."""
    return _CONTROL.sub(" ", text)
