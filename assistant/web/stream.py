"""Events of an answer as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator

from sse_starlette import EventSourceResponse, ServerSentEvent

from assistant.events import Event
from assistant.web.problems import problem_of


def streamed(events: AsyncIterator[Event]) -> EventSourceResponse:
    """A response that sends events as they come, and one named "error" where that fails.

    The iterator is cancelled when the client leaves.
    """
    return EventSourceResponse(_sent(events))


async def _sent(events: AsyncIterator[Event]) -> AsyncIterator[ServerSentEvent]:
    try:
        async for event in events:
            yield ServerSentEvent(event.json(), event=event.name)
    except Exception as error:  # the status is sent already: a problem can only be another event
        yield ServerSentEvent(bytes(problem_of(error).body).decode(), event="error")
