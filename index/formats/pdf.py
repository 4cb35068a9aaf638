"""PDF: the text of its pages, and title and author where the file tells them plausibly."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import PageObject, PdfReader

from index.documents import Document, Fields
from index.errors import ArticleError
from index.formats.layout import Line, paragraphs
from index.metadata import beside, title_parts

MAX_TEXT = 20 << 20
"""Characters; more is no article, but a small file that unpacks to a large one."""
_HEAD = 12
"""Paragraphs among which the headline is."""
_LARGER = 1.15
_TITLE_WORDS = range(4, 31)
"""How many a headline has; fewer in large letters are the outlet's name."""
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_NO_TITLE = re.compile(
    r"\.\w{2,5}$|^(?:microsoft|untitled|unbenannt|document|slide)\b", re.IGNORECASE
)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said here


def read(document: Document) -> Iterator[Fields]:
    """The article in a PDF.

    When the file was made is not when the article was published, so that is not taken. Raises
    ArticleError for a file that is encrypted, without text, or unpacks to far too much of it.
    """
    reader = PdfReader(io.BytesIO(document.data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ArticleError("{name}: is encrypted; save it without a password.", name=document.name)
    pages: list[list[Line]] = []
    size = 0
    for page in reader.pages:
        pages.append(_lines(page))
        size += sum(len(line.text) for line in pages[-1])
        if size > MAX_TEXT:
            raise ArticleError(
                "{name}: it unpacks to more than {limit} MB of text.",
                name=document.name, limit=MAX_TEXT >> 20,
            )  # fmt: skip
    found = paragraphs(pages)
    if not found:
        raise ArticleError(
            "{name}: holds no text (a scan?); run OCR on it first.", name=document.name
        )
    info = dict(reader.metadata or {})
    whole = _title(info.get("/Title"))
    texts = [paragraph.text for paragraph in found]
    headline = next((part for part in title_parts(whole) if part in texts), _headline(found))
    yield Fields(
        "\n".join(texts),
        outlet=beside(headline, whole),
        title=headline or whole or None,
        author=_author(info.get("/Author")),
    )


def _lines(page: PageObject) -> list[Line]:
    """The lines of a page in the order of its content, each where its first letters stand."""
    drawn: list[list[Line]] = [[]]

    def draw(
        text: str, outer: Sequence[float], matrix: Sequence[float], font: Any, size: float
    ) -> None:
        x = matrix[4] * outer[0] + matrix[5] * outer[2] + outer[4]
        y = matrix[4] * outer[1] + matrix[5] * outer[3] + outer[5]
        first, *others = text.split("\n")
        scale = abs(matrix[3] * outer[3]) or 1.0
        for start, piece in enumerate((first, *others)):
            if start:
                drawn.append([])
            if piece.strip():
                drawn[-1].append(Line(piece, x, y, size * scale))

    page.extract_text(visitor_text=draw)
    return [line for pieces in drawn if (line := _line(pieces)).text]


def _line(pieces: Sequence[Line]) -> Line:
    """The line that some pieces make; its letters are as high as those of the longest piece."""
    text = " ".join("".join(piece.text for piece in pieces).translate(_LIGATURES).split())
    if not text:
        return Line("")
    longest = max(pieces, key=lambda piece: len(piece.text))
    return Line(text, pieces[0].x, pieces[0].y, longest.size)


def _headline(found: Sequence[Line]) -> str:
    """What stands in the largest letters above the article, if they are larger than its own."""
    letters: Counter[float] = Counter()
    for paragraph in found:
        letters[round(paragraph.size, 1)] += len(paragraph.text)
    least = _LARGER * letters.most_common(1)[0][0]
    large = [p for p in found[:_HEAD] if p.size > least and len(p.text.split()) in _TITLE_WORDS]
    return max(large, key=lambda paragraph: paragraph.size).text if large else ""


def _title(told: object) -> str:
    """The title in the file's data, unless it is the name of a file or of a program."""
    title = " ".join(str(told or "").split())
    return title if len(title.split()) > 1 and not _NO_TITLE.search(title) else ""


def _author(told: object) -> str | None:
    """The author in the file's data, unless that is somebody's user name."""
    author = " ".join(str(told or "").split())
    names = author.split()
    return author if len(names) > 1 and all(name[0].isupper() for name in names) else None
