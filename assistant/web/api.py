"""The routes of the wire contract."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPBearer
from sse_starlette import EventSourceResponse
from starlette.convertors import Convertor, register_url_convertor

from assistant.types import Answer, ArticleEntry, ArticleText, Hits
from assistant.web.problems import DOCUMENTED, close
from assistant.web.queue import while_connected
from assistant.web.requests import AskRequest, SearchRequest
from assistant.web.service import Served, Service, admitted, limited
from assistant.web.stream import streamed
from index.types import Article

_log = logging.getLogger(__name__)
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events: status, sentence (one each), citations, conflicts, then done with "
        "the whole Answer; or error, with a problem document.",
        "content": {
            "text/event-stream": {
                "schema": {
                    "type": "object",
                    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
                }
            }
        },
    }
}


class _AnyText(Convertor[str]):
    """The rest of a path, whatever it holds: an article's id may have slashes and line breaks."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("any", _AnyText())


def api_router(prefix: str, *, keys_needed: bool) -> APIRouter:
    """The routes under a prefix, every one of them for those who are admitted."""
    guards = [Depends(admitted)]
    if keys_needed:
        guards.append(Security(HTTPBearer(auto_error=False)))  # for OpenAPI; `admitted` decides
    router = APIRouter(prefix=prefix, dependencies=guards, responses=DOCUMENTED)
    asking = [Depends(limited)]
    router.post("/ask", dependencies=asking)(ask)
    router.post(
        "/ask/stream", dependencies=asking, response_class=EventSourceResponse, responses=_STREAM
    )(ask_stream)
    router.post("/search", dependencies=asking)(search)
    router.get("/articles")(articles)
    router.get("/articles/{article_id:any}")(article)
    close(router, "/{path:any}")
    return router


def status_router() -> APIRouter:
    """What watches over the server ask: open to all."""
    router = APIRouter()
    router.get("/healthz", responses=DOCUMENTED)(healthz)
    router.head("/healthz", include_in_schema=False)(healthz)
    router.get("/metrics", include_in_schema=False)(metrics)
    for path in ("/healthz", "/metrics"):
        close(router, path)
    return router


async def ask(asked: AskRequest, request: Request, service: Served) -> Answer:
    """Answer a question from the indexed articles, or from those that come with it."""
    question = await run_in_threadpool(asked.asked)
    return await while_connected(request, service.answer(question))


async def ask_stream(asked: AskRequest, service: Served) -> EventSourceResponse:
    """Answer a question as `ask` does, in server-sent events."""
    return streamed(service.events(await run_in_threadpool(asked.asked)))


async def search(asked: SearchRequest, request: Request, service: Served) -> Hits:
    """Find the passages that fit a question best, without an answer."""
    return await while_connected(request, service.search(asked))


def articles(service: Served) -> list[ArticleEntry]:
    """Every indexed article, without its text."""
    return [ArticleEntry(**_told(article)) for article in service.assistant.articles()]


def article(article_id: str, service: Served) -> ArticleText:
    """One indexed article with its text, in which citations count their characters."""
    found = service.assistant.article(article_id)
    if found is None:
        raise HTTPException(404, f"There is no article with the id {article_id!r}.")
    return ArticleText(**_told(found), text=found.text)


def healthz(service: Served) -> dict[str, Any]:
    """200 when the index can be asked."""
    return {"status": "ok", "articles": _health(service)}


def metrics(service: Served) -> Response:
    """Counts and timings, for Prometheus."""
    return service.metrics.page()


def _told(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in ArticleEntry.model_fields}


def _health(service: Service) -> int:
    """How many articles can be asked; a 503 that says why where none can."""
    try:
        count = service.assistant.article_count()
        service.assistant.search("news", 1)
    except Exception as error:  # whatever it is, the index cannot be asked
        _log.exception("The index cannot be asked")
        reason = "The index cannot be read; 'crossread doctor' says why."
        raise HTTPException(503, reason) from error
    if not count:
        raise HTTPException(503, "No article is indexed yet; run 'crossread index PATH'.")
    return count
