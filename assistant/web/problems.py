"""Errors as problem documents (RFC 9457): what is wrong in one sentence, never a traceback."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.requests import MAX_BODY, sentence
from index.errors import CrossreadError, IndexStateError


class Problem(JSONResponse):
    """A problem document; `detail` is the sentence for the reader."""

    media_type = "application/problem+json"

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        title = HTTPStatus(status).phrase
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        super().__init__(body, status, headers)


class BodyLimit:
    """Refuses a request whose body is larger than the limit, whether it says so or not."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self.app = app
        self.limit = limit
        self.refusal = f"The body is larger than the limit of {limit >> 20} MB."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
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


def install(app: FastAPI) -> None:
    """Make every error of the application's own routes a problem document."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(CrossreadError, _crossread)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _invalid(_: Request, error: Exception) -> Problem:
    assert isinstance(error, RequestValidationError)
    errors = error.errors()
    return Problem(400 if errors[0]["type"] == "json_invalid" else 422, sentence(errors))


async def _crossread(_: Request, error: Exception) -> Problem:
    return Problem(503 if isinstance(error, IndexStateError) else 422, str(error))


async def _http(_: Request, error: Exception) -> Problem:
    assert isinstance(error, HTTPException)
    detail = error.detail.removesuffix(".") + "."  # FastAPI's own have no full stop
    return Problem(error.status_code, detail, dict(error.headers or {}))


async def _unexpected(_: Request, __: Exception) -> Problem:
    return Problem(500, "Something went wrong on the server; its log says what.")
