"""The chat page: Gradio's blocks and events around what `render` makes of an Answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI
from pydantic import ValidationError

from assistant.chat import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Turn
from assistant.web import render
from assistant.web.render import Exchange
from assistant.web.requests import AskRequest, sentence
from index.errors import CrossreadError

_log = logging.getLogger(__name__)
_STARTERS = 4
_KEPT = 100
"""Exchanges a conversation shows; older ones leave it."""

_FONT = ("-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_ASKING = {**_PRIVATE, "show_progress": "minimal", "concurrency_limit": None}

Shown = tuple[list[Exchange], str, str, str]
"""The conversation, the emptied question box, and the HTML of conversation and sources."""


def mount(app: FastAPI, assistant: Assistant, settings: Settings) -> FastAPI:
    """Put the chat page at `/` of an application."""
    return gr.mount_gradio_app(
        app,
        _blocks(_Page(assistant)),
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=gr.themes.Base(font=_FONT, font_mono=_MONO),
        css=_static("page.css"),
        head=_static("head.html"),
    )


@dataclass(frozen=True)
class _Page:
    """What the page's events do; each takes and gives back what Gradio keeps for a visitor."""

    assistant: Assistant

    def ask(self, question: str, exchanges: Sequence[Exchange]) -> Shown:
        """Add a question and its answer to the conversation; an empty one adds nothing."""
        if question.strip():
            number = exchanges[-1].number + 1 if exchanges else 1
            answer = self._answer(question.strip(), exchanges)
            made = render.exchange(answer, number, self.assistant.article)
            exchanges = [*exchanges, made][-_KEPT:]
        return self._show(exchanges)

    def ask_starter(self, event: gr.EventData, exchanges: Sequence[Exchange]) -> Shown:
        """Ask the question on the button that was clicked."""
        return self.ask(str(event.question), exchanges)

    def clear(self) -> Shown:
        """Start anew."""
        return self._show([])

    def load(self, exchanges: Sequence[Exchange]) -> tuple[str, str]:
        """The HTML of conversation and articles, over the index as it is now.

        Leaves the question box alone: someone may be typing already.
        """
        return self._show(exchanges)[2], render.articles(self.assistant.articles())

    def chat(self, message: str, history: list[dict[str, str]] | None = None) -> dict[str, Any]:
        """Answer a question from the indexed articles, with citations: Crossread's Answer."""
        try:
            request = AskRequest.model_validate({"question": message, "history": history or []})
            return self.assistant.ask(request.question, request.history).model_dump()
        except ValidationError as error:
            raise gr.Error(sentence(error.errors())) from error
        except CrossreadError as error:
            raise gr.Error(str(error)) from error

    def _show(self, exchanges: Sequence[Exchange]) -> Shown:
        starters = [] if exchanges else self.assistant.starters(_STARTERS)
        count = 0 if exchanges else len(self.assistant.articles())
        conversation = render.conversation(exchanges, starters, count)
        return list(exchanges), "", conversation, render.sources(exchanges)

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


def _turns(answer: Answer) -> tuple[Turn, Turn]:
    asked = Turn(role="user", content=answer.question)
    return asked, Turn(role="assistant", content=answer.answer)


def _blocks(page: _Page) -> gr.Blocks:
    """The page's parts and events. Texts that can change are read anew at every load."""
    conversation_html, articles_html = page.load([])
    with gr.Blocks(title="Crossread", analytics_enabled=False, fill_width=True) as blocks:
        exchanges = gr.State([])
        gr.HTML(render.header(), elem_id="header", **_PLAIN)
        with gr.Row(elem_id="layout"):
            with gr.Column(elem_id="chat"):
                conversation = gr.HTML(
                    conversation_html,
                    elem_id="conversation",
                    apply_default_css=False,
                    js_on_load=_static("page.js"),
                )
                question, clear = _composer()
            with gr.Column(elem_id="panel"):
                sources = gr.HTML(render.sources([]), elem_id="sources", **_PLAIN)
                articles = gr.HTML(articles_html, elem_id="articles", **_PLAIN)
        shown = [exchanges, question, conversation, sources]
        asking = {**_ASKING, "show_progress_on": question}
        question.submit(page.ask, [question, exchanges], shown, **asking)
        conversation.submit(page.ask_starter, exchanges, shown, **asking)
        clear.click(page.clear, None, shown, **_PRIVATE)
        blocks.load(page.load, exchanges, [conversation, articles], **_PRIVATE)
        gr.api(page.chat, api_name="chat", concurrency_limit=None)
    return blocks


_PLAIN: dict[str, Any] = {"apply_default_css": False, "js_on_load": None}


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
