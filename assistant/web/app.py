"""The web application: the API under `/api/v1` (and `/api`), and the chat page at `/`."""

from __future__ import annotations

import re
from importlib.metadata import version

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.chat import Assistant
from assistant.settings import Settings
from assistant.web import docs, embed, failed_calls, layout, mcp, problems, widget
from assistant.web.access import AccessLog
from assistant.web.api import api_router, status_router
from assistant.web.other_sites import OtherSites
from assistant.web.security import SecurityHeaders
from assistant.web.service import Service

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def create_app(assistant: Assistant, settings: Settings, *, only_here: bool = False) -> FastAPI:
    """The API and the chat page over an assistant, ready for an ASGI server.

    Where `only_here` this machine alone is served, it is asked by no other host's name.
    """
    # FastAPI's own documentation pages load their scripts from another host.
    service = Service(assistant, settings)
    tools = mcp.MCPEndpoint(service, settings)
    app = FastAPI(
        title="Crossread", version=version("crossread"), docs_url=None, redoc_url=None,
        lifespan=tools.lifespan,
    )  # fmt: skip
    app.state.service = service
    problems.install(app)
    failed_calls.install()
    # With no origin allowed; Gradio leaves CORS alone where the application around it has its own.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    widget.install(app, settings)
    app.add_middleware(OtherSites, only_here=only_here)
    app.add_middleware(SecurityHeaders)
    _add_log(app, service, settings)
    for prefix, shown in (("/api/v1", True), ("/api", False)):
        router = api_router(prefix, keys_needed=service.callers.needed)
        app.include_router(router, include_in_schema=shown)
    app.include_router(status_router())
    app.router.routes.extend(mcp.routes(tools))
    docs.mount(app)
    app.include_router(embed.router(), include_in_schema=False)
    layout.mount(app, service, settings)
    return app


def _add_log(app: FastAPI, service: Service, settings: Settings) -> None:
    """Outside of everything else: the access log, the id it tells, and the address behind proxies.

    Each is added around those before it.
    """
    app.add_middleware(AccessLog, metrics=service.metrics)
    app.add_middleware(CorrelationIdMiddleware, validator=_is_request_id)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)


def _is_request_id(text: str) -> bool:
    return _REQUEST_ID.fullmatch(text) is not None
