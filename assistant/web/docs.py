"""The API's documentation at `/docs`: Swagger UI from this server, without inline scripts."""

from __future__ import annotations

from importlib import resources

import fastapi_offline
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles


def mount(app: FastAPI) -> None:
    """Put the documentation at `/docs` of an application."""

    async def page() -> HTMLResponse:
        return HTMLResponse(_static("docs.html"))

    async def script() -> Response:
        return Response(_static("docs.js"), media_type="text/javascript")

    app.get("/docs", include_in_schema=False)(page)
    app.get("/docs/start.js", include_in_schema=False)(script)
    app.mount("/docs/ui", StaticFiles(packages=[(fastapi_offline.__name__, "static")]))


def _static(name: str) -> str:
    return resources.files("assistant.web").joinpath("static", name).read_text("utf-8")
