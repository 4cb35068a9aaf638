"""`crossread index` and `crossread watch`: what the index holds, and keeping it in step."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli_options import AsJson

_Add = Annotated[
    bool, typer.Option("--add", help="Keep what else is indexed instead of removing it.")
]


def index(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE", help="Articles: files, folders, web addresses and feeds; - for stdin."
        ),
    ] = None,
    add: _Add = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the index anew; until it is done the old stays.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Change nothing; prove that the index's parts agree.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Change nothing; say what would be done.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Change nothing if anything cannot be read.")
    ] = False,
    ray: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Let a Ray cluster read them: 'local' for this machine's cores, 'auto', HOST:PORT "
            "or ray://HOST:PORT.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the index hold exactly the articles found at these sources.

    Only what is new or changed is read by the model. Read are .txt, .md, .html, .pdf, .jsonl,
    .csv, .eml, .rss and .atom files. A sources.toml beside them says what they don't say
    themselves: a table a file name, with outlet, author, published, title or url.
    """
    if add and rebuild:
        raise typer.BadParameter("--add keeps the index and --rebuild drops it: choose one.")
    if verify == bool(sources) or (verify and (add or rebuild or dry_run or strict or ray)):
        raise typer.BadParameter("Give each SOURCE to index, or --verify alone.")
    from assistant.settings import load_settings

    settings = load_settings()
    from assistant import indexing

    if verify:
        done = indexing.verify(settings, as_json=as_json)
    else:
        done = indexing.index(
            settings, sources or [], add=add, rebuild=rebuild, strict=strict, dry_run=dry_run,
            as_json=as_json, ray=ray,
        )  # fmt: skip
    if not done:
        raise typer.Exit(1)


def watch(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files and folders of articles.")
    ],
    add: _Add = False,
) -> None:
    """Keep the index in step with files and folders, as they change, until Ctrl-C."""
    from assistant.settings import load_settings

    settings = load_settings()
    from assistant import indexing

    indexing.watch(settings, paths, add=add)
