"""The queue of questions: so many at work, so many in line, and none for longer than its time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from fastapi import HTTPException, Request

from index.errors import Cancelled

Stopped = Callable[[], bool]
"""Tells work whether nobody waits for it any more."""
_Result = TypeVar("_Result")
_AGAIN = {"Retry-After": "1"}


class Queue:
    """Runs work in threads: `at_work` at a time, `in_line` more wait, each up to `seconds`."""

    def __init__(self, at_work: int, in_line: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(at_work, "question")
        self._places = at_work + in_line
        self._seconds = seconds
        self._taken: set[Future[Any]] = set()

    @property
    def waiting(self) -> int:
        """How many are in line."""
        return sum(not work.running() for work in tuple(self._taken))

    @property
    def at_work(self) -> int:
        """How many are being worked on, given up or not."""
        return sum(work.running() for work in tuple(self._taken))

    def check(self) -> None:
        """Raise HTTPException 503 where every place is taken."""
        if len(self._taken) >= self._places:
            raise HTTPException(503, "Too many questions are waiting; try again soon.", _AGAIN)

    async def run(self, work: Callable[[Stopped], _Result]) -> _Result:
        """What `work` returns. Cancelled or out of time, it is taken out of the line, or told.

        Work that is told keeps its place until it has stopped. Raises what `work` raises, and
        HTTPException: 503 where every place is taken, 504 when its time is up.
        """
        self.check()
        stopped = threading.Event()
        future = self._pool.submit(copy_context().run, work, stopped.is_set)
        self._taken.add(future)
        future.add_done_callback(self._taken.discard)
        try:
            async with asyncio.timeout(self._seconds) as time:
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if not time.expired():
                raise
            raise HTTPException(
                504, f"The question was not answered within {self._seconds:g} seconds."
            ) from None
        finally:
            stopped.set()


async def while_connected(request: Request, work: Awaitable[_Result]) -> _Result:
    """What `work` comes to; it is cancelled, and Cancelled raised, when the client leaves."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise Cancelled("The client has left.")
    finally:
        working.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
