"""A conversation for elsewhere: as Markdown to read and to paste, as JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from assistant.draft import escape
from assistant.types import Answer, Citation, Conflict
from assistant.wording import DEFAULT, Texts, texts

_NO_LINK = re.compile(r"[\s\x00-\x1f\x7f<>]")
"""What ends a link in angle brackets."""


def as_markdown(answers: Sequence[Answer], t: Texts | None = None) -> str:
    """Each question as a heading, its answer and by whom, what conflicts, and the sources of [n].

    Only headings, paragraphs, lists, bold, emphasis and links in angle brackets are used, as
    those look the same wherever Markdown is read.
    """
    t = t or texts(DEFAULT)
    return "\n".join(f"{_exchange(answer, t)}\n" for answer in answers)


def as_json(answers: Sequence[Answer]) -> str:
    """The answers as a JSON array, each in the shape of the wire contract."""
    rows = [answer.model_dump(mode="json") for answer in answers]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def marked(answer: Answer, t: Texts | None = None) -> str:
    """The answer's Markdown, with a word in emphasis after each sentence that no source supports.

    Nothing else in an answer is emphasised.
    """
    word = (t or texts(DEFAULT))("unsupported")
    bare = {escape(s.text) for s in answer.sentences if s.support == "unsupported"}
    blocks = answer.answer.strip().split("\n\n")
    return "\n\n".join(f"{block} *({word})*" if block in bare else block for block in blocks)


def provenance(answer: Answer, t: Texts | None = None) -> str:
    """Whose words the answer is in where a language model was asked; "" where none was."""
    t = t or texts(DEFAULT)
    said = [answer.notice]
    if answer.answered_by != "extractive":
        said.append(t("answered_by", model=answer.answered_by))
    if answer.withheld:
        said.append(t("withheld", count=answer.withheld))
    return " ".join(filter(None, said))


def _exchange(answer: Answer, t: Texts) -> str:
    cited = {citation.n: citation for citation in answer.citations}
    blocks = [
        f"## {escape(answer.question) or t('export.no_question')}",
        marked(answer, t),
        escape(provenance(answer, t)),
        escape(answer.comparison),
        *(_conflict(conflict, cited, t) for conflict in answer.conflicts),
        f"**{t('export.sources')}**" if cited else "",
        # A numbered list would be numbered anew by its reader, whatever the markers say.
        *(_source(citation, t) for citation in answer.citations),
    ]
    return "\n\n".join(block for block in blocks if block)


def _conflict(conflict: Conflict, cited: dict[int, Citation], t: Texts) -> str:
    """What is in dispute and why, and a list of the positions."""
    relation = t(f"conflict.{conflict.relation}")
    # The summary would say what the positions say.
    lines = [f"**{relation}** · {_listed(conflict.about, conflict.reason)}", ""]
    for position in conflict.positions:
        outlets = dict.fromkeys(cited[n].outlet for n in position.citations if n in cited)
        about = _listed(position.attributed_to, ", ".join(outlets), position.published)
        marks = "".join(f"[{n}]" for n in position.citations)
        lines.append(f"- **{escape(position.value)}** · {about} {marks}".rstrip())
    return "\n".join(lines)


def _source(citation: Citation, t: Texts) -> str:
    about = _listed(citation.outlet, citation.title, citation.published)
    quote = t("quoted", text=escape(citation.quote))
    line = f"[{citation.n}] {about}: {quote} {_link(citation.url)}"
    return line.rstrip()


def _listed(*parts: str | None) -> str:
    """Those that there are, each once: an outlet that isn't known goes by the article's title."""
    return " · ".join(escape(part) for part in dict.fromkeys(parts) if part)


def _link(url: str | None) -> str:
    """A link to a web page; nothing for any other address."""
    address = (url or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return f"<{_NO_LINK.sub(lambda found: quote(found[0]), address)}>"
