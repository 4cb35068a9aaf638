"""The chat page's HTML for tests: what is shown, and its tags, attributes and text."""

from __future__ import annotations

from html.parser import HTMLParser

from assistant.types import Answer, Conflict, Position
from assistant.web.render import Renderer
from index.types import Article

TEXT = (
    "Russia has moved troops. US officials count 70,000 of them near the border. "
    "Moscow denies any plan.\nKeep reading\nAnother story\n"
    "The talks lasted two hours, the Kremlin said on Tuesday."
)
ARTICLE = Article("a1", "AP", "Troops near the border", TEXT, "2021-12-17", "https://ap.org/1")
QUOTE = "US officials count 70,000 of them near the border."
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></textarea><iframe src=//evil.example>",
    "{{ 7 * 7 }}{% raw %}${alert(1)}",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>",
    "\u202etxet\u202c \u2066\x00",
]


class Parsed(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(str(html))  # as Markup, what it gives would be escaped again

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str | None]:
        return [value for key, value in self.attributes if key == name]


SHOW = Renderer()


def shown(*answers: Answer) -> str:
    """The conversation."""
    return SHOW.conversation(answers)


def flagged(answer: Answer, *positions: Position, **fields: str) -> Answer:
    """The answer with a conflict between the positions."""
    about = {"kind": "quantity", "relation": "sources_disagree", "about": "boats", "summary": "s"}
    conflict = Conflict.model_validate({**about, "positions": positions, **fields})
    return answer.model_copy(update={"conflicts": [conflict]})
