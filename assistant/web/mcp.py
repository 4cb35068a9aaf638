"""The MCP tools over streamable HTTP at `/mcp`: for those whom the API admits, in its queue."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from mcp.server.mcpserver.exceptions import ToolError
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.mcp_tools import http_app, mcp_server
from assistant.web.queue import Stopped
from assistant.web.service import Service

PATH = "/mcp"


class MCPEndpoint:
    """An ASGI endpoint that lets requests through to the tools while the application runs."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self._service = service
        self._host = settings.host
        self._tools: ASGIApp | None = None

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Serves the tools as long as it is entered; made anew each time, as the SDK wants it."""
        app: Starlette = http_app(mcp_server(self._service.assistant, self._queued), self._host)
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
        """Pass a request on; raises HTTPException 401 or 429 as the API does."""
        request = Request(scope)
        self._service.callers.admit(request)
        self._service.rate.check(request)
        assert self._tools is not None, "a request before the application's start"
        await self._tools(scope, receive, send)


def route(endpoint: MCPEndpoint) -> Route:
    """The endpoint's route."""
    return Route(PATH, endpoint, include_in_schema=False)
