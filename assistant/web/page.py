"""What the chat page's events do: from what the browser keeps, to what it shows next."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal

import gradio as gr
from fastapi import HTTPException
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from assistant import export, feedback
from assistant.batch import Asked
from assistant.settings import Settings
from assistant.types import Answer, Sentence
from assistant.web.conversation import restored, stored, turns
from assistant.web.render import Renderer, renderer
from assistant.web.requests import AskRequest, sentence
from assistant.web.service import Service
from assistant.wording import Texts, preferred
from index.errors import CrossreadError, QuestionError
from index.scope import Scope
from index.types import Article

_log = logging.getLogger(__name__)
_STARTERS, _FOLLOWUPS = 4, 3

Kept = list[dict[str, Any]]
"""The conversation as the browser keeps it."""
Opened = tuple[str, str, str, str, str]
Shown = tuple[Kept, str, str, str, str]
"""What is kept, and the HTML of the conversation, its sources, the articles, and what is read."""
Showing = AsyncIterator[tuple[Any, ...]]
"""What is shown while an answer comes, each time a Shown in which parts may be left as they are."""


class ChatPage:
    """The page's events; each takes and gives back what Gradio keeps in a visitor's browser."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self.assistant = assistant = service.assistant
        self.settings = settings
        self._service = service
        # Finding them takes as long as several questions, and the articles seldom change.
        self._starters = lru_cache(maxsize=1)(lambda _: assistant.starters(_STARTERS))
        self._listed = lru_cache(maxsize=1)(lambda _: _without_texts(assistant.articles()))

    def load(self, kept: Kept, own_words: bool, request: gr.Request) -> tuple[*Opened, str, Any]:
        """Everything that a page shows when it is opened, in its visitor's language."""
        show = renderer_for(request)
        outlets = gr.Dropdown(choices=self.assistant.outlets())
        return *self.opened(show, kept), self.words(show, own_words), outlets

    def opened(self, show: Renderer, kept: Kept) -> Opened:
        """The HTML of header, welcome, conversation, sources and articles."""
        answers = restored(kept)
        revision = self.assistant.revision
        count = len(self._listed(revision))
        return (
            show.header(),
            show.welcome(self._starters(revision), count, self.assistant.model),
            show.conversation(answers),
            show.sources(answers),
            self._articles(show, answers),
        )

    def words(self, show: Renderer, own_words: bool) -> str:
        """The HTML of the choice between the language model's words and the articles' own."""
        return show.words(self.assistant.model, own_words)

    async def ask(
        self, question: str, kept: Kept, scope: Scope, own_words: bool, request: gr.Request
    ) -> Showing:
        """Add a question and its answer to the conversation; an empty one adds nothing.

        The question is given back as well, to tell what of the box has been answered.
        """
        show = renderer_for(request)
        if not question.strip():
            yield *self._shown(show, restored(kept)), question
            return
        async for shown in self._asking(show, question.strip(), restored(kept), scope, own_words):
            yield *shown, question

    async def ask_offered(
        self,
        kept: Kept,
        scope: Scope,
        own_words: bool,
        event: gr.EventData,
        request: gr.Request,
    ) -> Showing:
        """Ask the question on the button that was clicked."""
        show, question = renderer_for(request), str(event.question).strip()
        async for shown in self._asking(show, question, restored(kept), scope, own_words):
            yield shown

    async def retry(
        self, kept: Kept, scope: Scope, own_words: bool, request: gr.Request
    ) -> Showing:
        """Ask the last question again."""
        *before, last = restored(kept)
        show = renderer_for(request)
        async for shown in self._asking(show, last.question, before, scope, own_words):
            yield shown

    def stopped(self, kept: Kept, request: gr.Request) -> str:
        """The conversation without what had come of an answer that was stopped."""
        return renderer_for(request).conversation(restored(kept))

    def narrow(
        self, outlets: Sequence[str] | None, since: str, until: str, request: gr.Request
    ) -> tuple[Scope, str]:
        """The articles that the next questions are asked of, and the HTML that says so."""
        show = renderer_for(request)
        first, last = since.strip() or None, until.strip() or None
        try:
            scope = Scope(frozenset(outlets or ()), first, last)
        except CrossreadError as error:
            raise gr.Error(_wrong(first, last, show.t)) from error
        return scope, show.narrowed(scope)

    def edit(self, kept: Kept, request: gr.Request) -> tuple[*Shown, str]:
        """Take the last question back into the box."""
        *before, last = restored(kept)
        return *self._shown(renderer_for(request), before), last.question

    def clear(self, request: gr.Request) -> Shown:
        """Start anew."""
        return self._shown(renderer_for(request), [])

    def suggest(self, kept: Kept, request: gr.Request) -> str:
        """Questions to go on with after the last answer."""
        answers = restored(kept)
        asked = {a.question for a in answers} | {a.standalone_question for a in answers}
        found = self.assistant.followups(answers[-1], _FOLLOWUPS, asked) if answers else []
        return renderer_for(request).suggestions(found)

    def read(self, kept: Kept, event: gr.EventData, request: gr.Request) -> str:
        """The article of the source that was clicked, at the passage that is quoted."""
        number, n = int(event.answer), int(event.n)
        answer = restored(kept)[number - 1]
        cited = next(c for c in answer.citations if c.n == n)
        article = self.assistant.article(cited.article_id)
        return renderer_for(request).reading(answer, number, n, article)

    def compare(self, kept: Kept, event: gr.EventData, request: gr.Request) -> str:
        """What every outlet says on the question of an answer."""
        asked = restored(kept)[int(event.answer) - 1].standalone_question
        return renderer_for(request).comparison(asked, self.assistant.compare(asked))

    def copy(self, kept: Kept, event: gr.EventData, request: gr.Request) -> str:
        """An answer as Markdown, with its sources."""
        answer = restored(kept)[int(event.answer) - 1]
        return export.as_markdown([answer], renderer_for(request).t)

    def save_markdown(self, kept: Kept, request: gr.Request) -> str:
        """The conversation as Markdown."""
        return export.as_markdown(restored(kept), renderer_for(request).t)

    def save_json(self, kept: Kept) -> str:
        """The conversation as JSON, in the wire contract's form."""
        return export.as_json(restored(kept))

    def judge(self, kept: Kept, event: gr.EventData, request: gr.Request) -> None:
        """Keep what a visitor thinks of an answer."""
        show = renderer_for(request)
        answers, number = restored(kept), int(event.answer)
        verdict: Literal["up", "down"] = "up" if event.verdict == "up" else "down"
        said = feedback.Feedback.of(
            answers[number - 1], verdict, str(event.reason)[:2000], turns(answers[: number - 1])
        )
        try:
            feedback.append(self.settings.data / "feedback.jsonl", said)
        except CrossreadError as error:
            _log.warning("%s", error)
            raise gr.Error(show.t("feedback.failed")) from error

    async def chat(
        self, message: str, history: list[dict[str, str]] | None = None
    ) -> dict[str, Any]:
        """Answer a question from the indexed articles, with citations: Crossread's Answer."""
        try:
            request = AskRequest.model_validate({"question": message, "history": history or []})
            return (await self._service.answer(request.asked())).model_dump()
        except ValidationError as error:
            raise gr.Error(sentence(error.errors())) from error
        except HTTPException as error:
            raise gr.Error(error.detail) from error
        except CrossreadError as error:
            raise gr.Error(str(error)) from error

    async def _asking(
        self,
        show: Renderer,
        question: str,
        answers: Sequence[Answer],
        scope: Scope,
        own_words: bool,
    ) -> Showing:
        """The sentences of an answer as they come, then the answer; or why there is none."""
        history = tuple(turns(answers))
        asked = Asked(
            question, history=history, scope=scope, own_words=own_words, language=show.t.language
        )
        heard: list[Sentence] = []
        try:
            async with aclosing(self._service.told(asked)) as parts:
                async for part in parts:
                    if isinstance(part, Answer):
                        answer = part
                    else:
                        heard.append(part)
                        growing = show.growing(answers, question, heard)
                        yield gr.skip(), growing, gr.skip(), gr.skip(), gr.skip()
        except Exception as error:  # the page stays usable
            answer = Answer(
                question=question, standalone_question=question, status="not_in_articles",
                answer=self._reason(show, error),
            )  # fmt: skip
        yield await run_in_threadpool(self._shown, show, [*answers, answer])

    def _reason(self, show: Renderer, error: Exception) -> str:
        """Why there is no answer; the log has what is not for visitors."""
        if isinstance(error, CrossreadError):
            return show.t.error(error)
        if isinstance(error, HTTPException) and error.status_code == 503:
            return show.t("busy")
        if isinstance(error, HTTPException):
            return show.t("late", seconds=f"{self.settings.question_timeout:g}")
        _log.error("A question could not be answered", exc_info=error)
        return show.t("failed")

    def _shown(self, show: Renderer, answers: Sequence[Answer]) -> Shown:
        return (
            stored(answers),
            show.conversation(answers),
            show.sources(answers),
            self._articles(show, answers),
            "",
        )

    def _articles(self, show: Renderer, answers: Sequence[Answer]) -> str:
        last = answers[-1] if answers else None
        removable = self.settings.uploads_allowed
        return show.articles(self._listed(self.assistant.revision), last, removable=removable)


def _wrong(since: str | None, until: str | None, t: Texts) -> str:
    """Why there is no time between what was written."""
    for written in filter(None, (since, until)):
        try:
            Scope(since=written)
        except QuestionError:
            return t("filter.no_date", written=written)
    return t("filter.swapped", since=since, until=until)


def _without_texts(articles: Sequence[Article]) -> list[Article]:
    """The articles as a list needs them: their texts would fill the memory."""
    return [replace(article, text="") for article in articles]


def renderer_for(request: gr.Request | None) -> Renderer:
    """The renderer for the language that the visitor's browser asks for."""
    return renderer(preferred(request.headers.get("accept-language") if request else None))
