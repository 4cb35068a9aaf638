"""A German page tells in German why articles could not be read or the index not be changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from assistant.types import Answer
from assistant.web.conversation import restored
from assistant.web.uploads import Uploads
from index.errors import CrossreadError, IndexStateError
from index.scope import EVERYTHING
from index.sync import SyncReport
from index.types import Article
from index.writing import WriterLock
from tests.assistant.scripted import ScriptedAssistant
from tests.assistant.test_web_page import ARTICLE, ENGLISH, Request, page_of, steps

GERMAN: Any = Request("de-AT,de;q=0.9")


class Locked(ScriptedAssistant):
    """Its index is never to be changed."""

    def add(
        self,
        articles: list[Article],  # type: ignore[override]
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> SyncReport:
        raise locked()

    def remove(self, article_ids: object) -> list[str]:
        raise locked()


def locked() -> CrossreadError:
    return IndexStateError("The index in {folder} cannot be written ({reason}).", folder="/x",
                           reason="Read-only file system")  # fmt: skip


LOCKED = "Der Index in /x lässt sich nicht schreiben (Read-only file system)."


def said(
    files: list[Path], pasted: str = "", request: Any = GERMAN, assistant: Any = None
) -> list[str]:
    """What the page says of what was dropped and pasted, line by line."""
    page = page_of(assistant)
    outcome, *_ = Uploads(page).add([str(f) for f in files], pasted, [], request, gr.Progress())
    return re.findall(r"[^<>\n]*\w[^<>\n]*", unescape(re.sub(r"<[^>]*>", "\n", outcome)))


@pytest.mark.parametrize(
    ("name", "content", "german", "english"),
    [
        ("a.txt", b" ", "die Datei ist leer.", "the file is empty."),
        (
            "a.docx", b"x",
            "solche Dateien werden nicht gelesen (nur .atom, .csv, .eml, .htm, .html, .jsonl, .md, "
            ".pdf, .rss, .txt und .xml).",
            "this kind of file is not read (only .atom, .csv, .eml, .htm, .html, .jsonl, .md, "
            ".pdf, .rss, .txt and .xml).",
        ),
        (
            "a.jsonl", b'{"text": "One.", "date": "soon"}',
            "Zeile 1: das Feld 'published' ist falsch: 'soon' ist kein Datum (bitte als 2021-12-31 "
            "schreiben).",
            "line 1: the field 'published' is wrong: 'soon' is no date (write it as 2021-12-31).",
        ),
        (
            "a.csv", b"text,title\nOne.,Two,Three\n",
            "Zeile 2: hier sind 3 Spalten und in der ersten Zeile 2; bitte einen Text mit einem "
            "Trennzeichen darin in Anführungszeichen setzen.",
            "line 2: it has 3 columns and the first row 2; put a text with a delimiter in it in "
            "quotation marks.",
        ),
    ],
)  # fmt: skip
def test_why_a_file_was_not_read(
    tmp_path: Path, name: str, content: bytes, german: str, english: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert said([tmp_path / name]) == [f"{name} war nicht lesbar: {german}"]
    assert said([tmp_path / name], request=ENGLISH) == [f"{name} could not be read: {english}"]


def test_why_what_was_pasted_was_not_read() -> None:
    assert said([], '{"id": 1}') == [
        "Der eingefügte Text war nicht lesbar: Zeile 1: das Feld 'text' fehlt oder ist leer."
    ]
    assert said([], '{"id": 1}', ENGLISH) == [
        "pasted text could not be read: line 1: the field 'text' is missing or empty."
    ]


def test_an_article_without_text_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = ScriptedAssistant([ARTICLE])
    report = SyncReport(added=["it"], empty=["it"])
    monkeypatch.setattr(assistant, "add", lambda *_: report)
    assert said([], "Some text.", GERMAN, assistant) == [
        "it war nicht lesbar: es enthält keinen Text"
    ]
    assert said([], "Some text.", ENGLISH, assistant) == [
        "it could not be read: it holds no text to index"
    ]


def test_why_the_index_could_not_be_changed() -> None:
    assert said([], "Some text.", GERMAN, Locked()) == [LOCKED]
    assert said([], "Some text.", ENGLISH, Locked()) == [str(locked())]
    with pytest.raises(gr.Error, match=re.escape(LOCKED)):
        Uploads(page_of(Locked([ARTICLE]))).remove([], gr.EventData(None, {"id": "a"}), GERMAN)


def test_why_there_is_no_answer(tmp_path: Path) -> None:
    def fail(question: str) -> Answer:
        with WriterLock(tmp_path, patience=0):
            raise AssertionError

    page = page_of(ScriptedAssistant([ARTICLE], fail))
    for request, told, since in ((GERMAN, "geändert", "seit"), (ENGLISH, "process", "since")):
        with WriterLock(tmp_path):
            kept, *_ = steps(page.ask("Why?", [], EVERYTHING, False, request))[-1]
        assert re.search(rf"{told} \(\d+, {since} \d\d:\d\d:\d\d\)\. ", restored(kept)[0].answer)
