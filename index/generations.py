"""Which folder holds the index that is in use, so that a rebuilt one takes over in one step.

An index is made in a folder of its own, a generation, while the one before it is asked; then the
file `current` is replaced, which happens as a whole or not at all.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

FIRST = "."
"""The generation that lies in the index's folder itself."""
_POINTER = "current"
_PREFIX = "generation-"
_PARTS = ("catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm", "chroma")


def current(folder: Path) -> str:
    """The name of the generation in use."""
    try:
        name = (folder / _POINTER).read_text("utf-8").strip()
    except OSError:
        return FIRST
    # What stands there becomes a path: nothing but a generation's name is believed.
    return name if name.startswith(_PREFIX) and name.removeprefix(_PREFIX).isdigit() else FIRST


def next_after(name: str) -> str:
    """The name of the generation that follows."""
    return f"{_PREFIX}{int(name.removeprefix(_PREFIX)) + 1 if name != FIRST else 2}"


def take_over(folder: Path, name: str) -> None:
    """Make this generation the one in use, for every process from its next look on."""
    new = folder / f"{_POINTER}.new"
    with new.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / _POINTER)


def sweep(folder: Path) -> None:
    """Remove what is left of other generations than the one in use; raises OSError."""
    used = current(folder)
    others = [p for p in folder.glob(f"{_PREFIX}*") if p.name != used]
    if used != FIRST:
        others += [folder / part for part in _PARTS if (folder / part).exists()]
    for path in others:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
