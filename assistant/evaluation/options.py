"""How `crossread evaluate` reads its command line; light, as every command's start pays for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

_FLOORS = "--fail-under"

Gold = Annotated[
    Path | None, typer.Argument(metavar="GOLD", help="Gold questions, a JSON object a line.")
]
Url = Annotated[str | None, typer.Option(help="Ask a running Crossread at this address instead.")]
Key = Annotated[str | None, typer.Option(help="API key to ask it with, instead of CROSSREAD_KEY.")]
ToJson = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write all that came out as JSON.")
]
ToHtml = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page with plots and failures."),
]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(_FLOORS, metavar="METRIC=SHARE ...", help="Fail if a metric is under its floor."),
]
Compare = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Say what was won and lost since this --json FILE."),
]
ThreeWays = Annotated[
    bool,
    typer.Option(
        "--three-ways",
        help="Compare the articles' own words with a language model's, raw and verified.",
    ),
]
Candidates = Annotated[
    Path | None,
    typer.Option(
        metavar="FEEDBACK", help="Write visitors' feedback as gold lines to complete instead."
    ),
]


class EvaluateCommand(TyperCommand):
    """A command whose --fail-under takes several values, which Click's options don't."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See click.Command."""
        return super().parse_args(ctx, list(_spread(args)))


def must_be_alone(option: str, others: Mapping[str, object]) -> None:
    """Raise typer.BadParameter for any other option that is given beside one that asks nothing."""
    given = [name for name, value in others.items() if value]
    if given:
        raise typer.BadParameter(f"{option} asks no question: leave {', '.join(given)} out.")


def _spread(args: Sequence[str]) -> Iterator[str]:
    """`--fail-under a=1 b=1` as `--fail-under a=1 --fail-under b=1`."""
    option = ""
    for before, arg in zip(["", *args], args, strict=False):
        if arg.startswith("-"):
            option = arg.partition("=")[0]
        elif option == _FLOORS and before != _FLOORS and "=" in arg:
            yield _FLOORS
        yield arg
