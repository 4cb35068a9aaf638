"""What an index on a server says of itself: which generation is in use, and of each, its making."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from time import monotonic
from typing import Any

from index.server.records import Records

FRESH = 0.25
"""Seconds for which one look at the server will do: a question needs dozens."""
_CURRENT = "current"


class State:
    """The records of a collection that all processes share. Every method raises IndexStateError.

    What this process wrote it sees at once, and what others wrote after `FRESH` seconds.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._seen: tuple[float, Mapping[str, Mapping[str, Any]]] = (-1.0, {})

    def forget(self) -> None:
        """Look at the server when next asked: who writes must not go by what was."""
        self._seen = (-1.0, {})

    @property
    def generation(self) -> int:
        """The generation in use."""
        return int(self._told().get(_CURRENT, {}).get("generation", 1))

    def take_over(self, generation: int) -> None:
        """Make this generation the one in use, for every process."""
        self._tell(_CURRENT, {"generation": generation})

    def of(self, generation: int) -> Mapping[str, Any]:
        """What a generation says of itself."""
        return self._told().get(_id(generation), {})

    def describe(self, generation: int, **told: str) -> None:
        """Let a generation say more of itself."""
        self._tell(_id(generation), told)

    def touch(self, generation: int) -> None:
        """Show every process that something in a generation changed."""
        self._tell(_id(generation), {"revision": uuid.uuid4().hex})

    def _told(self) -> Mapping[str, Mapping[str, Any]]:
        until, told = self._seen
        if monotonic() > until:
            told = {i: record.metadata for i, record in self._records.scan()}
            self._seen = monotonic() + FRESH, told
        return told

    def _tell(self, record_id: str, told: Mapping[str, str | int]) -> None:
        self._records.write({record_id: (told, "")})
        self.forget()


def _id(generation: int) -> str:
    return f"generation:{generation}"
