"""An answer's Markdown as HTML: lists, emphasis, and markers [n] as links; nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markupsafe import Markup

from assistant.types import Citation

_MARKER = re.compile(r"\[(\d{1,4})\]")
_RULES = ["list", "blockquote", "emphasis", "backticks", "escape", "newline"]

Chip = Callable[[Citation], str]
"""The HTML of the link that stands for a citation."""


def prose(text: str, citations: Sequence[Citation], chip: Chip) -> Markup:
    """Markdown as HTML; a marker that no citation has stays text."""
    env = {"citations": {c.n: c for c in citations}, "chip": chip}
    return Markup(_markdown.render(text, env))  # noqa: S704  markdown-it escapes


def _marker_rule(state: StateInline, silent: bool) -> bool:
    found = _MARKER.match(state.src, state.pos)
    if not found or int(found[1]) not in state.env["citations"]:
        return False
    if not silent:
        state.push("citation", "", 0).meta = {"n": int(found[1])}
    state.pos = found.end()
    return True


def _marker(_: object, tokens: Any, index: int, __: object, env: Any) -> str:
    return str(env["chip"](env["citations"][tokens[index].meta["n"]]))


_markdown = MarkdownIt("zero", {"html": False}).enable(_RULES)
_markdown.inline.ruler.before("escape", "citation", _marker_rule)
_markdown.add_render_rule("citation", _marker)
