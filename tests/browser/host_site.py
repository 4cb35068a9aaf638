"""A news site that holds the widget: its pages, on an origin of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse

from tests.browser.serving import served

_PAGE = """<!doctype html>
<html lang="{lang}" dir="{direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>News</title>{head}</head>
<body>{body}</body></html>"""


class HostSite:
    """Pages by name, at `address`."""

    def __init__(self) -> None:
        self.app = FastAPI()
        self.address = ""
        self._pages: dict[str, HTMLResponse] = {}
        self.app.get("/{name}")(self._page)

    def put(
        self, body: str, *, head: str = "", csp: str = "", lang: str = "en", direction: str = "ltr"
    ) -> str:
        """The address of a new page."""
        page = _PAGE.format(lang=lang, direction=direction, head=head, body=body)
        headers = {"Content-Security-Policy": csp} if csp else {}
        name = f"page{len(self._pages)}"
        self._pages[name] = HTMLResponse(page, headers=headers)
        return f"{self.address}/{name}"

    async def _page(self, name: str) -> HTMLResponse:
        if name not in self._pages:
            raise HTTPException(404)
        return self._pages[name]


@contextmanager
def host_site() -> Iterator[HostSite]:
    """A site at localhost, which is another origin than 127.0.0.1."""
    site = HostSite()
    with served(site.app) as address:
        site.address = address.replace("127.0.0.1", "localhost")
        yield site


def embedded(server: str, attributes: str = "", *, times: int = 1) -> str:
    """HTML with the widget of a server."""
    script = f'<script src="{server}/widget.js" async></script>'
    return script * times + f"<crossread-chat {attributes}></crossread-chat>"
