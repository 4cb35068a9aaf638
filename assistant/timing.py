"""How long the steps of an answer take, and whether anybody still waits for it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from index.errors import Cancelled


class Clock:
    """Milliseconds by step; when it is stopped, the step that it was in is the last."""

    def __init__(
        self, stopped: Callable[[], bool], now: Callable[[], float] = perf_counter
    ) -> None:
        self.stopped = stopped
        self._now = now
        self._start = self._last = now()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Note the end of a step; raises Cancelled as `check` does."""
        moment = self._now()
        self._laps[name] = round((moment - self._last) * 1000, 1)
        self._last = moment
        self.check()

    def check(self) -> None:
        """Raises Cancelled if nobody waits any more."""
        if self.stopped():
            raise Cancelled("Nobody waits for the answer any more.")

    def laps(self) -> dict[str, float]:
        """The milliseconds of each step, and in total so far."""
        return {**self._laps, "total": round((self._now() - self._start) * 1000, 1)}
