"""The command line: crossread index, search, ask, serve and doctor.

Torch, Chroma and Gradio take seconds to import, so each command imports what it uses itself.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from index.errors import ArticleError, CrossreadError, IndexStateError, QuestionError

if TYPE_CHECKING:
    from assistant.batch import BatchQuestion
    from assistant.chat import Assistant
    from assistant.settings import Settings

_HELP = """Ask a set of news articles: every answer cites its passages and shows where sources
disagree.

Settings come from the environment: CROSSREAD_DATA (folder of the index, .crossread if not set),
CROSSREAD_HOST and CROSSREAD_PORT (where the chat is served, 127.0.0.1:7860),
CROSSREAD_EMBEDDINGS (a sentence-transformers model). Exit codes: 0 done, 1 failed, 2 wrong usage.
"""
_START = """Start with:

\b
  crossread index seeds
  crossread ask "How many Russian troops are near Ukraine's border?"
  crossread serve
"""
_INDEX = """Examples:

\b
  crossread index seeds                   hold exactly the articles in seeds/
  crossread index news/ more/today.jsonl  hold those of a folder and a file
  crossread index --add today.txt         add one, keep the others
"""
_ASK = """Examples:

\b
  crossread ask "What did Russia demand?"
  crossread ask --json "What did Russia demand?" | jq .answer
  crossread ask --batch questions.jsonl --json > answers.jsonl
  crossread ask --articles other/ "Who won?"   another folder, the index left alone
"""
_SEARCH = """Examples:

\b
  crossread search "Russian demands" -k 5
  crossread search --batch questions.jsonl -k 10 --per-article --json
"""

app = typer.Typer(
    help=_HELP,
    epilog=_START,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Question = Annotated[str | None, typer.Argument(metavar="QUESTION", show_default=False)]
Batch = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help='A question a line, as {"id", "question", "history"?, "articles"?}; - reads stdin.',
    ),
]
Articles = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH", help="Ask this file or folder of articles, in an index of its own."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    try:
        app(arguments)
    except (CrossreadError, sqlite3.Error, OSError) as error:
        typer.echo(_sentence(error), err=True)
        sys.exit(1)
    finally:
        _flush()
    sys.exit(0)


@app.callback(invoke_without_command=True)
def _root(
    show_version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True)
    ] = False,
) -> None:
    if show_version:
        typer.echo(f"crossread {version('crossread')}")
        raise typer.Exit


@app.command(epilog=_INDEX)
def index(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Articles: .txt and .jsonl files, and folders."),
    ],
    add: Annotated[
        bool, typer.Option("--add", help="Keep what else is indexed instead of removing it.")
    ] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Start anew, with nothing kept.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the index hold exactly the articles found at these paths.

    Only what is new or changed is read by the model. A sources.toml beside the articles says what
    their texts don't: a table a file name, with outlet, published, title or url.
    """
    if add and rebuild:
        raise typer.BadParameter("--add keeps the index and --rebuild drops it: choose one.")
    settings = _settings()
    from assistant import cli_output as output
    from assistant.corpora import default_corpus, erase
    from index.articles import read_paths
    from index.sync import sync

    reading = read_paths(paths)
    for problem in reading.problems:
        output.say(str(problem))
    missing = [path for path in paths if not path.exists()]
    if not reading.articles or (missing and rebuild):
        raise ArticleError("Nothing was indexed; the index stays as it was.")
    if rebuild:
        erase(settings)
    corpus = default_corpus(settings)
    with output.progress("Indexing") as progress:
        # A mistyped path must not cost what was indexed from the right one.
        keep = add or bool(missing)
        report = sync(corpus, reading.articles, keep_others=keep, progress=progress)
    for article_id in report.empty:
        output.say(f"{article_id}: no text to index was found in this article.")
    if missing and not add:
        output.say("Nothing was removed from the index, as not every path was found.")
    if as_json:
        output.write_json(output.report_json(report, reading.problems))
    else:
        count = corpus.catalog.passage_count()
        output.show_report(report, reading.articles, str(settings.data), count)
    _exit_unless(not reading.problems)


@app.command(epilog=_SEARCH)
def search(
    question: Question = None,
    batch: Batch = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages at most.")] = 10,
    per_article: Annotated[
        bool, typer.Option("--per-article", help="At most one passage an article.")
    ] = False,
    articles: Articles = None,
    as_json: AsJson = False,
) -> None:
    """Show the passages that fit a question best, without an answer.

    Every question is taken as it stands: a history in a batch line is not looked at.
    """
    from assistant import cli_output as output

    def one(assistant: Assistant, asked: BatchQuestion) -> None:
        hits = assistant.search(asked.question, k, per_article=per_article)
        if as_json:
            output.write_json(output.hits_json(hits, asked.id))
        else:
            output.show_hits(hits, heading=f"{asked.id}: {asked.question}" if batch else "")

    _each(question, batch, articles, one)


@app.command(epilog=_ASK)
def ask(
    question: Question = None,
    batch: Batch = None,
    articles: Articles = None,
    history: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='The conversation so far: [{"role", "content"}, ...].'),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question from the articles, with the passages that say so."""
    pass


def _settings() -> Settings:
    from assistant.settings import load_settings

    return load_settings()
