"""An answer in the making: its sentences, its numbered citations, and both as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.evidence import Candidate
from assistant.types import Citation, Conflict, Sentence

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")


@dataclass
class Draft:
    """An answer in the making: its sentences, and the citations in order of first use."""

    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def cite(self, candidate: Candidate) -> int:
        """The number of the citation for a sentence; the same sentence keeps its number."""
        start, end = candidate.span
        article = candidate.hit.article
        for citation in self.citations:
            if (citation.article_id, citation.start, citation.end) == (article.id, start, end):
                return citation.n
        self.citations.append(
            Citation(
                n=len(self.citations) + 1, article_id=article.id, outlet=article.outlet,
                title=article.title, published=article.published, url=article.url,
                file=article.file, quote=article.text[start:end], start=start, end=end,
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


def escape(text: str) -> str:
    """Text from an article as Markdown that shows it as it is, and holds no marker of its own."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
