"""The access log: a line and a measurement for every request, once it is answered."""

from __future__ import annotations

import logging
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.metrics import Metrics

_log = logging.getLogger(__name__)
_NONE = 499
"""The status of a request whose client left before there was one, as nginx has it."""


class AccessLog:
    """Tells method, route, status, milliseconds and caller; never the address, which may tell more.

    The caller is what `request.state.caller` was set to on the way.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = perf_counter(), _NONE
        state = scope.setdefault("state", {})

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self._tell(scope["method"], route, status, perf_counter() - start, state.get("caller"))

    def _tell(
        self, method: str, route: str, status: int, seconds: float, caller: str | None
    ) -> None:
        self.metrics.count_request(method, route, status, seconds)
        milliseconds = round(seconds * 1000, 1)
        told = {"method": method, "route": route, "status": status, "ms": milliseconds}
        _log.info(
            "%s %s %d %s ms %s", method, route, status, milliseconds, caller or "-",
            extra={**told, "caller": caller},
        )  # fmt: skip
