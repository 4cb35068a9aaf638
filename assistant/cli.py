"""The command line: crossread index, search, ask, conflicts, serve, doctor and evaluate.

Torch, Chroma and Gradio take seconds to import, so each command imports what it uses itself.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assistant import cli_help, cli_index, cli_keys, cli_mcp, cli_widget
from assistant.cli_options import (
    Articles,
    AsJson,
    Batch,
    Language,
    Outlets,
    OwnWords,
    Question,
    Since,
    Until,
)
from assistant.evaluation import options
from index.errors import CrossreadError, QuestionError
from index.scope import Scope

if TYPE_CHECKING:
    from assistant.commands import Questions
    from assistant.settings import Settings

app = typer.Typer(
    help=cli_help.HELP,
    epilog=cli_help.START,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> NoReturn:
    """Run the command and leave at once; tearing torch and Gradio down would take seconds."""
    code = run(sys.argv[1:])
    with suppress(BrokenPipeError):  # a reader that has gone (`| head`) is no error
        sys.stdout.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command; returns 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    try:
        app(arguments)
    except (CrossreadError, sqlite3.Error, OSError) as error:
        typer.echo(_sentence(error), err=True)
        return 1
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    return 0


@app.callback(invoke_without_command=True)
def _root(
    show_version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True)
    ] = False,
) -> None:
    if show_version:
        typer.echo(f"crossread {version('crossread')}")
        raise typer.Exit


@app.command(epilog=cli_help.SEARCH)
def search(
    question: Question = None,
    batch: Batch = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages at most.")] = 10,
    per_article: Annotated[
        bool, typer.Option("--per-article", help="At most one passage an article.")
    ] = False,
    articles: Articles = None,
    outlet: Outlets = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Show the passages that fit a question best, without an answer.

    Every question is taken as it stands: the history in a line of a batch is not looked at.
    """
    scope = _scope(outlet, since, until)
    settings = _settings()
    from assistant import commands

    asked = _questions(question, batch)
    found = commands.search(
        settings, asked, articles, scope, k, per_article=per_article, as_json=as_json
    )
    _exit(found)


@app.command(epilog=cli_help.ASK)
def ask(
    question: Question = None,
    batch: Batch = None,
    articles: Articles = None,
    history: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help='With one QUESTION: the conversation so far, as [{"role", "content"}, ...].',
        ),
    ] = None,
    outlet: Outlets = None,
    since: Since = None,
    until: Until = None,
    own_words: OwnWords = False,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Answer a question from the articles, quoting the passages that say so."""
    scope = _scope(outlet, since, until)
    settings = _settings()
    from assistant import commands

    asked = _questions(question, batch, history)
    done = commands.ask(
        settings, asked, articles, scope,
        own_words=own_words, language=language, as_json=as_json,
    )  # fmt: skip
    _exit(done)


@app.command(epilog=cli_help.CONFLICTS)
def conflicts(
    articles: Articles = None,
    language: Language = "en",
    as_json: AsJson = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page to read and to share.")
    ] = None,
) -> None:
    """List every conflict among the articles, the surest first, without a question."""
    settings = _settings()
    from assistant import commands

    done = commands.conflicts(settings, articles, html, language=language, as_json=as_json)
    _exit(done)


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to serve on, instead of CROSSREAD_HOST.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port to serve on, instead of CROSSREAD_PORT."),
    ] = None,
) -> None:
    """Serve the chat and its HTTP API until Ctrl-C."""
    given = {"host": host, "port": port}
    settings = _settings().model_copy(
        update={name: value for name, value in given.items() if value is not None}
    )
    from assistant.serving import serve as run

    run(settings, typer.echo)


@app.command()
def doctor() -> None:
    """Say what is installed and indexed, where, what is wrong with it and how to mend it."""
    settings = _settings()
    from assistant.cli_output import show_findings
    from assistant.doctor import examine

    _exit(show_findings(examine(settings)))


@app.command(cls=options.EvaluateCommand, epilog=cli_help.EVALUATE)
def evaluate(
    gold: options.Gold = None,
    articles: Articles = None,
    url: options.Url = None,
    key: options.Key = None,
    json: options.ToJson = None,
    html: options.ToHtml = None,
    fail_under: options.FailUnder = None,
    compare: options.Compare = None,
    three_ways: options.ThreeWays = False,
    candidates: options.Candidates = None,
) -> None:
    """Ask gold questions, and say how good the answers are: exit code 1 under a floor.

    What a line of GOLD holds is described in assistant/evaluation/gold.py.
    """
    if candidates is not None:
        options.must_be_alone(
            "--candidates",
            {"GOLD": gold, "--articles": articles, "--url": url, "--key": key, "--json": json,
             "--html": html, "--fail-under": fail_under, "--compare": compare,
             "--three-ways": three_ways},
        )  # fmt: skip
        from assistant.evaluation.candidates import show_candidates

        show_candidates(candidates)
        return
    if gold is None:
        raise typer.BadParameter("Give a file of GOLD questions, or --candidates FEEDBACK.")
    settings = _settings()
    from assistant.evaluation import command

    done = command.evaluate(
        gold, lambda: command.open_answerer(settings, articles, url, key, three_ways),
        json=json, html=html, floors=fail_under or [], old=compare,
    )  # fmt: skip
    _exit(done)


app.command(epilog=cli_help.INDEX)(cli_index.index)
app.command(epilog=cli_help.WATCH)(cli_index.watch)
app.command()(cli_keys.key)
app.command()(cli_mcp.mcp)
app.command()(cli_widget.widget_snippet)


def _settings() -> Settings:
    """The settings; called before anything heavy is imported, as it switches telemetry off."""
    from assistant.settings import load_settings

    return load_settings()


def _scope(outlets: Sequence[str] | None, since: str | None, until: str | None) -> Scope:
    try:
        return Scope(frozenset(outlets or ()), since, until)
    except QuestionError as error:
        raise typer.BadParameter(str(error)) from error


def _questions(question: str | None, batch: Path | None, history: Path | None = None) -> Questions:
    from assistant.batch import read_batch, read_one

    if batch is not None and history is not None:
        raise typer.BadParameter("--history goes with one QUESTION; a batch has it in its lines.")
    if batch is not None and question is None:
        return read_batch(batch)
    if question is not None and batch is None:
        return [read_one(question, history)]
    raise typer.BadParameter("Give either a QUESTION or --batch FILE.")


def _exit(done: bool) -> None:
    if not done:
        raise typer.Exit(1)


def _sentence(error: Exception) -> str:
    if isinstance(error, sqlite3.Error):
        return f"The index cannot be used ({error}): 'crossread doctor' says what is wrong with it."
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}."
    return str(error)
