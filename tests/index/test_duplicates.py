"""A wire story printed by several outlets is one report, whatever was done to it on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice, permutations

import pytest

from index.catalog import Catalog
from index.corpus import Corpus
from index.sync import forget, sync
from index.types import Article
from tests.index.conftest import Opened
from tests.index.letters import CountingEmbedder

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


def put(corpus: Corpus, *articles: Article) -> None:
    """Index articles one by one, in this order."""
    for one in articles:
        sync(corpus, [one], keep_others=True)


def remove(corpus: Corpus, article_id: str) -> None:
    assert forget(corpus, [article_id]) == [article_id]


def originals(corpus: Corpus) -> dict[str, str | None]:
    """Of which article each is a copy."""
    found = {one.id: one.copy_of for one in corpus.catalog.articles()}
    assert corpus.catalog.copy_count() == len([i for i in found.values() if i])
    return found


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
def test_a_wire_story_is_known_again_however_it_was_printed(corpus: Corpus, how: str) -> None:
    put(corpus, AGENCY, article("local", PRINTED[how]()))
    assert originals(corpus) == {"agency": None, "local": "agency"}


def test_a_copy_names_the_outlet_and_date_of_its_original(corpus: Corpus) -> None:
    copy = article("local", text(WIRE[:9]))
    put(corpus, AGENCY, copy)
    found = corpus.catalog.article("local")
    assert found is not None
    assert found.original is not None
    assert (found.original.outlet, found.original.published) == ("Coastwire", "2021-12-08")
    rows = corpus.catalog.rows(corpus.catalog.passage_ids(["local"]))
    assert {row.article for row in rows.values()} == {found}
    assert replace(found, original=None) == copy


def test_two_reports_on_one_event_are_two_even_with_a_quote_in_common(corpus: Corpus) -> None:
    put(corpus, AGENCY, article("own", text(INDEPENDENT)))
    assert originals(corpus) == {"agency": None, "own": None}


def test_an_article_that_quotes_a_whole_report_is_no_copy_of_it(corpus: Corpus) -> None:
    quoting = article("check", text([*INDEPENDENT, "“" + " ".join(WIRE[:2]) + "”"]))
    put(corpus, article("claim", text(WIRE[:2])), quoting)
    assert originals(corpus) == {"claim": None, "check": None}


def test_short_texts_are_copies_only_word_for_word(corpus: Corpus) -> None:
    brief = "The ferry terminal at Port Ellery is closed until April, the council of Wexmoor said."
    other = brief.replace("April", "May")
    put(corpus, *(article(i, t) for i, t in (("a", brief), ("b", other), ("c", brief.upper()))))
    assert originals(corpus) == {"a": None, "b": None, "c": "a"}


def test_articles_without_words_are_nobodys_copies(corpus: Corpus) -> None:
    put(corpus, article("a", "?!"), article("b", "?!"), article("c", ""))
    assert set(originals(corpus).values()) == {None}


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
    corpus: Corpus, days: tuple[str | None, ...], first: str
) -> None:
    put(corpus, *(article(i, text(WIRE), day=d) for i, d in zip("abc", days, strict=True)))
    assert originals(corpus) == {i: None if i == first else first for i in "abc"}


def test_of_the_same_day_the_agency_that_the_datelines_name_is_the_original(
    corpus: Corpus,
) -> None:
    told = text(["WEXMOOR (Coastwire) - " + WIRE[0], *WIRE[1:]])
    put(corpus, article("a", told), article("b", text(WIRE)), article("z", told, "Coastwire"))
    assert originals(corpus) == {"a": "z", "b": "z", "z": None}


def test_without_the_original_the_next_takes_its_place(corpus: Corpus) -> None:
    later = article("later", text(WIRE[:9]), day="2021-12-12")
    put(corpus, later, AGENCY, article("sooner", text([*WIRE, LOCAL]), day="2021-12-09"))
    remove(corpus, "agency")
    assert originals(corpus) == {"sooner": None, "later": "sooner"}
    remove(corpus, "sooner")
    assert originals(corpus) == {"later": None}


def test_two_halves_are_one_report_only_while_the_whole_is_there(corpus: Corpus) -> None:
    put(corpus, article("head", text(WIRE[:6])), article("tail", text(WIRE[6:])))
    assert originals(corpus) == {"head": None, "tail": None}
    put(corpus, AGENCY)
    assert originals(corpus) == {"agency": None, "head": "agency", "tail": "agency"}
    remove(corpus, "agency")
    assert originals(corpus) == {"head": None, "tail": None}


def test_the_order_of_indexing_does_not_matter(corpus: Corpus) -> None:
    told = [
        AGENCY,
        article("cut", text(WIRE[:8]), day=None),
        article("tail", text(WIRE[5:]), day="2021-12-08"),
        article("own", text(INDEPENDENT)),
    ]
    every = 1 if corpus.place == "memory" else 5  # elsewhere some of the 24 orders will do
    for order in islice(permutations(told), 0, None, every):
        sync(corpus, order[:2])  # the others leave
        sync(corpus, order)
        assert originals(corpus) == {"agency": None, "cut": "agency", "tail": "agency", "own": None}


def test_an_article_put_again_stays_a_copy_and_a_rewritten_one_does_not(corpus: Corpus) -> None:
    copy = article("local", text(WIRE[:9]))
    put(corpus, AGENCY, copy)
    put(corpus, copy, AGENCY)
    assert originals(corpus) == {"agency": None, "local": "agency"}
    put(corpus, article("local", text(INDEPENDENT)))
    assert originals(corpus) == {"agency": None, "local": None}


def test_a_corrected_date_makes_another_the_original(corpus: Corpus) -> None:
    put(corpus, AGENCY, article("local", text(WIRE), day="2021-12-10"))
    put(corpus, article("local", text(WIRE), day="2021-12-01"))
    assert originals(corpus) == {"local": None, "agency": "local"}


def test_what_is_removed_leaves_nothing_to_be_a_copy_of(corpus: Corpus) -> None:
    put(corpus, AGENCY, article("local", text(WIRE)))
    remove(corpus, "local")
    remove(corpus, "agency")
    put(corpus, article("local", text(WIRE)))
    assert originals(corpus) == {"local": None}


def test_copies_that_leave_together_leave_nothing_in_the_tables() -> None:
    corpus = Corpus(CountingEmbedder())
    put(corpus, AGENCY, article("local", text(WIRE)))
    sync(corpus, [])
    assert isinstance(corpus.catalog, Catalog)
    for table in ("shingles", "bands", "copies"):
        counted = corpus.catalog.connection.execute(f"SELECT count(*) FROM {table}")
        assert counted.fetchone() == (0,)


def test_a_chain_of_copies_is_one_report(corpus: Corpus) -> None:
    """The first and the last have two thirds in common, which is not enough."""
    parts = [article(f"{n}", text(WIRE[n : n + 6]), day=f"2021-12-1{n}") for n in range(3)]
    put(corpus, parts[0], parts[2])
    assert originals(corpus) == {"0": None, "2": None}
    put(corpus, parts[1])
    assert originals(corpus) == {"0": None, "1": "0", "2": "0"}
    remove(corpus, "1")
    assert originals(corpus) == {"0": None, "2": None}


def test_copies_are_known_to_the_next_process(opened: Opened) -> None:
    put(opened(CountingEmbedder()), AGENCY)
    again = opened(CountingEmbedder())
    put(again, article("local", text(WIRE[:9])))
    assert originals(again) == {"agency": None, "local": "agency"}
