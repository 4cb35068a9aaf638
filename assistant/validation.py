"""What is wrong with a value that doesn't fit its model, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError


def problems(error: ValidationError) -> Iterator[str]:
    """A sentence for each problem, which names the field as one would write it: 'history[2]'."""
    for problem in error.errors(include_url=False):
        text = problem["msg"].removeprefix("Value error, ")
        steps = [f"[{s}]" if isinstance(s, int) else f".{s}" for s in problem["loc"]]
        place = "".join(steps).removeprefix(".")
        yield f"the field {place!r}: {text}." if place else f"{text}."
