"""Rate limits: how often one caller, or one address where no caller is named, may ask."""

from __future__ import annotations

import math
import time

from fastapi import HTTPException, Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class RateLimit:
    """A moving window a caller, such as "60/minute"; "" limits nobody."""

    def __init__(self, rate: str) -> None:
        self._rate: RateLimitItem | None = parse(rate) if rate else None
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def check(self, request: Request) -> None:
        """Count a request; raises HTTPException 429, with when to try again, for one too many."""
        if self._rate is None:
            return
        asker = _asker(request)
        if self._window.hit(self._rate, *asker):
            return
        free = self._window.get_window_stats(self._rate, *asker).reset_time
        wait = max(1, math.ceil(free - time.time()))
        raise HTTPException(
            429,
            f"The limit is {self._rate}; try again in {wait} s.",
            {"Retry-After": str(wait)},
        )


def _asker(request: Request) -> tuple[str, str]:
    if request.state.caller:
        return "caller", request.state.caller
    return "address", request.client.host if request.client else ""
