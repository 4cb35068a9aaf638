"""How `crossread evaluate` reads its command line; light, as every command's start pays for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperCommand

_FLOORS = "--fail-under"


class EvaluateCommand(TyperCommand):
    """A command whose --fail-under takes several values, which Click's options don't."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See click.Command."""
        return super().parse_args(ctx, list(_spread(args)))


def _spread(args: Sequence[str]) -> Iterator[str]:
    """`--fail-under a=1 b=1` as `--fail-under a=1 --fail-under b=1`."""
    option = ""
    for before, arg in zip(["", *args], args, strict=False):
        if arg.startswith("-"):
            option = arg.partition("=")[0]
        elif option == _FLOORS and before != _FLOORS and "=" in arg:
            yield _FLOORS
        yield arg
