"""`crossread mcp`: the MCP tools over standard input and output."""

from __future__ import annotations


def mcp() -> None:
    """Serve the tools of the Model Context Protocol over stdin and stdout, for another program."""
    from assistant.settings import load_settings

    settings = load_settings()
    from assistant.serving import build_assistant
    from assistant.web.mcp_tools import mcp_server

    mcp_server(build_assistant(settings)).run("stdio")
