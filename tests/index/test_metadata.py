"""What a page says about itself: outlet, title and date, from wherever the page says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.cleaning import body_spans
from index.metadata import Told, infer

OTHER = Path(__file__).parent.parent / "gold" / "other"
SEEDS = Path(__file__).parent.parent.parent / "seeds"
BODY = (
    "The council of Wexmoor voted on Tuesday to close the ferry terminal, its clerk said.\n\n"
    "“We will walk,” said Ada Finch, 52, whose café is beside the quay.\n"
)
HEADLINE = "Council closes ferry terminal"


def page(*above: str, dateline: str = "", below: str = "") -> str:
    return "\n\n".join([*above, dateline + BODY, below]).strip()


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        (page(HEADLINE, dateline="WEXMOOR (Coastwire) - "), "Coastwire"),
        (page(HEADLINE, dateline="WEXMOOR, Dec 10 (Coast News Agency) — "), "Coast News Agency"),
        (page(HEADLINE, "By Jo Bell, The Wexmoor Ledger"), "The Wexmoor Ledger"),
        (page(HEADLINE, "By Jo Bell for The Wexmoor Ledger"), "The Wexmoor Ledger"),
        (page(HEADLINE, "December 11, 2021 Coastwire"), "Coastwire"),
        (page("The Wexmoor Post | Sat 18 October 2025 | Local", HEADLINE), "The Wexmoor Post"),
        (page("WEXMOOR HERALD", "Wednesday, 15 October 2025", HEADLINE), "Wexmoor Herald"),
        (page("WEXMOOR TV | LIVE", HEADLINE), "Wexmoor TV"),
        (page("Wexmoor TV LIVE: ferry terminal closes\nLast updated: 9 May 2026, 17:42"),
         "Wexmoor TV"),
        (page("THE WEXMOOR POST - news for the coast", HEADLINE, "By Jo Bell"), "The Wexmoor Post"),
        (page("Wexmoor Valley Post\nFriday, March 6, 2026", HEADLINE), "Wexmoor Valley Post"),
        (page("Wexmoor Valley Post\nFriday, March 6, 2026", HEADLINE,
              dateline="WEXMOOR (Coastwire) - "), "Wexmoor Valley Post"),
        (page("This site uses cookies. Accept | Reject | More", "Wexmoor Valley Post",
              "6 March 2026", HEADLINE), "Wexmoor Valley Post"),
        (page("Wexmoor News Online\nListen | Sport | Podcasts", HEADLINE), "Wexmoor News Online"),
        (page("Ferry & Quay Report\n18 February 2026 | Markets | Haulage", HEADLINE),
         "Ferry & Quay Report"),
        (page(HEADLINE, "By Jo Bell-Roe, The Wexmoor Ledger\nPublished 13 Feb 2026, 6.45am"),
         "The Wexmoor Ledger"),
        (page("GONE!", HEADLINE, "By Jo Bell\nDAILY QUAY, Saturday 14 March 2026"), "Daily Quay"),
        (page(HEADLINE, below="Copyright 2021 The Wexmoor Ledger. All rights reserved."),
         "The Wexmoor Ledger"),
        (page(HEADLINE, below="© 2021 Wexmoor Gazette"), "Wexmoor Gazette"),
        (page(HEADLINE, below="© Wexmoor Gazette 2021. All rights reserved."), "Wexmoor Gazette"),
        (page(HEADLINE, below="A Message from The Wexmoor Gazette:\n\nDear readers,"),
         "The Wexmoor Gazette"),
    ],
    ids=["dateline", "dated-dateline", "byline", "byline-for", "stamp", "bars", "capitals", "live",
         "live-page", "motto", "over-date", "reprint", "under-cookies", "over-menu",
         "over-date-and-menu", "hyphen", "before-the-date", "copyright",
         "sign", "sign-year-last", "appeal"],
)  # fmt: skip
def test_the_outlet_is_told(text: str, outlet: str) -> None:
    assert infer(text).outlet == outlet


@pytest.mark.parametrize(
    "text",
    [
        page(HEADLINE),
        page(HEADLINE, "By Jo Bell, staff reporter"),
        page(HEADLINE, "By Jo Bell, City Hall correspondent"),
        page(HEADLINE, "Ferry"),
        page("Ferry Terminal To Close", "6 March 2026", "By Jo Bell"),
        page(HEADLINE, "6 March 2026 — by Jo Bell and Al Roe"),
        page(HEADLINE, below="Copyright 2021. All rights reserved."),
        page(HEADLINE, dateline="WEXMOOR — "),
        page(HEADLINE, below="The bank said (UN) aid had come late, and Roe (Labour) agreed."),
    ],
    ids=[
        "nothing",
        "job",
        "job-with-place",
        "section",
        "headline-over-date",
        "stamp-by",
        "no-owner",
        "place-only",
        "brackets",
    ],
)
def test_no_outlet_is_made_up(text: str) -> None:
    assert infer(text).outlet is None


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (page(HEADLINE, "By Jo Bell", "October 14, 2025 6:20 PM"), "2025-10-14"),
        (page(HEADLINE, "Posted: Tue 10/14/2025 7:48 PM"), "2025-10-14"),
        (page(HEADLINE, "08.04.2026 12:30 | North FM news desk"), "2026-04-08"),
        (page(HEADLINE, "Published Oct. 16, 2025 at 9:05 p.m."), "2025-10-16"),
        (page(HEADLINE, "By Jo Bell", "2025-10-16"), "2025-10-16"),
        (page(HEADLINE, "16 October 2025 — by Jo Bell, ferry editor"), "2025-10-16"),
        (page(HEADLINE, "Radio Wexmoor, Thursday 16 October 2025. Updates by Jo Bell. This page is "
              "no longer being updated."), "2025-10-16"),
        (page(HEADLINE, "Published Oct. 16, 2025", "Updated Oct. 19, 2025"), "2025-10-16"),
        (page(HEADLINE, dateline="WEXMOOR, Dec. 10, 2021 (Coastwire) — "), "2021-12-10"),
        (page(HEADLINE, below="Copyright 2021 The Wexmoor Ledger. All rights reserved."), "2021"),
        (page(HEADLINE, dateline="WEXMOOR, Dec 10 (Coastwire) — ", below="© 2021 Coastwire"),
         "2021-12-10"),
        (page(HEADLINE), None),
        (page(HEADLINE, dateline="WEXMOOR, Dec 10 (Coastwire) — "), None),
        (page(HEADLINE, below="The terminal was opened on March 3, 1958."), None),
    ],
    ids=["stamp", "us-figures", "dotted", "published", "iso", "by-behind",
         "sentences-behind", "published-above-updated", "dateline",
         "copyright-year", "dateline-and-year", "nothing", "no-year", "date-in-the-story"],
)  # fmt: skip
def test_the_date_is_told_as_far_as_it_is_known(text: str, published: str | None) -> None:
    assert infer(text).published == published


@pytest.mark.parametrize(
    "text",
    [
        page("Wed, February 21, 2024", HEADLINE, dateline="WEXMOOR, Dec. 10, 2021 (Coastwire) — "),
        page("Wednesday, February 21, 2024", HEADLINE, "December 10, 2021 Coastwire"),
        page(HEADLINE, "December 10, 2021", below="Wednesday, February 21, 2024"),
    ],
    ids=["dateline", "stamp-at-the-story", "stamp-below"],
)  # fmt: skip
def test_the_day_the_page_was_loaded_is_not_the_articles(text: str) -> None:
    assert infer(text).published == "2021-12-10"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (page(HEADLINE, "By Jo Bell"), HEADLINE),
        (page("WEXMOOR HERALD", "Wednesday, 15 October 2025", HEADLINE, "By Jo Bell"), HEADLINE),
        (page("FERRY & QUAY\nThe weekly of the coast", HEADLINE, "6 March 2026"), HEADLINE),
        (
            page("GONE FOR GOOD!", "Ferry shuts in a day", "By Jo Bell", "6 March 2026"),
            "GONE FOR GOOD!",
        ),
        (page("Home   News   Sport   Weather", HEADLINE), HEADLINE),
        (page("Ferries and harbours of the north", HEADLINE, HEADLINE), HEADLINE),
        (page(HEADLINE, "Harbour at dusk (EFE / EPA / JO BELL)"), HEADLINE),
        (HEADLINE, HEADLINE),
        ("The ferry will close. Nobody knows why.", "The ferry will close."),
    ],
    ids=[
        "plain",
        "masthead",
        "motto",
        "shouted",
        "menu",
        "repeated",
        "caption",
        "alone",
        "no-headline",
    ],
)
def test_the_title_is_the_headline(text: str, title: str) -> None:
    assert infer(text).title == title


LABELLED = """\
Title: Is the ferry to close?
Source: The Wexmoor Ledger
Date: 14 October 2025
Author: Jo Bell
URL: https://ledger.example/ferry
Language: en
"""


@pytest.mark.parametrize("gap", ["", "\n"], ids=["at-once", "after-a-blank-line"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_labelled_lines_at_the_top_are_told(gap: str, newline: str) -> None:
    text = f"\ufeff{LABELLED}{gap}{page()}".replace("\n", newline)
    wanted = Told("The Wexmoor Ledger", "Is the ferry to close?", "2025-10-14", "Jo Bell",
                  "https://ledger.example/ferry", "en")  # fmt: skip
    assert infer(text) == wanted
    assert "Wexmoor Ledger" not in "".join(text[a:b] for a, b in body_spans(text))


@pytest.mark.parametrize(
    "text",
    [
        page(HEADLINE, below="Source: The Wexmoor Ledger"),
        f"Update: the ferry will close.\nSource: The Wexmoor Ledger\n{page()}",
    ],
    ids=["below", "unknown"],
)
def test_a_label_elsewhere_tells_nothing(text: str) -> None:
    assert infer(text).outlet is None


def test_a_labelled_date_that_is_none_is_passed_over() -> None:
    told = infer(f"Date: soon\nDecember 11, 2021 Coastwire\n{page(HEADLINE)}")
    assert (told.published, told.outlet) == ("2021-12-11", "Coastwire")


def test_a_long_first_sentence_makes_a_title_that_ends_at_a_word() -> None:
    sentence = "The council of Wexmoor " + "and its clerk " * 12 + "voted on Tuesday."
    title = infer(sentence).title
    assert len(title) <= 91
    assert title.endswith("…")
    assert sentence.startswith(title[:-1] + " ")


@pytest.mark.parametrize(
    ("name", "outlet", "published"),
    [
        ("bridge/articles/harbor-bridge-01", "Coastwire", "2025-10-14"),
        ("bridge/articles/harbor-bridge-03", "Channel 6 Ellery News", "2025-10-14"),
        ("bridge/articles/harbor-bridge-05", "Tamsin Valley Herald", "2025-10-15"),
        ("bridge/articles/harbor-bridge-06", "The National Ledger", "2025-10-16"),
        ("bridge/articles/harbor-bridge-07", "The Brindle Post", "2025-10-18"),
        ("bridge/articles/harbor-bridge-10", "Meridian News Service", "2025-10-24"),
        ("election/articles/halden-vote-03", "Halden Tribune", "2026-04-08"),
        ("election/articles/halden-vote-04", "North FM 92.5", "2026-04-08"),
        ("election/articles/halden-vote-06", "The Morning Standard", "2026-04-10"),
        ("election/articles/halden-vote-07", "Statehouse Monitor", "2026-04-11"),
        ("election/articles/halden-vote-09", "Citizen's Dispatch", "2026-04-15"),
    ],
)
def test_pages_as_outlets_make_them_are_told(name: str, outlet: str, published: str) -> None:
    told = infer((OTHER / f"{name}.txt").read_text(encoding="utf-8"))
    assert (told.outlet, told.published) == (outlet, published)


def test_the_page_stamped_2024_is_an_article_of_december_2021() -> None:
    told = infer((SEEDS / "004_297a64520f119ff2.txt").read_text(encoding="utf-8"))
    assert (told.outlet, told.published) == ("Reuters", "2021-12-11")


@pytest.mark.parametrize("text", ["", " \n", "?!", "\ufeff"])
def test_a_text_that_says_nothing_still_has_a_title(text: str) -> None:
    assert infer(text).title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The U.S. Senate met Gov. Roe on Oct. 3 in Arden. It rained.",
         "The U.S. Senate met Gov. Roe on Oct. 3 in Arden."),
        ("WEXMOOR (Coastwire) - Prices rose 3.5%. Traders left.", "Prices rose 3.5%."),
        ("“Nobody came.” The clerk left early on Tuesday.", "“Nobody came.”"),
    ],
)  # fmt: skip
def test_a_title_made_of_the_first_sentence_is_whole(text: str, title: str) -> None:
    assert infer(text).title == title


def test_a_text_about_copyright_names_no_owner_and_no_year() -> None:
    told = infer(page(HEADLINE, below="Copyright law was changed in 2019, the court said."))
    assert (told.outlet, told.published) == (None, None)
