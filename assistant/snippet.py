"""The lines that put the widget into a page."""

from __future__ import annotations

from html import escape


def snippet(host: str, attributes: dict[str, str] | None = None) -> str:
    """HTML that loads the widget from the server at the address `host`, with its attributes."""
    source = escape(f"{host.rstrip('/')}/widget.js")
    told = "".join(f' {name}="{escape(value)}"' for name, value in (attributes or {}).items())
    return f'<script src="{source}" async></script>\n<crossread-chat{told}></crossread-chat>'
