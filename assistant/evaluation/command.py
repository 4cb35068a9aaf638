"""What `crossread evaluate` does; it returns whether every floor is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import track

from assistant.assembly import assistant_over, generator_for, reader_for
from assistant.cli_output import progress, say
from assistant.client import Crossread
from assistant.corpora import default_corpus, nothing_indexed, other_corpus
from assistant.evaluation import compare, page, report
from assistant.evaluation.gold import GoldQuestion, read_gold
from assistant.evaluation.judges import JUDGES
from assistant.evaluation.run import (
    Answerer,
    EvaluationError,
    InProcess,
    OverHttp,
    Run,
    read_run,
    run,
)
from assistant.evaluation.ways import Ways
from assistant.llm.generate import Generator
from assistant.settings import Settings
from index.errors import IndexStateError


def evaluate(
    gold: Path,
    answerer: Callable[[], AbstractContextManager[Answerer | Ways]],
    *,
    json: Path | None,
    html: Path | None,
    floors: Sequence[str],
    old: Path | None,
) -> bool:
    """Ask and judge a gold file, and report; False if a metric is under its floor.

    `answerer` is opened once all that was given is known to be sound.
    """
    least = parse_floors(floors)
    questions = read_gold(gold)
    before = read_run(old) if old else None
    _check_folders(json, html)
    with answerer() as asked:
        if isinstance(asked, Ways):
            done = asked.run(questions, gold, _progress)
        else:
            done = run(questions, asked, gold, _progress)
    console = Console(highlight=False)
    report.show(done, console)
    if before:
        compare.show(before, done, console)
    if json:
        json.write_text(done.model_dump_json(indent=1) + "\n", "utf-8")
    if html:
        html.write_text(page.render(done), "utf-8")
    missed = list(under(done, least))
    for sentence in missed:
        say(sentence)
    return not missed


@contextmanager
def open_answerer(
    settings: Settings,
    articles: Path | None,
    url: str | None,
    key: str | None,
    three_ways: bool = False,
) -> Iterator[Answerer | Ways]:
    """The Crossread at a URL, or an assistant over a path's articles or over the default index.

    The assistant can be asked three ways; raises EvaluationError where no language model is set.
    """
    if url and three_ways:
        raise typer.BadParameter("--three-ways asks in this process: leave --url out.")
    if url and articles:
        raise typer.BadParameter("--url asks the articles indexed there: leave --articles out.")
    if url:
        with Crossread(url, key or settings.key) as crossread:
            yield OverHttp(crossread)
        return
    generator = _generator(settings) if three_ways else None
    if articles is None:
        corpus = default_corpus(settings)
    else:
        with progress(f"Indexing {articles}") as advance:
            corpus = other_corpus(settings, articles, lambda problem: say(str(problem)), advance)
    if corpus.is_empty:
        raise IndexStateError(nothing_indexed(settings))
    yield Ways(corpus, generator) if generator else InProcess(assistant_over(settings, corpus))


def _generator(settings: Settings) -> Generator:
    generator = generator_for(settings, reader_for(settings))
    if generator is None:
        raise EvaluationError(
            "--three-ways compares answers with and without a language model, and none is set: "
            "set CROSSREAD_LLM, such as CROSSREAD_LLM=ollama/llama3.2."
        )
    return generator


def parse_floors(floors: Iterable[str]) -> dict[str, float]:
    """Floors by metric, from "metric=share"; raises typer.BadParameter for anything else."""
    least = {}
    for floor in floors:
        name, _, value = floor.partition("=")
        if name not in JUDGES:
            raise typer.BadParameter(f"{name!r} is no metric; there are {', '.join(JUDGES)}.")
        try:
            least[name] = float(value)
        except ValueError:
            least[name] = -1.0
        if not 0 <= least[name] <= 1:
            raise typer.BadParameter(
                f"{floor!r}: a floor is a share from 0 to 1, as in {name}=0.9."
            )
    return least


def under(done: Run, floors: Mapping[str, float]) -> Iterator[str]:
    """A sentence for each metric that is under its floor; one that nothing counts for is."""
    for name, floor in floors.items():
        value = done.overall.rates[name].value
        if value is None:
            yield f"{name} has a floor of {floor:g}, but no question counts for it."
        elif value < floor:
            yield f"{name} is {value:.3f}, under its floor of {floor:g}."


def _check_folders(*files: Path | None) -> None:
    """Before minutes of asking, not after."""
    for file in files:
        if file and not file.parent.is_dir():
            raise EvaluationError(f"{file}: there is no folder {file.parent} to write it to.")


def _progress(gold: Sequence[GoldQuestion]) -> Iterable[GoldQuestion]:
    console = Console(stderr=True)
    return track(gold, "Asking", console=console, disable=not console.is_terminal)
