"""The widget as one file: its texts, styles and scripts put together, and how browsers keep it."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources

from fastapi import Request, Response

from assistant.wording import catalogs

_STYLES = ("widget.css", "answer.css")
_SCRIPTS = ("nodes.js", "texts.js", "markdown.js", "server.js", "answer.js", "panel.js")
_TEXTS = (
    "answer.", "answered_by", "ask", "busy", "clear", "conflict.", "conversation", "date.",
    "drawn_from", "failed", "passage", "retry", "source", "starters", "stop", "unsupported",
    "widget.", "withheld",
)  # fmt: skip
"""How the keys begin of the texts that go along."""
_HEADERS = {
    "Cache-Control": "public, no-cache",  # kept, but not used without asking for a newer one
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file as it is sent: plain or gzipped, under the tag that tells its versions apart."""

    plain: bytes
    gzipped: bytes
    tag: str

    def response(self, request: Request) -> Response:
        """The file in the form that a browser takes, or 304 for one that has it."""
        headers = {**_HEADERS, "ETag": self.tag}
        if self.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.gzipped, headers=headers, media_type="text/javascript")
        return Response(self.plain, headers=headers, media_type="text/javascript")


@cache
def bundle() -> Bundle:
    """The widget."""
    parts = [
        f"const TEXTS = {json.dumps(_texts())};",
        f"const STYLE = {json.dumps(''.join(_part(f'widget/{name}') for name in _STYLES))};",
        *(_part(f"widget/{name}") for name in _SCRIPTS),
        _part("widget.js"),
    ]
    made = '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"
    plain = made.encode()
    tag = f'W/"{sha256(plain).hexdigest()[:16]}"'  # weak: the same, gzipped or not
    return Bundle(plain, gzip.compress(plain, mtime=0), tag)


def _texts() -> dict[str, dict[str, str]]:
    return {
        language: {key: text for key, text in catalog.items() if key.startswith(_TEXTS)}
        for language, catalog in catalogs().items()
    }


def _part(name: str) -> str:
    return resources.files("assistant.web").joinpath("static", name).read_text("utf-8")
