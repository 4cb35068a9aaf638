"""A wire story printed by several outlets is one report, whatever was done to it on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from index.catalog import Catalog
from index.chunking import passages
from index.types import Article

WIRE = [
    "The council of Wexmoor voted on Tuesday night to close the ferry terminal at Port Ellery "
    "for the winter, after engineers found cracks in four of its eleven piers.",
    "The vote was nine to two, and it followed five hours of debate in a hall so full that "
    "people listened from the stairs.",
    "Ada Finch, who has been the mayor since 2016, said that nobody on the council wanted the "
    "closure but that the report left no choice.",
    "“We cannot ask families to walk over a pier that our own engineers would not walk over,” "
    "she told the meeting.",
    "The terminal handles 1,400 passengers a day in summer and about half as many between "
    "November and March.",
    "Most of them work in the fish markets of Arden, on the other side of the sound, and start "
    "before the first bus leaves.",
    "Orrin Vale, the owner of two of the markets, said he would have to pay for taxis or lose a "
    "third of his staff by Christmas.",
    "The ferry company, Northsound Lines, offered to run a small boat from the old fishing quay, "
    "but the harbour master has yet to say whether the water there is deep enough.",
    "Repairs are expected to cost 3.2 million crowns and to last until April, according to the "
    "report, which the council published on its website.",
    "Two members voted against the closure because, they said, the piers could be propped up "
    "with steel within a week.",
    "The engineers answered that steel props had failed at the same place in the storm of 2009, "
    "when a crane slid into the harbour.",
    "A second vote, on how to pay for the repairs, is due on 14 December.",
]
INDEPENDENT = [
    "Ferries will stop calling at Port Ellery from next week.",
    "Wexmoor’s councillors shut the terminal late on Tuesday once a survey had turned up damage "
    "to several of the piers on which it stands.",
    "“We cannot ask families to walk over a pier that our own engineers would not walk over,” "
    "Mayor Ada Finch told the meeting.",
    "Our reporter counted some 300 people inside and outside the hall, most of them commuters "
    "with their lunch boxes still under their arms.",
    "Tilda Marsh, who guts herring in Arden, said her day would now begin at three in the "
    "morning, with a lift from her brother.",
    "“He owes me one for the wedding,” she said, and laughed.",
    "Northsound Lines wants to use the fishing quay instead, which the harbour master is still "
    "looking into.",
    "The bill comes to 3.2 million crowns, and nobody at the meeting could say who will pay it.",
    "Councillors meet again on 14 December.",
]
LOCAL = (
    "In Halden, where many of the ferry’s passengers live, the town hall said that it would open "
    "its car park to commuters from Monday, free of charge and without a limit of time."
)


def text(sentences: Sequence[str], headline: str = "Terminal closes for the winter") -> str:
    """A page with the sentences in paragraphs of two."""
    paragraphs = [" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2)]
    return "\n\n".join([headline, *paragraphs])


def article(
    article_id: str, body: str, outlet: str | None = None, day: str | None = "2021-12-10"
) -> Article:
    return Article(article_id, outlet or f"The {article_id} Post", "A title", body, day)


AGENCY = article("agency", text(WIRE), "Coastwire", "2021-12-08")


def put(catalog: Catalog, *articles: Article) -> None:
    for one in articles:
        cut = passages(one)
        vectors = [np.full((len(p.sentences), 4), 0.5, np.float32) for p in cut]
        with catalog.transaction():
            catalog.put(one, f"hash of {one.text}", cut, vectors)


def remove(catalog: Catalog, article_id: str) -> None:
    with catalog.transaction():
        catalog.remove(article_id)


def originals(catalog: Catalog) -> dict[str, str | None]:
    """Of which article each is a copy."""
    return {one.id: one.copy_of for one in catalog.articles()}


@pytest.fixture
def catalog() -> Catalog:
    return Catalog(None)


PRINTED: dict[str, Callable[[], str]] = {
    "as it is": lambda: text(WIRE),
    "another headline": lambda: text(WIRE, "Commuters stranded\nBy Bo Lind"),
    "a dateline": lambda: text(["WEXMOOR (Coastwire) - " + WIRE[0], *WIRE[1:]]),
    "a tail cut off": lambda: text(WIRE[:9]),
    "half of it": lambda: text(WIRE[:6]),
    "a local paragraph": lambda: text([*WIRE, LOCAL]),
    "cut, with a headline, a dateline and a local paragraph": lambda: text(
        ["WEXMOOR (Coastwire) - " + WIRE[0], *WIRE[1:8], LOCAL], "No ferry before spring"
    ),
    "another house style": lambda: (
        text(WIRE).replace("Tuesday", "Tues.").replace("about", "around").replace("3.2", "3.4")
    ),
    "page furniture": lambda: text(["Read more: The storm of 2009", *WIRE, "All rights reserved."]),
}


@pytest.mark.parametrize("how", PRINTED)
def test_a_wire_story_is_known_again_however_it_was_printed(catalog: Catalog, how: str) -> None:
    put(catalog, AGENCY, article("local", PRINTED[how]()))
    assert originals(catalog) == {"agency": None, "local": "agency"}


def test_a_copy_names_the_outlet_and_date_of_its_original(catalog: Catalog) -> None:
    copy = article("local", text(WIRE[:9]))
    put(catalog, AGENCY, copy)
    found = catalog.article("local")
    assert found is not None
    assert found.original is not None
    assert (found.original.outlet, found.original.published) == ("Coastwire", "2021-12-08")
    rows = catalog.rows(catalog.passage_ids(["local"]))
    assert {row.article for row in rows.values()} == {found}
    assert replace(found, original=None) == copy


def test_two_reports_on_one_event_are_two_even_with_a_quote_in_common(catalog: Catalog) -> None:
    put(catalog, AGENCY, article("own", text(INDEPENDENT)))
    assert originals(catalog) == {"agency": None, "own": None}


def test_an_article_that_quotes_a_whole_report_is_no_copy_of_it(catalog: Catalog) -> None:
    quoting = article("check", text([*INDEPENDENT, "“" + " ".join(WIRE[:2]) + "”"]))
    put(catalog, article("claim", text(WIRE[:2])), quoting)
    assert originals(catalog) == {"claim": None, "check": None}


def test_short_texts_are_copies_only_word_for_word(catalog: Catalog) -> None:
    brief = "The ferry terminal at Port Ellery is closed until April, the council of Wexmoor said."
    other = brief.replace("April", "May")
    put(catalog, *(article(i, t) for i, t in (("a", brief), ("b", other), ("c", brief.upper()))))
    assert originals(catalog) == {"a": None, "b": None, "c": "a"}


def test_articles_without_words_are_nobodys_copies(catalog: Catalog) -> None:
    put(catalog, article("a", "?!"), article("b", "?!"), article("c", ""))
    assert set(originals(catalog).values()) == {None}


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("2021-12-10", "2021-12-09", "2021-12-11"), "b"),
        ((None, "2021-12", "2021-12-31"), "c"),
        ((None, "2022", None), "b"),
        ((None, None, None), "a"),
    ],
)
def test_the_earliest_is_the_original(
    catalog: Catalog, days: tuple[str | None, ...], first: str
) -> None:
    put(catalog, *(article(i, text(WIRE), day=d) for i, d in zip("abc", days, strict=True)))
    assert originals(catalog) == {i: None if i == first else first for i in "abc"}


def test_of_the_same_day_the_agency_that_the_datelines_name_is_the_original(
    catalog: Catalog,
) -> None:
    told = text(["WEXMOOR (Coastwire) - " + WIRE[0], *WIRE[1:]])
    put(catalog, article("a", told), article("b", text(WIRE)), article("z", told, "Coastwire"))
    assert originals(catalog) == {"a": "z", "b": "z", "z": None}


def test_without_the_original_the_next_takes_its_place(catalog: Catalog) -> None:
    later = article("later", text(WIRE[:9]), day="2021-12-12")
    put(catalog, later, AGENCY, article("sooner", text([*WIRE, LOCAL]), day="2021-12-09"))
    remove(catalog, "agency")
    assert originals(catalog) == {"sooner": None, "later": "sooner"}
    remove(catalog, "sooner")
    assert originals(catalog) == {"later": None}


def test_two_halves_are_one_report_only_while_the_whole_is_there(catalog: Catalog) -> None:
    put(catalog, article("head", text(WIRE[:6])), article("tail", text(WIRE[6:])))
    assert originals(catalog) == {"head": None, "tail": None}
    put(catalog, AGENCY)
    assert originals(catalog) == {"agency": None, "head": "agency", "tail": "agency"}
    remove(catalog, "agency")
    assert originals(catalog) == {"head": None, "tail": None}


def test_the_order_of_indexing_does_not_matter() -> None:
    told = [
        AGENCY,
        article("cut", text(WIRE[:8]), day=None),
        article("tail", text(WIRE[5:]), day="2021-12-08"),
        article("own", text(INDEPENDENT)),
    ]
    found = []
    for order in permutations(told):
        catalog = Catalog(None)
        put(catalog, *order)
        found.append(originals(catalog))
    assert found == [{"agency": None, "cut": "agency", "tail": "agency", "own": None}] * 24


def test_an_article_put_again_stays_a_copy_and_a_rewritten_one_does_not(catalog: Catalog) -> None:
    copy = article("local", text(WIRE[:9]))
    put(catalog, AGENCY, copy)
    put(catalog, copy, AGENCY)
    assert originals(catalog) == {"agency": None, "local": "agency"}
    put(catalog, article("local", text(INDEPENDENT)))
    assert originals(catalog) == {"agency": None, "local": None}


def test_a_corrected_date_makes_another_the_original(catalog: Catalog) -> None:
    put(catalog, AGENCY, article("local", text(WIRE), day="2021-12-10"))
    put(catalog, article("local", text(WIRE), day="2021-12-01"))
    assert originals(catalog) == {"local": None, "agency": "local"}


def test_what_is_removed_leaves_nothing_to_be_a_copy_of(catalog: Catalog) -> None:
    put(catalog, AGENCY, article("local", text(WIRE)))
    remove(catalog, "local")
    remove(catalog, "agency")
    for table in ("shingles", "bands", "copies"):
        assert catalog.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    put(catalog, article("local", text(WIRE)))
    assert originals(catalog) == {"local": None}


def test_copies_are_known_to_the_next_process(tmp_path: Path) -> None:
    put(Catalog(tmp_path / "catalog.sqlite"), AGENCY)
    again = Catalog(tmp_path / "catalog.sqlite")
    put(again, article("local", text(WIRE[:9])))
    assert originals(again) == {"agency": None, "local": "agency"}
