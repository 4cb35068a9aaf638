"""One writer at a time over the network: a lease, as in Gray & Cheriton 1989.

Every lease has a number, and the highest is the one that counts. Chroma keeps the record that is
added first under an id, and so of two that take a number only one gets it. A writer that neither
renews its lease nor gives it back, as it was killed or cut off, keeps others out until the lease
has run out, by the server's clock. One that was only held up, for longer than its lease, learns
of it before it commits its next batch; what it committed between its last look and the other's
first is the one thing that nothing prevents.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import NamedTuple

from index.errors import IndexStateError, Phrase
from index.server.records import Record, Records, Where

SECONDS = 30.0
"""How long a lease holds; it is renewed three times in that."""
_PATIENCE = 5.0
_POLL = 0.25
_KIND: Where = {"kind": "lease"}


class _Held(NamedTuple):
    number: int
    record: Record


class WriterLease:
    """The right to change the index on a server. A context manager, not reentrant.

    It waits for other threads, and raises IndexStateError where another process keeps it.
    """

    def __init__(
        self,
        records: Records,
        now: Callable[[], float],
        place: str,
        seconds: float = SECONDS,
        patience: float = _PATIENCE,
    ) -> None:
        self._records = records
        self._now = now
        self._place = place
        self._seconds = seconds
        self._patience = patience
        self._threads = Lock()
        self._owner = uuid.uuid4().hex
        self._number = 0
        self._over = Event()
        self.after_a_fault = False
        """Whether the writer before this one may have left something half done."""

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            self._take()
        except BaseException:
            self._threads.release()
            raise
        self._over = Event()
        self._renewing = Thread(target=self._renew, args=(self._over,), daemon=True)
        self._renewing.start()

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        self._over.set()
        self._renewing.join()
        try:
            with suppress(IndexStateError):  # it runs out
                given_back = {"until": 0.0, "sound": fault is None}
                self._records.change({_id(self._number): given_back})
        finally:
            self._threads.release()

    def check(self) -> None:
        """Raises IndexStateError where the lease ran out and another process took the next."""
        last = self._last()
        if last is None or last.number != self._number:
            raise IndexStateError(
                "The index on {place} is being changed by another process{holder}, as this one "
                "gave no sign for too long. What it had indexed until then is kept; run it again.",
                place=self._place, holder=_holder(last),
            )  # fmt: skip

    def _take(self) -> None:
        """Take the number after the last lease, once that is over."""
        deadline = monotonic() + self._patience
        while True:
            last = self._last()
            if last is None or last.record.metadata["until"] <= self._now():
                number = last.number + 1 if last else 1
                if self._add(number):
                    self._number = number
                    self.after_a_fault = last is not None and not last.record.metadata["sound"]
                    self._records.delete([_id(n) for n in range(max(1, number - 3), number)])
                    return
            elif monotonic() > deadline:
                raise IndexStateError(
                    "The index on {place} is being changed by another process{holder}. Nothing "
                    "was changed; try again when that is done, or, if it was killed, in "
                    "{seconds:.0f} seconds.",
                    place=self._place, holder=_holder(last), seconds=self._seconds,
                )  # fmt: skip
            sleep(_POLL)

    def _add(self, number: int) -> bool:
        """Take a number; False where another was first."""
        told: dict[str, str | float] = {
            **_KIND, "owner": self._owner, "until": self._now() + self._seconds, "sound": False,
            "who": f"{os.getpid()} on {socket.gethostname()}",
            "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        }  # fmt: skip
        self._records.add({_id(number): told})
        last = self._last()
        return last is not None and (last.number, last.record.metadata["owner"]) == (
            number, self._owner,
        )  # fmt: skip

    def _last(self) -> _Held | None:
        held = [_Held(_number(i), record) for i, record in self._records.scan(_KIND)]
        return max(held, key=lambda one: one.number, default=None)

    def _renew(self, over: Event) -> None:
        while not over.wait(self._seconds / 3):
            with suppress(IndexStateError):  # told where something is to be committed
                until = self._now() + self._seconds
                self._records.change({_id(self._number): {"until": until}})


def _id(number: int) -> str:
    return f"lease:{number}"


def _number(lease_id: str) -> int:
    return int(lease_id.partition(":")[2])


def _holder(held: _Held | None) -> str | Phrase:
    """Which process it is and since when."""
    if held is None:
        return ""
    told = held.record.metadata
    since = f"{datetime.fromisoformat(told['since']):%H:%M:%S}"
    return Phrase(" ({who}, since {since})", who=told["who"], since=since)
