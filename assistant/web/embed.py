"""`/embed`: a page on which one tries the widget and its attributes, and copies the snippet."""

from __future__ import annotations

from importlib import resources
from importlib.metadata import metadata

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.snippet import snippet

_templates = Environment(
    loader=PackageLoader("assistant.web"), autoescape=True, undefined=StrictUndefined
)


def router() -> APIRouter:
    """The page, its style and script, and the README that it leads to."""
    made = APIRouter(prefix="/embed")

    @made.get("")
    async def page(request: Request) -> HTMLResponse:
        host = str(request.base_url)
        shown = _templates.get_template("embed.html").render(
            host=host.rstrip("/"), snippet=snippet(host)
        )
        return HTMLResponse(shown)

    @made.get("/embed.css")
    async def style() -> Response:
        return Response(_static("embed.css"), media_type="text/css")

    @made.get("/embed.js")
    async def script() -> Response:
        return Response(_static("embed.js"), media_type="text/javascript")

    @made.get("/readme")
    async def readme() -> PlainTextResponse:
        return PlainTextResponse(str(metadata("crossread").json["description"]))

    return made


def _static(name: str) -> str:
    return resources.files("assistant.web").joinpath("static", name).read_text("utf-8")
