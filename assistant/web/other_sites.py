"""What pages of other sites make a browser send, refused where CORS doesn't cover it.

CORS keeps a page from reading, not from sending a form: of that, browsers tell by Sec-Fetch-Site
(W3C Fetch Metadata). And a site whose own name was made to lead to this machine (DNS rebinding) is
no other site to a browser: of that, the name tells by which it asks.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.origins import is_this_machine
from assistant.web.problems import Problem
from assistant.web.security import path_of

_PORT = re.compile(r":\d*$")
_READING = {"GET", "HEAD", "OPTIONS"}
_OWN = {None, "same-origin", "none"}
"""What browsers tell of requests from the server's own pages, or from no page; old ones nothing."""


class OtherSites:
    """Refuses their requests, but for the widget's, whose routes look at the page themselves."""

    def __init__(self, app: ASGIApp, only_here: bool) -> None:
        self.app = app
        self.only_here = only_here

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        refused = scope["type"] == "http" and self._refusal(scope)
        await (refused or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Problem | None:
        headers = Headers(scope=scope)
        host = _PORT.sub("", headers.get("host", "")).strip("[]")
        if self.only_here and host and not is_this_machine(host):
            return Problem(
                421,
                f"This server is for its own machine, not to be asked as {host[:200]!r}. Behind a "
                "proxy, name that in CROSSREAD_TRUSTED_PROXIES.",
            )
        sends = scope["method"] not in _READING and not path_of(scope).startswith("/widget/")
        if sends and headers.get("sec-fetch-site") not in _OWN:
            return Problem(403, "Pages of other sites may not ask here, but through the widget.")
        return None
