"""The MCP tools over streamable HTTP at `/mcp`: for those whom the API admits, in its queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from mcp.server.mcpserver.exceptions import ToolError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.mcp_tools import http_app, mcp_server
from assistant.web.queue import Stopped, while_connected
from assistant.web.service import Service
from index.errors import Cancelled

PATH = "/mcp"


class MCPEndpoint:
    """An ASGI endpoint that lets requests through to the tools while the application runs."""

    path = PATH
    """What the access log and the metrics call it, as they do any other route."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self._service = service
        self._only_here = settings.only_here
        self._tools: ASGIApp | None = None

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Serves the tools as long as it is entered; made anew each time, as the SDK wants it."""
        app: Starlette = http_app(
            mcp_server(self._service.assistant, self._queued), self._only_here
        )
        async with app.router.lifespan_context(app):
            self._tools = app
            yield
            self._tools = None

    async def _queued(self, work: Callable[[Stopped], Any]) -> Any:
        """The work in the API's queue, in its time."""
        try:
            return await self._service.queue.run(work)
        except HTTPException as error:
            raise ToolError(error.detail) from error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; raises HTTPException 401 or 429 as the API does.

        It is cancelled when the client leaves, for which the SDK doesn't look.
        """
        scope["route"] = self
        request = Request(scope, receive)
        self._service.callers.admit(request)
        self._service.rate.check(request)
        assert self._tools is not None, "a request before the application's start"
        with suppress(Cancelled, ClientDisconnect):  # whoever has left is told nothing
            body = _once(await request.body())
            await while_connected(request, self._tools(scope, body, send))


def _once(body: bytes) -> Receive:
    """Gives a body that was read already, then nothing more."""
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return parts.pop() if parts else await asyncio.Future()

    return receive


def routes(endpoint: MCPEndpoint) -> list[Route]:
    """The endpoint's route, and one that leads there from the same with a slash behind it."""
    return [Route(PATH, endpoint), Route(f"{PATH}/", RedirectResponse(f"..{PATH}", 307))]
