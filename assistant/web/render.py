"""The chat page's HTML: templates that escape, filled from answers and articles alone."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markupsafe import Markup

from assistant.question import tidy
from assistant.types import Answer, Citation, Conflict
from assistant.web.chart import bars
from assistant.web.context import around
from index.types import Article

_RELATIONS = {
    "sources_disagree": "Sources disagree",
    "parties_disagree": "Parties disagree",
    "changed_over_time": "Changed over time",
}
_MARKER = re.compile(r"\[(\d{1,4})\]")
_MARKDOWN_RULES = ["list", "blockquote", "emphasis", "backticks", "escape", "newline"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, as both are shown; `number` tells it from the others."""

    number: int
    answer: Answer
    html: Markup
    sources: Markup


def exchange(answer: Answer, number: int, find: Callable[[str], Article | None]) -> Exchange:
    """An answer made ready to be shown; `find` gives the articles that its citations name."""
    paragraphs = {c.n: around(c, find(c.article_id)) for c in answer.citations}
    html = _render(
        "exchange.html",
        answer=answer,
        number=number,
        asked_as=_asked_as(answer),
        prose=_prose(answer.answer, number, answer.citations),
        relations=_RELATIONS,
    )
    panel = _render("sources.html", answer=answer, number=number, paragraphs=paragraphs)
    return Exchange(number, answer, html, panel)


def welcome(starters: Sequence[str], count: int) -> str:
    """What stands in place of a conversation: questions to start one about `count` articles."""
    return _render("welcome.html", starters=starters, count=count)


def conversation(exchanges: Sequence[Exchange]) -> str:
    """The whole conversation."""
    return _render("conversation.html", exchanges=exchanges)


def sources(exchanges: Sequence[Exchange]) -> str:
    """The panel with the sources of every answer, of which the last one's show."""
    return _render("panel.html", exchanges=exchanges)


def articles(found: Sequence[Article]) -> str:
    """The list of the indexed articles."""
    return _render("articles.html", articles=found)


def conflicts_page(
    conflicts: Sequence[Conflict], citations: Sequence[Citation], articles: int
) -> str:
    """All conflicts among a number of articles, as one page that loads nothing."""
    return _render(
        "report.html",
        conflicts=conflicts,
        cited={c.n: c for c in citations},
        articles=articles,
        relations=_RELATIONS,
    )


def header() -> str:
    """The page's title and what it is for."""
    return _render("header.html")


def say_date(published: str | None) -> str:
    """A date as one reads it: "10 December 2021", "December 2021", "2021" or "undated"."""
    if not published:
        return "undated"
    try:
        year, month, day = [*published.split("-"), "0", "0"][:3]
        words = [str(int(day)) if int(day) else "", month_name[int(month)], year]
    except (ValueError, IndexError):
        return published
    return " ".join(word for word in words if word)


def safe_link(url: str | None) -> str:
    """The address if it leads to a web page, else nothing."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if parts.scheme in ("http", "https") and parts.netloc else ""


def _asked_as(answer: Answer) -> str:
    """The question as it was understood, where that is not just a tidier or shorter copy."""
    asked = answer.standalone_question
    return "" if tidy(answer.question).startswith(asked) else asked


def _prose(text: str, number: int, citations: Sequence[Citation]) -> Markup:
    """Markdown's lists and emphasis, the markers [n] as links; no HTML, links or images."""
    env = {"number": number, "citations": {c.n: c for c in citations}}
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
    citation = env["citations"][tokens[index].meta["n"]]
    return str(_macros.marker(citation, env["number"]))


def _render(template: str, **values: Any) -> Markup:
    return Markup(_templates.get_template(template).render(**values))  # noqa: S704  autoescaped


_templates = Environment(
    loader=PackageLoader("assistant.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(date=say_date, link=safe_link, bars=bars)
_macros: Any = _templates.get_template("macros.html").module
_markdown = MarkdownIt("zero", {"html": False}).enable(_MARKDOWN_RULES)
_markdown.inline.ruler.before("escape", "citation", _marker_rule)
_markdown.add_render_rule("citation", _marker)
