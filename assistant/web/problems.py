"""Errors as problem documents (RFC 9457): what is wrong in one sentence, never a traceback."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.requests import MAX_BODY, sentence
from index.errors import Cancelled, CrossreadError, IndexStateError

_log = logging.getLogger(__name__)
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_TEXT = {"type": "string"}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem document (RFC 9457); `detail` is the sentence for the reader.",
        "content": {
            "application/problem+json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "type": _TEXT, "title": _TEXT, "status": {"type": "integer"},
                        "detail": _TEXT,
                    },
                    "required": ["type", "title", "status", "detail"],
                }
            }
        },
    }
}  # fmt: skip
"""What OpenAPI says of every error, for a route's `responses`."""


class Problem(JSONResponse):
    """A problem document; `detail` is the sentence for the reader."""

    media_type = "application/problem+json"

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        title = HTTPStatus(status).phrase
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        super().__init__(body, status, headers)


def problem_of(error: Exception) -> Problem:
    """The problem document of an error; one that nobody expected is logged, and told nothing of."""
    if isinstance(error, RequestValidationError):
        errors = error.errors()
        return Problem(400 if errors[0]["type"] == "json_invalid" else 422, sentence(errors))
    if isinstance(error, CrossreadError):
        return Problem(503 if isinstance(error, IndexStateError) else 422, str(error))
    if isinstance(error, HTTPException):
        detail = error.detail.removesuffix(".") + "."  # FastAPI's own have no full stop
        return Problem(error.status_code, detail, dict(error.headers or {}))
    _log.error("A request failed", exc_info=error)
    return Problem(500, "Something went wrong on the server; its log says what.")


class BodyLimit:
    """Refuses a request whose body is larger than the limit, whether it says so or not.

    But for Gradio's uploads, which have a limit of their own.
    """

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self.app = app
        self.limit = limit
        self.refusal = f"The body is larger than the limit of {limit >> 20} MB."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope.get("path") == "/gradio_api/upload":
            await self.app(scope, receive, send)
            return
        told = dict(scope.get("headers", ())).get(b"content-length", b"")
        if told.isdigit() and int(told) > self.limit:
            await Problem(413, self.refusal)(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.limit:
                raise HTTPException(413, self.refusal)
            return message

        await self.app(scope, counted, send)


class Unexpected:
    """Answers what nobody expected, inside of what adds headers to an answer and logs it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an error is a problem document, if no answer has begun."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await problem_of(error)(scope, receive, send)


def install(app: FastAPI) -> None:
    """Make every error of the application's own routes a problem document."""
    for kind in (RequestValidationError, CrossreadError, HTTPException):
        app.add_exception_handler(kind, _told)
    app.add_exception_handler(Cancelled, _gone)
    app.add_middleware(Unexpected)
    app.add_middleware(BodyLimit)


def close(router: APIRouter, path: str) -> None:
    """Answer at a path what no route of the router does; the page, mounted at `/`, would else."""

    @router.api_route(path, methods=_METHODS, include_in_schema=False)
    async def nowhere(request: Request) -> Response:
        partial = [r for r in router.routes if r.matches(request.scope)[0] is Match.PARTIAL]
        if partial:
            allow = ", ".join(sorted({m for r in partial for m in getattr(r, "methods", ())}))
            raise HTTPException(405, f"This address takes only {allow}.", {"Allow": allow})
        raise HTTPException(404, f"There is nothing at {request.url.path[:200]!r}.")


async def _told(_: Request, error: Exception) -> Problem:
    return problem_of(error)


async def _gone(_: Request, __: Exception) -> Response:
    """Nobody reads it; 499 is what access logs tell of a client that has left."""
    return Response(status_code=499)
