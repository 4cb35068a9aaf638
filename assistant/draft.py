"""An answer in the making: its sentences, its numbered citations, and both as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

from assistant.evidence import Candidate
from assistant.types import Citation, Conflict, Sentence
from assistant.wording import DEFAULT, Texts, texts
from index.types import Article, Span

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")
_OPENS_LIST = re.compile(r"\A(?:[-+](?=[\s-]|\Z)|\d{1,9}[.)](?!\S))")


@dataclass
class Draft:
    """An answer in the making: its sentences, and the citations in order of first use.

    `t` are the words in which it is told what the articles say.
    """

    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    comparison: str = ""
    t: Texts = field(default_factory=partial(texts, DEFAULT))

    def cite(self, candidate: Candidate, answer: Span | None = None) -> int:
        """The number of the citation for a sentence; the same sentence keeps its number.

        `answer` is where the sentence holds the direct answer.
        """
        start, end = candidate.span
        article = candidate.hit.article
        for i, citation in enumerate(self.citations):
            if (citation.article_id, citation.start, citation.end) == (article.id, start, end):
                if answer and citation.answer_start is None:
                    self.citations[i] = citation.model_copy(update=_placed(answer, start))
                return citation.n
        self.citations.append(
            Citation(
                n=len(self.citations) + 1, article_id=article.id, outlet=article.outlet,
                title=article.title, published=article.published, url=article.url,
                file=article.file, quote=article.text[start:end], start=start, end=end,
                **_placed(answer, start), **_origin(article),
            )
        )  # fmt: skip
        return len(self.citations)

    @property
    def markdown(self) -> str:
        """All sentences as Markdown, quotes as a list, each with its [n] markers."""
        lines = []
        for sentence in self.sentences:
            marks = "".join(f"[{n}]" for n in sentence.citations)
            bullet = "- " if sentence.support == "quoted" else ""
            lines.append(f"{bullet}{escape(sentence.text)} {marks}".rstrip())
        return re.sub(r"\n\n- ", "\n- ", "\n\n".join(lines)).replace("\n- ", "\n\n- ", 1)


def _origin(article: Article) -> dict[str, str | None]:
    """Whose report the article prints, if another's."""
    found = article.original
    if found is None:
        return {}
    told = {"original_outlet": found.outlet, "original_published": found.published}
    return {"copy_of": found.id, **told}


def _placed(answer: Span | None, start: int) -> dict[str, int]:
    return {"answer_start": start + answer[0], "answer_end": start + answer[1]} if answer else {}


def escape(text: str) -> str:
    """Text from an article as Markdown that shows it as it is, and holds no marker of its own."""
    plain = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return _OPENS_LIST.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", plain)
