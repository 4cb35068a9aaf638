"""Files as they lie on the disk, and why one cannot be read."""

from __future__ import annotations

from pathlib import Path

from index.errors import ArticleError

MAX_BYTES = 200 * 1024 * 1024


def load(file: Path) -> bytes:
    """What a file holds; raises ArticleError if it is too large or cannot be opened."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            limit = f"{MAX_BYTES >> 20} MB limit"
            raise ArticleError(f"{file}: {size >> 20} MB is more than the {limit}; split it.")
        return file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from error


def unreadable(file: Path, error: OSError) -> ArticleError:
    """The problem with a file that the system does not let one read."""
    return ArticleError(f"{file}: cannot be read ({error.strerror or type(error).__name__}).")
