"""`sources.toml`: what stands beside articles and says what they don't, or say wrongly."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.errors import ArticleError
from index.files import load
from index.formats.encoding import decode

_FILE = "sources.toml"
_KEYS = ("outlet", "published", "title", "url", "author")


class Sources:
    """The tables of the `sources.toml` of each folder; a bad one is said once and not used."""

    def __init__(self, problems: list[ArticleError]) -> None:
        self._problems = problems
        self._folders: dict[Path, dict[str, dict[str, Any]]] = {}

    def of(self, file: Path) -> Mapping[str, Any]:
        """What stands there of a file; empty where nothing does."""
        folder = file.parent
        if folder not in self._folders:
            try:
                self._folders[folder] = _tables(folder / _FILE)
            except ArticleError as error:
                self._folders[folder] = {}
                self._problems.append(error)
        return self._folders[folder].get(file.name, {})


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    """The tables of a `sources.toml`, by file name; empty where there is none."""
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(decode(load(path), str(path)))
    except tomllib.TOMLDecodeError as error:
        raise ArticleError(f"{path}: not valid TOML ({error}); it was not used.") from error
    for name, table in tables.items():
        unknown = set(table) - set(_KEYS) if isinstance(table, dict) else {name}
        if unknown:
            raise ArticleError(
                f"{path}: {min(unknown)!r} under {name!r} is not known "
                f"(a table a file name, with {', '.join(_KEYS)}); it was not used."
            )
    return tables
