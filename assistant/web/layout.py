"""The chat page's parts, and which event of which part calls what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.events import api

from assistant.settings import Settings
from assistant.web.page import ChatPage, Opened
from assistant.web.render import renderer
from assistant.web.service import Service
from assistant.web.uploads import Uploads
from assistant.wording import DEFAULT, catalogs
from index.scope import Scope

_STYLES = ("page.css", "conversation.css", "conflict.css", "composer.css", "panel.css")
_FONT = ("-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_ASKING = {**_PRIVATE, "show_progress": "minimal", "concurrency_limit": None}
_DOWNLOAD = """(text) => {{
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {{ type: "{type}" }}));
  link.download = "crossread.{ending}";
  link.click();
  URL.revokeObjectURL(link.href);
}}"""
# Browsers give no clipboard without https, but for this machine.
_CLIPBOARD = """async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const put = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    };
    document.addEventListener("copy", put);
    const copied = document.execCommand("copy");
    document.removeEventListener("copy", put);
    if (!copied) throw new Error("The browser gives no clipboard.");
  }
}"""
_OWN_WORDS = "() => document.querySelector('#words input:checked').value === 'articles'"
_SAY_DONE = """() => {
  for (const done of document.querySelectorAll(".done[data-waiting]")) {
    done.textContent = done.dataset.waiting;
    done.removeAttribute("data-waiting");
  }
}"""

i18n = gr.I18n(**catalogs())


def mount(app: FastAPI, service: Service, settings: Settings) -> None:
    """Put the chat page at `/` of an application."""
    limit = f"{settings.max_upload_mb}mb" if settings.uploads_allowed else 1
    gr.mount_gradio_app(
        app,
        _blocks(ChatPage(service, settings)),
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=False,
        max_file_size=limit,
        i18n=i18n,
        theme=gr.themes.Base(font=_FONT, font_mono=_MONO),
        css="\n".join(map(_static, _STYLES)),
        head=_static("head.html"),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the events read and write."""

    kept: gr.BrowserState
    own_words: gr.BrowserState
    scope: gr.State
    header: gr.HTML
    welcome: gr.HTML
    conversation: gr.HTML
    suggestions: gr.HTML
    question: gr.Textbox
    narrowed: gr.HTML
    stop: gr.Button
    clear: gr.Button
    words: gr.HTML
    reading: gr.HTML
    sources: gr.HTML
    articles: gr.HTML
    outlets: gr.Dropdown
    since: gr.Textbox
    until: gr.Textbox
    markdown: gr.Button
    json: gr.Button
    panel: gr.Column

    @property
    def shown(self) -> list[Any]:
        """What an answer changes."""
        return [self.kept, self.conversation, self.sources, self.articles, self.reading]


def _blocks(page: ChatPage) -> gr.Blocks:
    blocks = gr.Blocks(title="Crossread", analytics_enabled=False, fill_width=True)
    with blocks:
        # As most visitors will see it, so that nothing jumps when it comes in their language.
        show = renderer(DEFAULT)
        words = page.words(show, own_words=False)
        parts = _parts(page.opened(show, []), words, page.assistant.outlets())
        if page.settings.uploads_allowed:
            _adding(Uploads(page), parts)
        _asking(page, parts)
        _looking(page, parts)
        _keeping(page, parts)
        narrowing = [parts.outlets, parts.since, parts.until]
        # A date is one only when it is written out.
        chosen = [parts.outlets.change]
        chosen += [done for box in (parts.since, parts.until) for done in (box.blur, box.submit)]
        gr.on(chosen, page.narrow, narrowing, [parts.scope, parts.narrowed], **_PRIVATE)
        opened = [parts.header, parts.welcome, parts.conversation, parts.sources, parts.articles]
        blocks.load(
            page.load,
            [parts.kept, parts.own_words],
            [*opened, parts.words, parts.outlets],
            **_PRIVATE,
        )
        api(page.chat, api_name="chat", concurrency_limit=None)
    return blocks


def _parts(opened: Opened, words_html: str, known_outlets: list[str]) -> _Parts:
    header_html, welcome_html, conversation_html, sources_html, articles_html = opened
    kept, own_words = _kept("conversation", []), _kept("own-words", False)
    scope = gr.State(Scope())
    header = _html(header_html, "header", "header.js")
    with gr.Row(elem_id="layout"):
        with gr.Column(elem_id="chat"):
            welcome = _html(welcome_html, "welcome", "ask.js")
            conversation = _html(conversation_html, "conversation", "conversation.js")
            suggestions = _html("", "suggestions", "ask.js")
            narrowed, question, stop, clear, words = _composer(words_html)
        with gr.Column(elem_id="panel"):
            reading = _html("", "reading", "reading.js")
            sources = _html(sources_html, "sources", "sources.js")
            with gr.Row(elem_id="exports"):
                markdown = gr.Button(i18n("export.markdown"), size="sm")
                json = gr.Button(i18n("export.json"), size="sm")
            with gr.Accordion(i18n("filter.heading"), open=False, elem_id="filter"):
                outlets = gr.Dropdown(known_outlets, multiselect=True, label=i18n("filter.outlets"))
                since = gr.Textbox(label=i18n("filter.since"), max_length=10)
                until = gr.Textbox(label=i18n("filter.until"), max_length=10)
            panel = gr.Column(min_width=0, scale=0)
            articles = _html(articles_html, "articles", "articles.js")
    return _Parts(
        kept, own_words, scope, header, welcome, conversation, suggestions, question, narrowed,
        stop, clear, words, reading, sources, articles, outlets, since, until,
        markdown, json, panel,
    )  # fmt: skip


def _asking(page: ChatPage, parts: _Parts) -> None:
    """Asking: by the box, by a question that is offered, again, or anew; and stopping it."""
    asked = gr.Textbox(visible=False)
    asking = {**_ASKING, "show_progress_on": parts.question}
    given = [parts.kept, parts.scope, parts.own_words]
    typed = parts.question.submit(
        page.ask, [parts.question, *given], [*parts.shown, asked], **asking
    )
    # Only when it is answered, and with what was typed meanwhile left in the box.
    typed.success(
        None, [parts.question, asked], parts.question, js="(now, was) => now === was ? '' : now"
    )
    asks: list[Any] = [
        typed,
        parts.welcome.submit(page.ask_offered, given, parts.shown, **asking),
        parts.suggestions.submit(page.ask_offered, given, parts.shown, **asking),
        parts.conversation.retry(page.retry, given, parts.shown, **asking),
    ]
    for ask in asks:
        ask.success(page.suggest, parts.kept, parts.suggestions, **_PRIVATE)
    parts.stop.click(page.stopped, parts.kept, parts.conversation, cancels=asks, **_PRIVATE)
    # Known in the page at once: by way of the server, a question asked meanwhile would not know it.
    parts.words.select(None, None, parts.own_words, js=_OWN_WORDS)
    edited = parts.conversation.edit(
        page.edit, parts.kept, [*parts.shown, parts.question], **_PRIVATE
    )
    cleared = parts.clear.click(page.clear, None, parts.shown, **_PRIVATE)
    for emptied in (edited, cleared):
        emptied.success(lambda: "", None, parts.suggestions, **_PRIVATE)


def _looking(page: ChatPage, parts: _Parts) -> None:
    """Looking at what an answer rests on."""
    for source in (parts.conversation, parts.sources):
        source.select(page.read, parts.kept, parts.reading, **_PRIVATE)
    parts.conversation.expand(page.compare, parts.kept, parts.reading, **_PRIVATE)
    parts.reading.clear(lambda: "", None, parts.reading, **_PRIVATE)


def _keeping(page: ChatPage, parts: _Parts) -> None:
    """Taking an answer or the conversation elsewhere, and saying what one thinks of it."""
    taken = gr.Textbox(visible=False)

    def take(event: Callable[..., Any], fetch: Callable[..., str], js: str) -> Any:
        fetched = event(fetch, parts.kept, taken, **_PRIVATE)
        return fetched.success(None, taken, None, js=js)

    copied = take(parts.conversation.copy, page.copy, _CLIPBOARD)
    copied.success(None, None, None, js=_SAY_DONE)
    markdown = _DOWNLOAD.format(type="text/markdown", ending="md")
    take(parts.markdown.click, page.save_markdown, markdown)
    take(parts.json.click, page.save_json, _DOWNLOAD.format(type="application/json", ending="json"))
    judged = parts.conversation.like(page.judge, parts.kept, None, **_PRIVATE)
    judged.success(None, None, None, js=_SAY_DONE)


def _adding(uploads: Uploads, parts: _Parts) -> None:
    """Adding articles, and removing them."""
    with parts.panel, gr.Accordion(i18n("add.heading"), open=False, elem_id="adding"):
        files = gr.File(file_count="multiple", label=i18n("add.files"), height=170)
        pasted = gr.Textbox(label=i18n("add.paste"), lines=3, max_lines=8)
        add = gr.Button(i18n("add"), size="sm", elem_id="add")
        outcome = _html("", "outcome")
    changed = [parts.articles, parts.welcome, parts.outlets]
    add.click(
        uploads.add,
        [files, pasted, parts.kept],
        [outcome, files, pasted, *changed],
        **{**_PRIVATE, "show_progress": "full", "show_progress_on": outcome},
    )
    parts.articles.delete(uploads.remove, parts.kept, changed, **_PRIVATE)


def _html(value: str, elem_id: str, script: str | None = None, *, visible: bool = True) -> gr.HTML:
    """A part of the page that a template makes, and the script that goes with it."""
    js = _static(script) if script else None
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js, visible=visible)


def _kept(name: str, default: object) -> gr.BrowserState:
    """What the visitor's browser keeps, from nobody."""
    return gr.BrowserState(default, storage_key=f"crossread-{name}", secret="crossread")  # noqa: S106


def _composer(words_html: str) -> tuple[gr.HTML, gr.Textbox, gr.Button, gr.Button, gr.HTML]:
    """Which articles are asked, the box for a question, the buttons that stop and start anew, and
    whose words to answer in.

    The last is there only where it can be chosen.
    """
    with gr.Row(elem_id="composer"):
        narrowed = _html("", "narrowed")
        question = gr.Textbox(
            label=i18n("ask.label"),
            show_label=False,
            container=False,
            placeholder=i18n("ask.placeholder"),
            elem_id="question",
            lines=1,
            max_lines=6,
            autofocus=True,
            submit_btn=i18n("ask"),  # type: ignore[arg-type]
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
        )
        stop = gr.Button(i18n("stop"), elem_id="stop", size="sm")
        clear = gr.Button(i18n("clear"), elem_id="clear", size="sm")
        words = _html(words_html, "words", "words.js", visible=bool(words_html))
    return narrowed, question, stop, clear, words


def _static(name: str) -> str:
    return resources.files("assistant.web").joinpath("static", name).read_text("utf-8")
