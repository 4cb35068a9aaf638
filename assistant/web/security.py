"""Security headers on every response: what a page may load, and who may frame it."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_DATA = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_PAGE = f"{_DATA}; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
# Gradio's page holds scripts and styles, and makes functions from `js=` and `js_on_load`.
_GRADIO = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
_POLICIES = {
    "/embed": _PAGE,
    "/docs": _PAGE,
    "/widget": _DATA,
    "/widget.js": _DATA,
    "/api": _DATA,
    "/mcp": _DATA,
    "/metrics": _DATA,
    "/healthz": _DATA,
    "/openapi.json": _DATA,
}
"""By the beginning of the path; the rest is Gradio's."""


class SecurityHeaders:
    """Sets the headers that a response doesn't set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = security_headers(path_of(scope))

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in told.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, secured)


def path_of(scope: Scope) -> str:
    """The path of a request inside of the application, wherever that is mounted."""
    return str(scope.get("path", "")).removeprefix(scope.get("root_path", ""))


def security_headers(path: str) -> dict[str, str]:
    """The headers of whatever a path answers with."""
    ours = (policy for start, policy in _POLICIES.items() if f"{path}/".startswith(f"{start}/"))
    return {**_EVERYWHERE, "Content-Security-Policy": next(ours, _GRADIO)}
