"""`crossread widget-snippet`: the widget for another page."""

from __future__ import annotations

from typing import Annotated, Literal

import typer


def widget_snippet(
    host: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Where readers reach this Crossread, if not where it serves."
        ),
    ] = None,
    mode: Annotated[
        Literal["floating", "inline"],
        typer.Option(help="A button that opens a panel, or a panel in the text."),
    ] = "floating",
) -> None:
    """Print the lines that put the widget into a page.

    The page's origin has to be among CROSSREAD_WIDGET_ORIGINS. The address /embed of a running
    server shows the widget and its attributes.
    """
    from urllib.parse import urlsplit

    from assistant.settings import load_settings
    from assistant.snippet import snippet

    address = host or load_settings().address
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        raise typer.BadParameter(f"{address!r} is no address: write it as https://chat.example")
    typer.echo(snippet(address, {"mode": "inline"} if mode == "inline" else None))
