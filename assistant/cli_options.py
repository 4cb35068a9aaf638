"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Question = Annotated[str | None, typer.Argument(metavar="QUESTION", help="What to ask, in quotes.")]
Batch = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A question a line, as "
        '{"id", "question", "history"?, "articles"?, "scope"?, "own_words"?, "language"?}; '
        "- reads stdin.",
    ),
]
Articles = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH", help="Ask this file or folder of articles, in an index of its own."
    ),
]
Outlets = Annotated[
    list[str] | None,
    typer.Option("--outlet", metavar="NAME", help="Only articles by this outlet; repeatable."),
]
Since = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles from this day, month or year on.")
]
Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles up to this day, month or year.")
]
OwnWords = Annotated[
    bool, typer.Option("--own-words", help="Answer in the articles' own words, without the LLM.")
]
Language = Annotated[
    str, typer.Option(metavar="TAG", help="What is said around the articles' words: en or de.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]
