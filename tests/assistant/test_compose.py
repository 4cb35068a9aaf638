"""The answer made of the articles' own sentences: cited, said once, and safe to show."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.compose import compose
from assistant.draft import Draft, escape
from assistant.evidence import Candidate, Evidence, Lexicon
from assistant.question import parse
from assistant.reader.protocol import CONTRADICTS
from assistant.wording import texts
from index.types import Article, Hit, Passage
from index.words import stem
from tests.assistant.stub_reader import StubReader

SIZE = 64
MARKER = re.compile(r"(?<!\\)\[(\d+)\]")


def one_hot(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """Vectors by which a word is like itself and nothing else."""
    table = np.zeros((len(words), SIZE), np.float32)
    for row, word in zip(table, words, strict=True):
        row[sum(map(ord, stem(word))) % SIZE] = 1
    return table


LEXICON = Lexicon({}, frozenset(), {}, one_hot)


def hit(outlet: str, sentence: str, copies: tuple[Hit, ...] = (), axis: int = 0) -> Hit:
    """A hit on an article of the outlet, of which the sentence is the second."""
    text = f"It rained. {sentence} It rained again."
    vector = np.eye(8, dtype=np.float32)[axis : axis + 1]
    article = Article(outlet.lower(), outlet, f"{outlet} reports", text, "2021-12-10")
    span = (11, 11 + len(sentence))
    passage = Passage(f"{article.id}:0", article.id, 0, (span,))
    return Hit(passage, article, 1.0, vector, copies)


def draft(
    question: str,
    *hits: Hit,
    scores: Sequence[float] = (),
    verdict: int | None = CONTRADICTS,
    language: str = "en",
) -> Draft:
    told = scores or [0.99 - i / 1000 for i in range(len(hits))]
    evidence = [
        Evidence(Candidate(h, 0, h.text, np.asarray(h.vectors)[0]), score)
        for h, score in zip(hits, told, strict=True)
    ]
    reader = StubReader(verdict)
    return compose(parse(question), evidence, evidence, LEXICON, reader, texts(language))


def markers(made: Draft) -> list[int]:
    return [int(n) for n in MARKER.findall(made.markdown)]


def check(made: Draft, *hits: Hit) -> None:
    """The promises of the wire contract."""
    articles = {h.article.id: h.article for top in hits for h in (top, *top.copies)}
    assert [c.n for c in made.citations] == list(range(1, len(made.citations) + 1))
    assert set(markers(made)) == {c.n for c in made.citations}
    assert {n for s in made.sentences for n in s.citations} == {c.n for c in made.citations}
    for c in made.citations:
        assert articles[c.article_id].text[c.start : c.end] == c.quote


def shown(markdown: str) -> str:
    rendered = MarkdownIt("commonmark").render(markdown)
    return html.unescape(re.sub(r"</?(?:p|ul|li)>", "", rendered))


@pytest.mark.parametrize(
    "text",
    [
        "As note [9] says, it rained.",
        "[1][2]",
        "[a link](https://evil.example)",
        "![an image](https://evil.example/x.png)",
        "<script>alert(1)</script>",
        "<b onclick=x>bold</b> and <!-- a comment -->",
        "**bold** _and_ *more* `code` ~~gone~~",
        "# no heading",
        "a | b | c",
        "> no quote",
        "C:\\harbour\\quay \\[9\\]",
        "5 &lt; 6 &amp; &#91;9&#93;",
        "https://harbour.example/a_b_c",
        "<https://evil.example>",
        "snake_case_name and 2*3*4",
        "\\",
    ],
)
def test_text_of_an_article_is_shown_as_it_is(text: str) -> None:
    assert shown(f"Post: “{escape(text)}”").strip() == f"Post: “{text}”"
    assert MARKER.search(escape(text)) is None


@given(
    st.lists(st.sampled_from([*"[]()*_`<>#|~&;\\!-+=.:/ 19ax", "&lt;", "\n\n", "<a>"]), max_size=14)
)
def test_whatever_an_article_says_is_shown_as_it_is(pieces: list[str]) -> None:
    text = " ".join("".join(pieces).split())
    assert shown(f"Post: “{escape(''.join(pieces))}”").strip() == f"Post: “{text}”"


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry sank, as report [9] and [1] say.",
        "The ferry [click](https://evil.example) sank.",
        "The ferry <img src=x onerror=alert(1)> sank.",
    ],
)
@pytest.mark.parametrize("outlet", ["Post", "Post [7]", "<b>Post</b>"])
def test_an_article_makes_no_marker_link_or_tag_in_an_answer(sentence: str, outlet: str) -> None:
    told = hit(outlet, sentence)
    made = draft("Did the ferry sink?", told)
    check(made, told)
    assert set(markers(made)) == {1}
    assert "<b>" not in (page := MarkdownIt("commonmark").render(made.markdown))
    assert "<img" not in page
    assert "<a " not in page


def test_a_question_cannot_put_a_marker_into_the_answer() -> None:
    told = [hit("Post", "Some 12 boats sank."), hit("Gazette", "Some 40 boats sank.", axis=1)]
    made = draft("How many boats [9] sank?", *told)
    check(made, *told)


def test_every_outlet_is_quoted_with_its_name_and_citation() -> None:
    told = [
        hit("Post", "The council closed the terminal."),
        hit("Gazette", "The mayor sold the quay.", axis=1),
    ]
    made = draft("What did the council do?", *told)
    check(made, *told)
    assert "Post: “The council closed the terminal.” [1]" in made.markdown
    assert "Gazette: “The mayor sold the quay.” [2]" in made.markdown


def test_the_same_fact_from_two_outlets_is_said_once_with_both_citations() -> None:
    told = [
        hit("Post", "The council closed the terminal on Friday."),
        hit("Gazette", "On Friday the terminal was closed by the council."),
    ]
    made = draft("What did the council do?", *told)
    check(made, *told)
    (sentence,) = made.sentences
    assert sentence.citations == [1, 2]
    assert {c.outlet for c in made.citations} == {"Post", "Gazette"}


def test_the_same_words_with_another_figure_are_said_twice() -> None:
    told = [hit("Post", "The council sold 12 boats."), hit("Gazette", "The council sold 40 boats.")]
    assert len(draft("What did the council do?", *told).sentences) == 2


def test_a_wire_copy_is_cited_beside_its_original() -> None:
    copy = hit("Bayside", "The council closed the terminal.")
    original = hit("Coastwire", "The council closed the terminal.", (copy,))
    made = draft("What did the council do?", original)
    check(made, original)
    (sentence,) = made.sentences
    assert sentence.citations == [1, 2]
    assert [c.outlet for c in made.citations] == ["Coastwire", "Bayside"]


@pytest.mark.parametrize(
    ("question", "sentence", "opening"),
    [
        ("How many boats sank?", "Some 12 boats sank.", "Some 12 boats"),
        ("When did the boats sink?", "The boats sank on Friday.", "10 December 2021"),
        ("How long was the call?", "The call took two hours.", "Two hours"),
        ("Where did the boats sink?", "The boats sank near Port Ellery.", "Port Ellery"),
        ("Who sold the boats?", "The boats were sold by Ada Finch.", "Ada Finch"),
        ("Did the boats sink?", "The boats sank.", "Yes"),
        ("Did the boats sink?", "The boats did not sink.", "No"),
        ("Did the boats sink?", "Finch denied that the boats sank.", "That is denied"),
    ],
)
def test_the_direct_answer_comes_first_with_its_source(
    question: str, sentence: str, opening: str
) -> None:
    told = hit("Post", sentence)
    made = draft(question, told, verdict=None)
    check(made, told)
    assert made.markdown.startswith(opening)
    first = made.markdown.splitlines()[0]
    assert "Post" in first
    assert first.endswith("[1]")
    assert made.sentences[0].support == "supported"
    assert made.sentences[-1].support == "quoted"


def test_outlets_that_agree_are_named_together() -> None:
    told = [hit("Post", "Some 12 boats sank."), hit("Gazette", "Twelve boats sank.", axis=1)]
    made = draft("How many boats sank?", *told)
    check(made, *told)
    assert made.conflicts == []
    assert made.comparison == "2 outlets agree."
    first = made.markdown.splitlines()[0]
    assert "Post and Gazette" in first
    assert "[1][2]" in first


@pytest.mark.parametrize(
    ("one", "other", "line"),
    [
        ("Some 300 boats sank.", "312 boats sank.",
         "2 outlets agree (the figures differ by rounding)."),
        ("A dozen boats sank.", "12 boats sank.", "2 outlets agree."),
    ],
)  # fmt: skip
def test_agreement_in_other_words_is_explained(one: str, other: str, line: str) -> None:
    told = [hit("Post", one), hit("Gazette", other, axis=1)]
    assert draft("How many boats sank?", *told).comparison == line


def test_a_pronoun_is_explained_in_the_answer_but_never_in_the_quote() -> None:
    article = Article("a", "Post", "Title", "Ada Finch said so. She said the boats sank.")
    passage = Passage("a:0", "a", 0, ((0, 18), (19, 43)))
    told = Hit(passage, article, 1.0, np.eye(2, 8, dtype=np.float32))
    candidate = Candidate(told, 1, "She said the boats sank.", np.eye(8, dtype=np.float32)[0])
    evidence = [Evidence(candidate, 0.9)]
    made = compose(parse("What sank?"), evidence, evidence, LEXICON, StubReader(), texts("en"))
    assert "Ada Finch" in shown(made.markdown)
    assert made.citations[0].quote == "She said the boats sank."


def test_one_sentence_has_one_number_however_often_it_is_used() -> None:
    made = Draft()
    told = hit("Post", "The ferry sank.")
    candidate = Candidate(told, 0, told.text, np.asarray(told.vectors)[0])
    assert [made.cite(candidate), made.cite(candidate)] == [1, 1]
    assert len(made.citations) == 1
