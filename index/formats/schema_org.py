"""What schema.org data in a page (JSON-LD) say of its article."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml.html import HtmlElement

Node = Mapping[str, Any]

_MAX_NODES = 5000
_ELSEWHERE = frozenset(
    """about citation comment hasPart isPartOf itemListElement liveBlogUpdate mentions
    review""".split()
)
"""Keys under which other articles than the page's may stand."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the data say of the article; empty where they say nothing. `body` may hold markup."""

    title: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    body: str = ""


def stated(tree: HtmlElement) -> Stated:
    """What the data of a parsed page say of its article."""
    nodes = _nodes(tree)
    article = next(filter(_is_article, nodes), None)
    if article is None:
        return Stated()
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    told = {
        "title": ("headline", "name"),
        "outlet": ("publisher",),
        "author": ("author", "creator"),
        "published": ("datePublished", "dateCreated"),
        "language": ("inLanguage",),
    }
    names = {
        field: next(filter(None, (_name(article.get(key), by_id) for key in keys)), "")
        for field, keys in told.items()
    }
    url = _text(article.get("url")) or _address(article.get("mainEntityOfPage"))
    body = article.get("articleBody")
    return Stated(**names, url=url, body=body if isinstance(body, str) else "")


def _nodes(tree: HtmlElement) -> list[Node]:
    """The objects of the page's data, the outer ones first."""
    queue: deque[Any] = deque()
    for script in tree.iter("script"):
        if script.get("type", "").partition(";")[0].strip().lower() == "application/ld+json":
            try:
                queue.append(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):  # a page's faults are not the reader's
                continue
    nodes: list[Node] = []
    while queue and len(nodes) < _MAX_NODES:
        node = queue.popleft()
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            nodes.append(node)
            queue.extend(value for key, value in node.items() if key not in _ELSEWHERE)
    return nodes


def _is_article(node: Node) -> bool:
    types = node.get("@type")
    return any(
        str(kind).endswith(("Article", "BlogPosting")) or kind == "Report"
        for kind in (types if isinstance(types, list) else [types])
    )


def _name(value: object, by_id: Mapping[str, Node]) -> str:
    """The text of a value, that of a thing is its name, of a list all; an address is none."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, (_name(one, by_id) for one in value))))
    if isinstance(value, Mapping):
        value = value.get("name") or by_id.get(str(value.get("@id")), {}).get("name")
    text = _text(value)
    return "" if text.startswith(("http:", "https:")) else text


def _address(value: object) -> str:
    return _text(value.get("@id") if isinstance(value, Mapping) else value)


def _text(value: object) -> str:
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""
