"""The widget's routes: its file, tokens for the pages that may use it, and visitors' questions.

They have a CORS policy of their own, but don't rely on it: whatever a browser does, a question
needs a token that was minted for the origin of the page it comes from.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from sse_starlette import EventSourceResponse
from starlette.datastructures import MutableHeaders
from starlette.types import Receive, Scope, Send

from assistant import origins
from assistant.settings import Settings
from assistant.types import Answer
from assistant.web.bundle import bundle
from assistant.web.problems import close
from assistant.web.queue import while_connected
from assistant.web.rates import RateLimit
from assistant.web.requests import AskRequest
from assistant.web.security import path_of
from assistant.web.service import Served
from assistant.web.stream import streamed
from assistant.web.tokens import LIFETIME, TokenError, Tokens

_TOKEN = "Crossread-Token"  # noqa: S105  a header's name


class WidgetRequest(AskRequest):
    """A question from a page; the widget asks the indexed articles only."""

    articles: None = None


class WidgetCors(CORSMiddleware):
    """The CORS policy of the widget's routes; requests to others pass by."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, or pass the request on."""
        policy = super().__call__ if path_of(scope).startswith("/widget") else self.app
        await policy(scope, receive, send)

    @staticmethod
    def allow_explicit_origin(headers: MutableHeaders, origin: str) -> None:
        """Let a page read the response, and when it may ask again."""
        CORSMiddleware.allow_explicit_origin(headers, origin)
        headers["Access-Control-Expose-Headers"] = "Retry-After"


class Doorkeeper:
    """Lets in who asks from a page that may use the widget, and not too often."""

    def __init__(self, settings: Settings) -> None:
        self._origins = settings.widget_origins
        self._tokens = Tokens(settings.secret)
        self._rate = RateLimit(settings.widget_rate)

    def mint(self, request: Request) -> str:
        """A token for the page; raises HTTPException 403 for one that may not use the widget."""
        return self._tokens.mint(self._origin(request))

    async def admitted(self, request: Request) -> None:
        """A route's dependency; raises HTTPException 403 for a stranger, 429 for one too many."""
        origin = self._origin(request)
        try:
            self._tokens.check(request.headers.get(_TOKEN, ""), origin)
        except TokenError as error:
            raise HTTPException(403, str(error)) from error
        request.state.caller = None  # visitors are told apart by their addresses
        self._rate.check(request)
        request.state.caller = f"widget at {origin}"

    def _origin(self, request: Request) -> str:
        given = request.headers.get("origin", "")
        if given in self._origins or (given and given == _own_origin(request)):
            return given
        raise HTTPException(
            403,
            f"Pages of {given[:200] or 'an unknown site'} may not ask here: "
            "CROSSREAD_WIDGET_ORIGINS names those that may.",
        )


def install(app: FastAPI, settings: Settings) -> None:
    """Add the widget's CORS policy and routes to an application."""
    app.add_middleware(
        WidgetCors,
        allow_origins=settings.widget_origins,
        allow_methods=["POST"],
        allow_headers=[_TOKEN],
    )
    app.include_router(_router(Doorkeeper(settings)), include_in_schema=False)


def _router(door: Doorkeeper) -> APIRouter:
    router = APIRouter()
    asking = [Depends(door.admitted)]

    @router.api_route("/widget.js", methods=["GET", "HEAD"])
    async def script(request: Request) -> Response:
        return bundle().response(request)

    @router.post("/widget/token")
    async def token(request: Request, response: Response) -> dict[str, Any]:
        response.headers["Cache-Control"] = "no-store"
        return {"token": door.mint(request), "seconds": LIFETIME}

    @router.post("/widget/ask", dependencies=asking)
    async def ask(asked: WidgetRequest, request: Request, service: Served) -> Answer:
        return await while_connected(request, service.answer(asked.asked()))

    @router.post("/widget/ask/stream", dependencies=asking, response_class=EventSourceResponse)
    async def ask_stream(asked: WidgetRequest, service: Served) -> EventSourceResponse:
        return streamed(service.events(asked.asked()))

    close(router, "/widget/{path:any}")
    return router


def _own_origin(request: Request) -> str | None:
    """The origin of this server's own pages, as the browser addressed it."""
    try:
        return origins.origin(f"{request.url.scheme}://{request.headers['host']}")
    except (KeyError, ValueError):
        return None
