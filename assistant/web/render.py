"""The chat page's HTML: templates that escape, filled from answers and articles alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant.coverage import Coverage
from assistant.export import marked, provenance
from assistant.question import tidy
from assistant.types import Answer, Citation, Conflict, Position, Sentence
from assistant.web.chart import bars
from assistant.web.markup import prose
from assistant.web.reading import paragraphs
from assistant.wording import DEFAULT, Texts, texts
from index.scope import Scope
from index.types import Article

_LISTED = 100
"""Articles that are listed; nobody reads a longer list."""


class Renderer:
    """What the page shows, in one language."""

    def __init__(self, language: str = DEFAULT) -> None:
        self.t = texts(language)
        self._templates = _environment(self.t)
        self._macros: Any = self._templates.get_template("macros.html").module

    def header(self) -> str:
        """The page's title and what it is for."""
        return self._render("header.html")

    def welcome(self, starters: Sequence[str], count: int, model: str = "") -> str:
        """What stands in place of a conversation: questions to start one about `count` articles.

        `model` is the language model that answers.
        """
        return self._render("welcome.html", starters=starters, count=count, model=model)

    def words(self, model: str, own_words: bool) -> str:
        """The choice between a language model's words and the articles' own; "" without a model."""
        return self._render("words.html", model=model, own_words=own_words) if model else ""

    def narrowed(self, scope: Scope) -> str:
        """Which articles alone the next questions are asked of; "" where it is all."""
        return self._render("narrowed.html", scope=scope)

    def conversation(self, answers: Sequence[Answer]) -> str:
        """All questions with their answers; the last one can be asked again."""
        return self._render("conversation.html", exchanges=self._exchanges(answers), busy=False)

    def growing(self, answers: Sequence[Answer], question: str, heard: Sequence[Sentence]) -> str:
        """The conversation with an answer that isn't whole yet: what is verified of it so far."""
        number = len(answers) + 1
        coming = self._render("coming.html", number=number, question=question, sentences=heard)
        exchanges = [*self._exchanges(answers), coming]
        return self._render("conversation.html", exchanges=exchanges, busy=True)

    def suggestions(self, questions: Sequence[str]) -> str:
        """Questions to go on with."""
        return self._render("suggestions.html", questions=questions)

    def sources(self, answers: Sequence[Answer]) -> str:
        """What the last answer rests on, at a glance."""
        last = answers[-1] if answers else None
        return self._render("sources.html", answer=last, number=len(answers))

    def reading(self, answer: Answer, number: int, n: int, article: Article | None) -> str:
        """The article that the citation `n` of an answer quotes, with all that is quoted of it."""
        opened = next(c for c in answer.citations if c.n == n)
        quoted = [c for c in answer.citations if c.article_id == opened.article_id]
        return self._render(
            "reading.html",
            number=number,
            opened=opened,
            paragraphs=paragraphs(article, quoted),
        )

    def comparison(self, question: str, covered: Sequence[Coverage]) -> str:
        """What each outlet says on a question, side by side."""
        return self._render("comparison.html", question=question, covered=covered)

    def articles(
        self, found: Sequence[Article], answer: Answer | None = None, *, removable: bool = False
    ) -> str:
        """The indexed articles, those first that the last answer used."""
        used = Counter(c.article_id for c in answer.citations) if answer else Counter()
        ordered = sorted(found, key=lambda a: -used[a.id])
        return self._render(
            "articles.html",
            articles=ordered[:_LISTED],
            count=len(found),
            used=used,
            removable=removable,
        )

    def outcome(self, lines: Sequence[str]) -> str:
        """What became of articles that were to be added."""
        return self._render("outcome.html", lines=lines)

    def conflicts_page(
        self, conflicts: Sequence[Conflict], citations: Sequence[Citation], articles: int
    ) -> str:
        """All conflicts among a number of articles, as one page that loads nothing."""
        return self._render(
            "report.html",
            conflicts=conflicts,
            citations=citations,
            articles=articles,
        )

    def _exchanges(self, answers: Sequence[Answer]) -> list[Markup]:
        return [self._exchange(a, n, n == len(answers)) for n, a in enumerate(answers, start=1)]

    def _exchange(self, answer: Answer, number: int, last: bool) -> Markup:
        lead, details = _parted(marked(answer, self.t))

        def chip(citation: Citation) -> str:
            return str(self._macros.chip(citation, number))

        return self._render(
            "exchange.html",
            answer=answer,
            number=number,
            last=last,
            asked_as=_asked_as(answer),
            by_whom=provenance(answer, self.t),
            lead=prose(lead, answer.citations, chip),
            details=prose(details, answer.citations, chip),
        )

    def _render(self, template: str, **values: Any) -> Markup:
        made = self._templates.get_template(template).render(**values)
        return Markup(made)  # noqa: S704  autoescaped


@cache
def renderer(language: str) -> Renderer:
    """The renderer for a language that the page speaks."""
    return Renderer(language)


def safe_link(url: str | None) -> str:
    """The address if it leads to a web page, else nothing."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if parts.scheme in ("http", "https") and parts.netloc else ""


def _parted(text: str) -> tuple[str, str]:
    """The direct answer, and the quotes below it, between which the conflicts are shown."""
    lead, found, quotes = text.partition("\n\n- ")
    return (lead, f"- {quotes}") if found else (lead, "")


def _cited(position: Position, citations: Sequence[Citation]) -> list[Citation]:
    """What a position rests on."""
    return [c for c in citations if c.n in position.citations]


def _asked_as(answer: Answer) -> str:
    """The question as it was understood, where that is not just a tidier or shorter copy."""
    asked = answer.standalone_question
    return "" if tidy(answer.question).startswith(asked) else asked


def _environment(t: Texts) -> Environment:
    made = Environment(
        loader=PackageLoader("assistant.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["t"] = t
    made.filters.update(date=t.date, day=t.day, link=safe_link, bars=bars, cited=_cited)
    return made
