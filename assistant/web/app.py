"""The web application: the routes of the wire contract, and the chat page at `/`."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import Match

from assistant.chat import Assistant
from assistant.settings import Settings
from assistant.types import Answer
from assistant.web import layout, problems
from assistant.web.requests import AskRequest
from index.types import Article

_log = logging.getLogger(__name__)
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class _AnyText(Convertor[str]):
    """The rest of a path, whatever it holds: an article's id may have slashes and line breaks."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("any", _AnyText())


def create_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """The API and the chat page over an assistant, ready for an ASGI server."""
    # FastAPI's own documentation pages load their scripts from another host.
    app = FastAPI(title="Crossread", docs_url=None, redoc_url=None)
    problems.install(app)
    app.add_middleware(problems.BodyLimit)
    # With no origin allowed; Gradio leaves CORS alone where the application around it has its own.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.include_router(_routes(assistant))
    layout.mount(app, assistant, settings)
    return app


def _routes(assistant: Assistant) -> APIRouter:
    router = APIRouter()

    @router.post("/api/ask")
    def ask(request: AskRequest) -> Answer:
        """Answer a question from the indexed articles, or from those that come with it."""
        return assistant.ask(
            request.question, request.history, request.own_articles(), request.own_scope()
        )

    @router.get("/api/articles")
    def articles() -> list[dict[str, Any]]:
        """Every indexed article, without its text."""
        return [_told(article) for article in assistant.articles()]

    @router.get("/api/articles/{article_id:any}")
    def article(article_id: str) -> dict[str, Any]:
        """One indexed article with its text, in which citations count their characters."""
        found = assistant.article(article_id)
        if found is None:
            raise HTTPException(404, f"There is no article with the id {article_id!r}.")
        return {**_told(found), "text": found.text}

    @router.get("/healthz")
    def healthz() -> dict[str, Any]:
        """200 when the index can be asked."""
        return {"status": "ok", "articles": _health(assistant)}

    @router.api_route("/api/{path:any}", methods=_METHODS, include_in_schema=False)
    def nowhere(request: Request) -> Response:
        """What the page, mounted at `/`, would otherwise answer in its own way."""
        partial = (r for r in router.routes if r.matches(request.scope)[0] is Match.PARTIAL)
        if route := next(partial, None):
            allow = ", ".join(sorted(getattr(route, "methods", ())))
            raise HTTPException(405, f"This address takes only {allow}.", {"Allow": allow})
        raise HTTPException(404, f"There is no {request.url.path[:200]!r} in this API.")

    return router


def _told(article: Article) -> dict[str, Any]:
    keys = ("id", "outlet", "title", "published", "url")
    return {key: getattr(article, key) for key in keys}


def _health(assistant: Assistant) -> int:
    """How many articles can be asked; a 503 that says why where none can."""
    try:
        count = len(assistant.articles())
        assistant.search("news", 1)
    except Exception as error:  # whatever it is, the index cannot be asked
        _log.exception("The index cannot be asked")
        reason = "The index cannot be read; 'crossread doctor' says why."
        raise HTTPException(503, reason) from error
    if not count:
        raise HTTPException(503, "No article is indexed yet; run 'crossread index PATH'.")
    return count
