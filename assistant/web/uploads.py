"""Adding articles in the chat page, and removing them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.web.page import ChatPage, Kept, renderer_for
from assistant.wording import Texts
from index.errors import ArticleError, CrossreadError
from index.incoming import PASTED, Incoming, read_pasted, read_uploads, reason

_log = logging.getLogger(__name__)
_MB = 1 << 20

Changed = tuple[str, str, Any]
"""The HTML of articles and welcome, and the outlets to choose from."""


class Uploads:
    """What the part of the page does that adds and removes articles."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page

    def add(
        self,
        files: Sequence[str] | None,
        pasted: str,
        kept: Kept,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008  how Gradio hands it over
    ) -> tuple[str, None, str, *Changed]:
        """Index what was dropped or pasted, and say what became of each part."""
        show = renderer_for(request)
        came = self._read(files or (), pasted)
        lines = self._index(came, show.t, progress)
        lines += [_failed(name, problem, show.t) for name, problem in came.failures]
        said = show.outcome(lines or [show.t("added.nothing")])
        return said, None, "", *self._changed(kept, request)

    def remove(self, kept: Kept, event: gr.EventData, request: gr.Request) -> Changed:
        """Remove the article whose button was clicked."""
        show = renderer_for(request)
        try:
            self._page.assistant.remove([str(event.id)])
        except CrossreadError as error:
            raise gr.Error(show.t.error(error)) from error
        return self._changed(kept, request)

    def _read(self, files: Sequence[str], pasted: str) -> Incoming:
        limit = self._page.settings.max_upload_mb * _MB
        indexed = self._page.assistant.article
        came = read_uploads(((Path(f).name, Path(f)) for f in files), indexed, max_bytes=limit)
        if pasted.strip():
            more = read_pasted(pasted, indexed)
            came.articles += more.articles
            came.failures += more.failures
        return came

    def _index(self, came: Incoming, t: Texts, progress: gr.Progress) -> list[str]:
        """Index the articles; says how many, or what prevented it."""
        if not came.articles:
            return []
        most = self._page.settings.max_articles
        if self._page.assistant.article_count() + len(came.articles) > most:
            return [t("added.full", most=t.number(most))]
        try:
            report = self._page.assistant.add(
                came.articles, lambda done, total: progress((done, total))
            )
        except CrossreadError as error:
            return [t.error(error)]
        except Exception:  # the page stays usable, the log has the rest
            _log.exception("Articles could not be added")
            return [t("failed")]
        came.failures += [
            (name, ArticleError("{name}: it holds no text to index", name=name))
            for name in report.empty
        ]
        counts = {
            "added": len(report.added) + len(report.changed) - len(report.empty),
            "added.unchanged": len(report.unchanged),
        }
        return [t(key, count=count) for key, count in counts.items() if count]

    def _changed(self, kept: Kept, request: gr.Request) -> Changed:
        _, welcome, _, _, articles = self._page.opened(renderer_for(request), kept)
        return articles, welcome, gr.Dropdown(choices=self._page.assistant.outlets())


def _failed(name: str, problem: ArticleError, t: Texts) -> str:
    """What could not be read, and why."""
    shown = t("added.pasted") if name == PASTED else name
    return t("added.failed", name=shown, reason=reason(name, t.error(problem)))
