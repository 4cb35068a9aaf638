"""`crossread key`: a fresh API key."""

from __future__ import annotations

from typing import Annotated

import typer


def key(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Who it is for, as logs will name them.")
    ],
) -> None:
    """Print a fresh API key, this once, and the setting that lets its bearer in.

    The setting keeps the keys that are set already, but for one of the same NAME. A key is revoked
    by taking its entry out and starting the server anew.
    """
    from assistant import keys
    from assistant.settings import load_settings

    if not keys.is_name(name):
        raise typer.BadParameter(
            f"{name!r} is no name: take up to 64 of the letters a to z, digits and . _ -"
        )
    made = keys.new_key()
    known = {**load_settings().api_keys, name: keys.hashed(made)}
    typer.echo(f"The key, not shown again: {made}")
    typer.echo("For the server's environment:")
    typer.echo(f"CROSSREAD_API_KEYS={keys.written(known)}")
