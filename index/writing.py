"""One writer at a time, over all threads and processes; who only reads never waits."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

from index.errors import IndexStateError, Phrase

PATIENCE = 5.0
"""Seconds that a writer waits for another process."""


class WriterLock:
    """The right to change the index in a folder; None is an index in memory.

    A context manager, not reentrant. It waits for other threads, and raises IndexStateError where
    another process keeps the lock. The system gives it back when a process ends, however it ends.
    """

    def __init__(self, folder: Path | None, patience: float = PATIENCE) -> None:
        self._threads = Lock()
        self._note = folder / "writer.json" if folder else None
        self._processes = FileLock(folder / "writer.lock", patience) if folder else None

    @property
    def held(self) -> bool:
        """Whether a thread of this process is changing the index."""
        return self._threads.locked()

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            self._keep_others_out()
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        if self._processes:
            self._processes.release()
        self._threads.release()

    def _keep_others_out(self) -> None:
        if self._processes is None or self._note is None:
            return
        try:
            self._processes.acquire()
            with suppress(OSError):  # a full disk is told by what is to be written
                since = datetime.now().astimezone().isoformat(timespec="seconds")
                self._note.write_text(json.dumps({"pid": os.getpid(), "since": since}), "utf-8")
        except Timeout as error:
            raise IndexStateError(
                "The index in {folder} is being changed by another process{holder}. "
                "Nothing was changed; try again when that is done.",
                folder=self._note.parent, holder=_holder(self._note),
            ) from error  # fmt: skip
        except OSError as error:
            raise IndexStateError(
                "The index in {folder} cannot be written ({reason}).",
                folder=self._note.parent, reason=str(error.strerror),
            ) from error  # fmt: skip


def _holder(note: Path) -> str | Phrase:
    """Which process it is and since when, as far as its note tells."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(note.read_text("utf-8"))
        since = f"{datetime.fromisoformat(told['since']):%H:%M:%S}"
        return Phrase(" ({who}, since {since})", who=int(told["pid"]), since=since)
    return ""
