"""The chat page: Gradio's blocks and events around what `render` makes of an Answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.events import api
from pydantic import ValidationError

from assistant.chat import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Turn
from assistant.web import render
from assistant.web.render import Exchange
from assistant.web.requests import AskRequest, sentence
from index.errors import CrossreadError
from index.types import Article

_log = logging.getLogger(__name__)
_STARTERS = 4
_KEPT = 100
"""Exchanges a conversation shows; older ones leave it."""

_STYLES = ("page.css", "conversation.css", "composer.css", "panel.css")
_FONT = ("-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_ASKING = {**_PRIVATE, "show_progress": "minimal", "concurrency_limit": None}

Shown = tuple[list[Exchange], str, str]
"""The conversation, and the HTML of it and of its sources."""


def mount(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Put the chat page at `/` of an application."""
    gr.mount_gradio_app(
        app,
        _blocks(ChatPage(assistant)),
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=gr.themes.Base(font=_FONT, font_mono=_MONO),
        css="\n".join(map(_static, _STYLES)),
        head=_static("head.html"),
    )


class ChatPage:
    """What the page's events do; each takes and gives back what Gradio keeps for a visitor."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        # Finding them takes as long as several questions, and the articles seldom change.
        self._starters = lru_cache(maxsize=1)(self._find_starters)

    def _find_starters(self, _: tuple[Article, ...]) -> list[str]:
        return self.assistant.starters(_STARTERS)

    def ask(self, question: str, exchanges: Sequence[Exchange]) -> tuple[*Shown, str]:
        """Add a question and its answer to the conversation; an empty one adds nothing.

        The question is given back as well, to tell what of the box has been answered.
        """
        if question.strip():
            exchanges = self._extended(exchanges, question.strip())
        return *_shown(exchanges), question

    def ask_starter(self, event: gr.EventData, exchanges: Sequence[Exchange]) -> Shown:
        """Ask the question on the button that was clicked."""
        return _shown(self._extended(exchanges, str(event.question)))

    def clear(self) -> Shown:
        """Start anew."""
        return _shown([])

    def load(self) -> tuple[str, str]:
        """The HTML of welcome and articles, over the index as it is now.

        Leaves box and conversation alone: someone may be asking already.
        """
        found = tuple(self.assistant.articles())
        return render.welcome(self._starters(found), len(found)), render.articles(found)

    def chat(self, message: str, history: list[dict[str, str]] | None = None) -> dict[str, Any]:
        """Answer a question from the indexed articles, with citations: Crossread's Answer."""
        try:
            request = AskRequest.model_validate({"question": message, "history": history or []})
            return self.assistant.ask(request.question, request.history).model_dump()
        except ValidationError as error:
            raise gr.Error(sentence(error.errors())) from error
        except CrossreadError as error:
            raise gr.Error(str(error)) from error

    def _extended(self, exchanges: Sequence[Exchange], question: str) -> list[Exchange]:
        number = exchanges[-1].number + 1 if exchanges else 1
        answer = self._answer(question, exchanges)
        return [*exchanges, render.exchange(answer, number, self.assistant.article)][-_KEPT:]

    def _answer(self, question: str, exchanges: Sequence[Exchange]) -> Answer:
        history = [turn for made in exchanges for turn in _turns(made.answer)]
        try:
            return self.assistant.ask(question, history)
        except CrossreadError as error:
            reason = str(error)
        except Exception:  # the page stays usable, the log has the rest
            _log.exception("A question could not be answered")
            reason = "Something went wrong while answering. The server's log says what."
        return Answer(
            question=question,
            standalone_question=question,
            status="not_in_articles",
            answer=reason,
        )


def _shown(exchanges: Sequence[Exchange]) -> Shown:
    return list(exchanges), render.conversation(exchanges), render.sources(exchanges)


def _turns(answer: Answer) -> tuple[Turn, Turn]:
    asked = Turn(role="user", content=answer.question)
    return asked, Turn(role="assistant", content=answer.answer)


def _blocks(page: ChatPage) -> gr.Blocks:
    """The page's parts and events. Texts that can change are read anew at every load."""
    welcome_html, articles_html = page.load()
    blocks = gr.Blocks(title="Crossread", analytics_enabled=False, fill_width=True)
    with blocks:
        exchanges = gr.State([])
        asked = gr.Textbox(visible=False)
        _html(render.header(), "header")
        with gr.Row(elem_id="layout"):
            with gr.Column(elem_id="chat"):
                welcome = _html(welcome_html, "welcome", "starters.js")
                conversation = _html(render.conversation([]), "conversation", "citations.js")
                question, clear = _composer()
            with gr.Column(elem_id="panel"):
                sources = _html(render.sources([]), "sources")
                articles = _html(articles_html, "articles")
        shown = [exchanges, conversation, sources]
        asking = {**_ASKING, "show_progress_on": question}
        asks = question.submit(page.ask, [question, exchanges], [*shown, asked], **asking)
        # Only when it is answered, and with what was typed meanwhile left in the box.
        asks.success(None, [question, asked], question, js="(now, was) => now === was ? '' : now")
        welcome.submit(page.ask_starter, exchanges, shown, **asking)
        clear.click(page.clear, None, shown, **_PRIVATE)
        blocks.load(page.load, None, [welcome, articles], **_PRIVATE)
        api(page.chat, api_name="chat", concurrency_limit=None)
    return blocks


def _html(value: str, elem_id: str, script: str | None = None) -> gr.HTML:
    """A part of the page that a template makes, and the script that goes with it."""
    js = _static(script) if script else None
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js)


def _composer() -> tuple[gr.Textbox, gr.Button]:
    """The box a question is typed into, and the button that starts anew."""
    with gr.Row(elem_id="composer"):
        question = gr.Textbox(
            label="Your question",
            show_label=False,
            container=False,
            placeholder="Ask the articles…",
            elem_id="question",
            lines=1,
            max_lines=6,
            autofocus=True,
            submit_btn="Ask",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
        )
        clear = gr.Button("Clear", elem_id="clear", size="sm")
    return question, clear


def _static(name: str) -> str:
    return resources.files("assistant.web").joinpath("static", name).read_text("utf-8")
