"""Outlets that print one report are one source: in what is counted, and in all that is shown."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mcp import Client
from starlette.testclient import TestClient

from assistant.chat import Assistant
from assistant.draft import Draft
from assistant.evidence import Candidate
from assistant.independent import independent
from assistant.starters import starters
from assistant.types import Answer
from assistant.web.mcp_tools import mcp_server
from assistant.web.render import Renderer
from index.corpus import Corpus
from index.embeddings import Embedder
from index.sync import sync
from index.types import Article, Hit, Original, Passage
from tests.assistant.conftest import Run
from tests.assistant.scripted import answered, app_of

WIRE = [
    "The ferry Saint Brendan sank off Wexmoor on Tuesday night with 31 people on board, the coast "
    "guard said.",
    "Divers searched the wreck until nightfall and found nobody inside.",
    "The captain, Orrin Vale, told rescuers that water had come in through the bow door.",
    "Two fishing boats from Port Ellery reached the ferry before it went down and took passengers "
    "from the rafts.",
    "The hospital in Arden treated nine people for cold and sent all but one of them home.",
    "Northsound Lines, the owner, said that the ferry had passed an inspection in May.",
    "A second inspection, which was due in November, had been put off because the dock was being "
    "repaired.",
    "The wreck lies in forty metres of water and is marked with buoys.",
]
OWN = [
    "Everyone got off the Saint Brendan alive, said Bo Lind, who was having soup in its canteen "
    "when the lights went out.",
    "There were 31 people on board the ferry, according to a passenger list that our reporter saw.",
    "Lind and his sister held on to a raft for what felt to him like an hour, until a trawler came "
    "out of the fog.",
    "On the quay, the town had put out blankets and tea, and a brass band that had been on its way "
    "home played.",
]
LOCAL = "In Arden, the town hall opened its doors to the families and kept them open all night."
ABOARD = "How many people were on board the ferry?"
INSIDE = "What did divers find?"


def printed(outlet: str, sentences: Sequence[str], day: str) -> Article:
    pairs = [" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2)]
    title = f"What {outlet} heard of the ferry"
    return Article(outlet.split()[-1].lower(), outlet, title, "\n\n".join([title, *pairs]), day)


AGENCY = printed("Coastwire", WIRE, "2021-12-08")
POST = printed("Wexmoor Post", ["WEXMOOR (Coastwire) - " + WIRE[0], *WIRE[1:6]], "2021-12-09")
MAIL = printed("Arden Mail", [*WIRE, LOCAL], "2021-12-09")
GAZETTE = printed("Halden Gazette", OWN, "2021-12-09")
COPIES = {"coastwire": None, "post": "coastwire", "gazette": None}
LINE = Passage("p", "a", 0, ((0, 9),))


@pytest.fixture(scope="module")
def brought(embedder: Embedder) -> Assistant:
    """An assistant without articles of its own: questions bring theirs."""
    return Assistant(Corpus(embedder))


@pytest.fixture(scope="module")
def assistant(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a report, a copy of it, and another report."""
    corpus = Corpus(embedder, tmp_path_factory.mktemp("ferry"))
    sync(corpus, [AGENCY, POST, GAZETTE])
    return Assistant(corpus)


# Counting


@pytest.mark.parametrize(
    ("articles", "line"),
    [
        ([AGENCY, GAZETTE], "2 outlets agree."),
        (
            [AGENCY, POST, GAZETTE],
            "2 independent sources agree: Halden Gazette and Coastwire (also printed by Wexmoor "
            "Post).",
        ),
        ([AGENCY, POST], "Only Coastwire says so; Wexmoor Post printed the same report."),
        ([AGENCY], "Only Coastwire says so."),
    ],
)
def test_copies_are_not_counted_as_further_sources(
    brought: Assistant, articles: list[Article], line: str
) -> None:
    answer = brought.ask(ABOARD, articles=articles)
    assert answer.comparison == line
    assert answer.answer.startswith("31 people, according to ")
    assert "Wexmoor Post" not in answer.answer.splitlines()[0]


def test_every_copy_is_cited_all_the_same(brought: Assistant) -> None:
    answer = brought.ask(INSIDE, articles=[AGENCY, POST, MAIL, GAZETTE])
    assert answer.comparison.startswith("Only Coastwire says so; ")
    assert answer.comparison.endswith("printed the same report.")
    assert {c.outlet for c in answer.citations} == {"Coastwire", "Wexmoor Post", "Arden Mail"}
    assert len(answer.sentences[0].citations) == 3
    for c in answer.citations:
        copied = (None, None, None) if c.article_id == "coastwire" else (
            "coastwire", "Coastwire", "2021-12-08"
        )  # fmt: skip
        assert (c.copy_of, c.original_outlet, c.original_published) == copied


def test_a_changed_figure_in_a_copy_is_a_conflict_still(brought: Assistant) -> None:
    changed = replace(POST, text=POST.text.replace("31 people", "44 people"))
    answer = brought.ask(ABOARD, articles=[AGENCY, changed])
    (conflict,) = answer.conflicts
    assert {p.value for p in conflict.positions} == {"31 people", "44 people"}
    assert answer.comparison == ""
    assert {c.copy_of for c in answer.citations} == {None, "coastwire"}


def original(article: Article) -> Original:
    return Original(article.id, article.outlet, article.published)


def test_copies_do_not_bring_a_question_forward(assistant: Assistant) -> None:
    copy = replace(POST, original=original(AGENCY))
    third = replace(MAIL, original=original(AGENCY))
    hits = assistant.search(ABOARD, 3)
    first, second, *_ = starters(hits, lambda idea: answered(idea, "Yes."), 9)
    told = {first: [AGENCY, copy, third], second: [AGENCY, GAZETTE]}

    def ask(idea: str) -> Answer:
        drawn = Draft()
        for article in told.get(idea, []):
            drawn.cite(Candidate(Hit(LINE, article, 1.0, None), 0, "", np.zeros(1, np.float32)))
        return answered(idea, "Yes.", *drawn.citations)

    assert starters(hits, ask, 2) == [second, first]


def test_a_report_goes_by_its_originals_outlet_where_that_is_heard() -> None:
    post, mail = (replace(a, original=original(AGENCY)) for a in (POST, MAIL))
    assert independent([post, GAZETTE, AGENCY, mail]) == {
        "Coastwire": ["Wexmoor Post", "Arden Mail"],
        "Halden Gazette": [],
    }
    assert independent([post, mail]) == {"Wexmoor Post": ["Arden Mail"]}
    assert independent([AGENCY, replace(AGENCY, id="later", original=original(AGENCY))]) == {
        "Coastwire": []
    }


# Showing


def test_side_by_side_a_copys_column_has_its_words_and_is_marked(assistant: Assistant) -> None:
    covered = {c.outlet: c for c in assistant.compare(ABOARD)}
    assert covered["Coastwire"].copied is covered["Halden Gazette"].copied is None
    copy = covered["Wexmoor Post"].copied
    assert copy is not None
    assert (copy.original_outlet, copy.original_published) == ("Coastwire", "2021-12-08")
    page = Renderer().comparison(ABOARD, list(covered.values()))
    assert page.count("same report as Coastwire, 8 Dec 2021") == 1


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "same report as Coastwire, 8 Dec 2021"),
        ("de", "derselbe Bericht wie bei Coastwire, 08.12.2021"),
    ],
)
def test_the_page_names_the_original_of_every_copy(
    assistant: Assistant, language: str, note: str
) -> None:
    show, answer = Renderer(language), assistant.ask(ABOARD)
    assert show.articles(assistant.articles()).count(note) == 1
    assert show.sources([answer]).count(note) == sum(
        c.copy_of is not None for c in answer.citations
    )
    assert note in show.sources([answer])


def test_a_conflicts_table_marks_the_copy(brought: Assistant) -> None:
    changed = replace(POST, text=POST.text.replace("31 people", "44 people"))
    answer = brought.ask(ABOARD, articles=[AGENCY, changed])
    page = Renderer().conversation([answer])
    assert page.count("same report as Coastwire, 8 Dec 2021") == 1


def test_the_api_lists_copies_with_their_originals_id(assistant: Assistant) -> None:
    client = TestClient(app_of(assistant))
    listed = {row["id"]: row["copy_of"] for row in client.get("/api/articles").json()}
    assert listed == COPIES
    assert client.get("/api/articles/post").json()["copy_of"] == "coastwire"


def test_the_mcp_tools_tell_copies(assistant: Assistant) -> None:
    async def listed() -> Any:
        async with Client(mcp_server(assistant)) as client:
            return await client.call_tool("list_articles", {})

    rows = asyncio.run(listed()).structured_content["result"]
    assert {row["id"]: row["copy_of"] for row in rows} == COPIES


def test_the_command_line_names_the_original_in_the_sources(run: Run, tmp_path: Path) -> None:
    told = ("id", "outlet", "title", "text", "published")
    rows = [{name: getattr(a, name) for name in told} for a in (AGENCY, POST, GAZETTE)]
    file = tmp_path / "ferry.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    shown = " ".join(run("ask", "--articles", file, ABOARD).out.split())
    assert shown.count("same report as Coastwire, 2021-12-08") == 1
    (answer,) = run("ask", "--articles", file, "--json", ABOARD).json()
    assert {c["copy_of"] for c in answer["citations"]} == {None, "coastwire"}
