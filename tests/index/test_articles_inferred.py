"""What is inferred from an article's text: author, language, outlet."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles import article_from_fields, read_paths
from tests.index.articles import LATIN, STORY, only, write


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Ada Finch, Coastwire", "Ada Finch"),
        ("By Ada Finch and Ben Ito, Coastwire", "Ada Finch, Ben Ito"),
        ("By Ada Finch, Ben Ito and Cora van der Lind", "Ada Finch, Ben Ito, Cora van der Lind"),
        ("BY ADA FINCH | The Wexmoor Post", "Ada Finch"),
        ("By Ada Finch for Coastwire", "Ada Finch"),
        ("Von Jörg Ölmann", "Jörg Ölmann"),
        ("By our staff reporter", None),
        ("By Reuters", None),
        ("By The Associated Press", None),
        ("By the quay in Wexmoor", None),
    ],
)
def test_the_author_is_told_by_the_byline(tmp_path: Path, byline: str, author: str | None) -> None:
    headline, rest = STORY.split("\n\n", 1)
    text = f"{headline}\n\n{byline}\n\n{rest}"
    assert only(read_paths([write(tmp_path / "a.txt", text)])).author == author


@pytest.mark.parametrize(
    ("text", "language"),
    [(STORY, "en"), (LATIN, "fr"), ("Der Rat von Ostvik hat am Dienstag beschlossen, die Brücke "
     "bis Ostern zu sperren.", "de"), ("Ferry closes.", None), ("12 + 30 = 42", None)],
)  # fmt: skip
def test_the_language_is_told_by_the_text_unless_it_is_short(
    text: str, language: str | None
) -> None:
    article = article_from_fields({"id": "a", "text": text}, file=None, where="x")
    assert article.language == language


@pytest.mark.parametrize(
    ("told", "language"), [("de-AT", "de"), ("pt_BR", "pt"), ("FR", "fr"), ("klingon", "en")]
)
def test_the_language_that_is_told_stands_above_that(told: str, language: str) -> None:
    row = {"id": "a", "text": STORY, "language": told}
    assert article_from_fields(row, file=None, where="x").language == language
