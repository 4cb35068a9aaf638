"""A conversation as Markdown and as JSON."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.draft import escape
from assistant.export import as_json, as_markdown
from assistant.types import Answer, Citation, Conflict, Position, Sentence
from tests.assistant.scripted import answered

MARKDOWN = MarkdownIt("commonmark")
TEXT = ("text", "text_special")
NASTY = '<b onclick="x">*_[me](http://x)_*</b> ![i](y) # `c` | ~~z~~ &lt; \\'


def source(n: int, quote: str, **fields: str | None) -> Citation:
    given: dict[str, str | None] = {
        "article_id": f"a{n}", "outlet": "AP", "title": "The count", "published": "2021-12-17",
        "url": None, "file": None,
    }  # fmt: skip
    return Citation.model_validate(given | {"n": n, "quote": quote, "start": 0, "end": 1} | fields)


def disputed(*positions: Position) -> Conflict:
    return Conflict(
        kind="quantity", relation="sources_disagree", about="troops", summary="They differ.",
        reason="The ranges do not overlap.", positions=list(positions),
    )  # fmt: skip


def inline(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or []]


def text(tokens: list[Token]) -> str:
    """What a reader sees, the white space collapsed."""
    seen = (t.content for t in inline(tokens) if t.type in TEXT)
    return " ".join("".join(seen).split())


def test_a_conversation_reads_well() -> None:
    first = answered(
        "How many troops?", "70,000 or 100,000. [1][2]",
        source(1, "There are\n70,000.", url="https://ap.test/a?b=1"),
        source(2, "About 100,000.", outlet="The Post", title="The Post", published=None),
    ).model_copy(
        update={
            "conflicts": [
                disputed(
                    Position(value="70,000", citations=[1], attributed_to="officials",
                             published="2021-12-17"),
                    Position(value="100,000", citations=[2]),
                )
            ]
        }
    )  # fmt: skip
    second = Answer(
        question="And planes?", standalone_question="How many planes?", status="not_in_articles",
        answer="The articles don't say.",
    )  # fmt: skip
    assert as_markdown([first, second]) == (
        "## How many troops?\n\n"
        "70,000 or 100,000. [1][2]\n\n"
        "**Sources disagree** · troops · The ranges do not overlap.\n\n"
        "- **70,000** · officials · AP · 2021-12-17 [1]\n"
        "- **100,000** · The Post [2]\n\n"
        "**Sources**\n\n"
        "[1] AP · The count · 2021-12-17: “There are 70,000.” <https://ap.test/a?b=1>\n\n"
        "[2] The Post: “About 100,000.”\n\n"
        "## And planes?\n\n"
        "The articles don't say.\n"
    )


def test_what_was_compared_is_said_where_nothing_conflicts() -> None:
    given = answered("Who?", "Miller. [1]", source(1, "Miller won."))
    told = as_markdown([given.model_copy(update={"comparison": "Only A_P reports this."})])
    assert "Miller. [1]\n\nOnly A\\_P reports this.\n\n**Sources**" in told


def test_a_models_answer_says_by_whom_what_was_withheld_and_what_is_unsupported() -> None:
    given = answered("Who?", "Miller. [1]\n\nHe wept.", source(1, "Miller won.")).model_copy(
        update={
            "answered_by": "x/big_model", "withheld": 1,
            "sentences": [
                Sentence(text="Miller.", citations=[1], support="supported"),
                Sentence(text="He wept.", citations=[], support="unsupported"),
            ],
        }
    )  # fmt: skip
    assert (
        "Miller. [1]\n\nHe wept. *(no source bears this out)*\n\n"
        "In the words of x/big\\_model, each sentence checked against its sources. "
        "1 sentence was withheld, as no source supports it.\n\n"
    ) in as_markdown([given])


def test_why_a_model_did_not_answer_is_exported() -> None:
    given = answered("Who?", "Miller.").model_copy(update={"notice": "x does not answer."})
    assert as_markdown([given]) == "## Who?\n\nMiller.\n\nx does not answer.\n"


def test_nothing_said_is_nothing_written() -> None:
    assert as_markdown([]) == ""
    assert json.loads(as_json([])) == []


@example("0)")
@example("2021. It was a good year.")
@example("- he said -")
@example("---")
@given(st.one_of(st.text(), st.just(NASTY), st.from_regex(r"\A[-+#>=\d.)\[\]!*`~ \t\n]+\Z")))
def test_no_text_turns_into_markup(words: str) -> None:
    answer = answered(
        words, "Yes. [1]", source(1, words, outlet=words, title=words, published=words)
    ).model_copy(
        update={
            "comparison": words,
            "conflicts": [
                disputed(Position(value=words, citations=[1], attributed_to=words)).model_copy(
                    update={"about": words, "reason": words}
                )
            ],
        }
    )
    tokens = MARKDOWN.parse(as_markdown([answer]))
    assert [t.type for t in tokens if t.type.endswith(("_open", "block", "fence", "hr"))] == [
        "heading_open", "paragraph_open", *(["paragraph_open"] if escape(words) else []),
        "paragraph_open", "bullet_list_open", "list_item_open", "paragraph_open",
        "paragraph_open", "paragraph_open",
    ]  # fmt: skip
    assert {t.type for t in inline(tokens)} <= {*TEXT, "strong_open", "strong_close"}
    plain = " ".join(words.replace("\0", "\ufffd").split())
    assert f"“{plain}”" in text(tokens)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///x",
        "//x.test/",
        "https://",
        "http://[",
        "x",
        "",
        None,
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None) -> None:
    told = as_markdown([answered("Who?", "Miller. [1]", source(1, "Miller won.", url=url))])
    assert told.endswith("“Miller won.”\n")


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("https://x.test/a_(b)?c=*d*&e#f", "https://x.test/a_(b)?c=*d*&e#f"),
        (" http://x.test/a b>\n<script>", "http://x.test/a%20b%3E%0A%3Cscript%3E"),
    ],
)
def test_a_link_leads_where_it_should(url: str, leads_to: str) -> None:
    told = as_markdown([answered("Who?", "Miller. [1]", source(1, "Miller won.", url=url))])
    links = [t.attrs["href"] for t in inline(MARKDOWN.parse(told)) if t.type == "link_open"]
    assert links == [leads_to]


def test_every_marker_can_be_followed() -> None:
    sources = [source(n, f"Said {n}.") for n in (2, 4, 11)]  # as where an answer was cut short
    told = text(MARKDOWN.parse(as_markdown([answered("Who?", "Miller. [2][4][11]", *sources)])))
    for n in re.findall(r"\[(\d+)\]", "Miller. [2][4][11]"):
        assert f"[{n}] AP · The count · 2021-12-17: “Said {n}.”" in told


def test_json_is_the_wire_contract() -> None:
    one = answered("Wie viele?", "Über 70.000 [1]", source(1, "Über 70.000"))
    told = as_json([one, answered("?", "")])
    assert [Answer.model_validate(row) for row in json.loads(told)] == [one, answered("?", "")]
    assert "Über" in told
    assert told.startswith("[\n  {\n")
