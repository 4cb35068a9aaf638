"""Hand-made articles and answers for tests of the web part, and an assistant that gives them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI

from assistant.chat import Assistant
from assistant.coverage import Coverage
from assistant.llm.generate import Tell
from assistant.settings import Settings
from assistant.types import Answer, Citation, Turn
from assistant.web.app import create_app
from index.scope import EVERYTHING, Scope
from index.sync import SyncReport
from index.types import Article, Hit


def cited(article: Article, n: int, quote: str) -> Citation:
    """A citation of the quote's first place in the article."""
    start = article.text.index(quote)
    return Citation(
        n=n,
        article_id=article.id,
        outlet=article.outlet,
        title=article.title,
        published=article.published,
        url=article.url,
        file=article.file,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def answered(question: str, text: str, *citations: Citation) -> Answer:
    """An answer that rests on the citations."""
    return Answer(
        question=question,
        standalone_question=question,
        status="answered",
        answer=text,
        citations=list(citations),
    )


def app_of(
    assistant: Assistant, settings: Settings | None = None, *, only_here: bool = False
) -> FastAPI:
    """The web application, which tests may ask as fast as they like unless settings are given.

    It is made inside an event loop: outside of one, Gradio leaves some open.
    """

    async def make() -> FastAPI:
        return create_app(assistant, settings or Settings(rate_limit=""), only_here=only_here)

    with ThreadPoolExecutor(1) as apart:  # Playwright has a loop of its own in this thread
        return apart.submit(lambda: asyncio.run(make())).result()


class ScriptedAssistant(Assistant):
    """Answers every question by calling `reply`, over the given articles."""

    def __init__(
        self,
        articles: Sequence[Article] = (),
        reply: Callable[[str], Answer] | None = None,
        model: str = "",
    ) -> None:
        self._articles = list(articles)
        self._model = model
        self._reply = reply or (lambda question: answered(question, "Yes."))
        self.histories: list[list[Turn]] = []
        self.scopes: list[Scope] = []
        self.own_words: list[bool] = []
        self.languages: list[str] = []

    @property
    def model(self) -> str:
        return self._model

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Sequence[Article] | None = None,
        scope: Scope = EVERYTHING,
        stopped: Callable[[], bool] = lambda: False,
        tell: Tell = lambda sentence: None,
        own_words: bool = False,
        language: str = "en",
    ) -> Answer:
        self.histories.append(list(history))
        self.scopes.append(scope)
        self.own_words.append(own_words)
        self.languages.append(language)
        return self._reply(question)

    def search(
        self, question: str, k: int, *, per_article: bool = False, scope: Scope = EVERYTHING
    ) -> list[Hit]:
        return []

    def add(
        self,
        articles: Sequence[Article],
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> SyncReport:
        new = {article.id: article for article in articles}
        known = {article.id for article in self._articles}
        self._articles = [a for a in self._articles if a.id not in new] + list(new.values())
        progress(len(new), len(new))
        return SyncReport(
            added=[i for i in new if i not in known], changed=[i for i in new if i in known]
        )

    def remove(self, article_ids: Sequence[str]) -> list[str]:
        gone = [a.id for a in self._articles if a.id in article_ids]
        self._articles = [a for a in self._articles if a.id not in gone]
        return gone

    def starters(self, n: int) -> list[str]:
        return [f"Question {i}?" for i in range(1, n + 1)] if self._articles else []

    def followups(self, answer: Answer, n: int, asked: Collection[str] = ()) -> list[str]:
        return [f"After {answer.question}"]

    def compare(self, question: str, scope: Scope = EVERYTHING) -> list[Coverage]:
        return [Coverage(outlet, []) for outlet in self.outlets()]

    def articles(self) -> list[Article]:
        return self._articles

    @property
    def revision(self) -> str:
        return repr(self._articles)

    def article_count(self) -> int:
        return len(self._articles)

    def outlets(self) -> list[str]:
        return sorted({article.outlet for article in self._articles})

    def article(self, article_id: str) -> Article | None:
        return next((a for a in self._articles if a.id == article_id), None)
