"""What the page says is left out, what the article says never is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning import body_spans, paragraph_spans

HEADLINE = "Council closes ferry terminal"
FIRST = "The council of Wexmoor voted on Tuesday to close the ferry terminal, its clerk said."
LAST = "The mayor of Wexmoor, Ada Finch, called the vote a mistake."


def body(text: str) -> list[str]:
    return [text[a:b] for a, b in body_spans(text)]


@pytest.mark.parametrize(
    "line",
    [
        "icon menuicon searchicon closeicon mailicon shareicon pauseicon tagicon fb icon vk ok",
        "Remind me later.",
        "Harbour at dusk (EFE / EPA / JO BELL)",
        "Harbour at dusk (EFE / EPA / JO BELL) (JO BELL /)",
        "File photo of the harbour in 2018 (PORT OFFICE OF WEXMOOR /)",
        "Photo: Jo Bell / Gazette",
        "The harbour at dusk. (Photo: Jo Bell)",
        "The harbour at dusk. Getty Images",
        "Picture credit: Gazette / J. Bell",
        "Copyright 2021 The Wexmoor Gazette. All rights reserved.",
        "Copyright 2021 The Wexmoor Gazette. All rights reserved. It may not be published.",
        "Copyright 2021",
        "© 2021 Wexmoor Gazette",
        "(c) 2021 Wexmoor Gazette Ltd",
        "21 Feb, 2022 21:16",
        "December 11, 2021 Coastwire",
        "(Reporting by Jo Bell; Editing by Al Roe)",
        "Jo Bell contributed to this report.",
        "Bell reported from Wexmoor. Al Roe in Arden contributed.",
        "With information from Coastwire",
        "Sign up for our free newsletter.",
        "Subscribe now for unlimited access to every story.",
        "Already a subscriber? Log in",
        "Follow us on Facebook.",
        "Share this article",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "We use cookies to improve your experience.",
        "Read more: Who pays for the ferry?",
        "READ ALSO: Who pays for the ferry?",
        "Privacy Policy | Terms of Use",
        "5 min read",
        "Last updated: 3 March 2021",
    ],
)
def test_page_furniture_is_left_out_and_nothing_with_it(line: str) -> None:
    assert body("\n\n".join([HEADLINE, FIRST, line, LAST])) == [FIRST, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "Get unlimited access for $1 a week. Cancel anytime.",
        "Follow the Gazette on Facebook.",
        "Please consider a donation. Every pound keeps us going.",
        "Enter your email address to get the day's news.",
        "Photograph by Jo Bell for the Gazette.",
    ],
)
def test_offers_and_pleas_of_a_common_kind_are_left_out(line: str) -> None:
    assert body("\n\n".join([HEADLINE, FIRST, LAST, line])) == [FIRST, LAST]


def test_a_donation_appeal_is_left_out_whole() -> None:
    appeal = [
        "A Message from The Wexmoor Gazette:",
        "Dear readers,",
        "We are facing a hard year. The council has called our newsroom a nuisance.",
        "Your support, no matter how small, makes a difference from just $2 a month.",
        "By supporting the Gazette, you're defending local journalism. Thank you.",
        "Remind me later.",
    ]
    assert body("\n".join([FIRST, LAST, *appeal])) == [FIRST, LAST]


@pytest.mark.parametrize("heading", ["Keep reading:", "Related stories", "Read more:", "See also:"])
def test_a_list_of_links_is_left_out_whole(heading: str) -> None:
    links = [
        "Ferry row: mayor upped the ante and warned the council not to sell the quay",
        "How were the 2 hours and 1 minute of the council's debate and what can happen in Wexmoor",
    ]
    assert body("\n\n".join([HEADLINE, FIRST, LAST, heading, *links])) == [FIRST, LAST]


def test_the_story_goes_on_after_a_list_of_links_in_its_middle() -> None:
    middle = ["Related stories", "Who pays for the ferry", "What the mayor knew"]
    assert body("\n\n".join([HEADLINE, FIRST, *middle, LAST])) == [FIRST, LAST]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry sank on March 3, 2021.",
        "On 3 March 2021 the ferry sank.",
        "“The ferry sank on March 3, 2021, and we knew it,” she said.",
        "The regulator fined the firm over its privacy policy, which it called misleading.",
        "Privacy policy has divided the council since 2019, Finch said.",
        "“We will not close our school,” she said.",
        "“We need your vote,” he told the crowd.",
        "“Help us,” the survivors shouted from the roof, the fire brigade said.",
        "“I want my money back,” said Roe.",
        "“You told us the boat was safe,” Finch said.",
        "The union asked members to support us in the ballot, the letter said.",
        "Sign-up for the vaccine began on Monday at the town hall, officials said.",
        "Copyright law was changed in 2019, the court said.",
        "Copyright holders sued the firm in 2019.",
        "This report was published by the inspector in May.",
        "Updated figures showed 14 dead.",
        "Promoted in 2019, she became chief of staff.",
        "Written by hand, the letter was dated 1944.",
        "Share prices fell 3 percent.",
        "Comments by the minister drew criticism from the opposition.",
        "Print workers walked out on Friday.",
        "Related deaths rose to 14.",
        "Turnout was 41 percent (source: county/state office).",
        "The tide rose   fast, officials said, and boats broke loose.",
        "Nobody knows.",
        "“No.”",
    ],
)
def test_a_sentence_of_the_story_is_kept_whatever_words_it_uses(sentence: str) -> None:
    assert body("\n\n".join([HEADLINE, FIRST, sentence, LAST])) == [FIRST, sentence, LAST]


@pytest.mark.parametrize(
    "sentence",
    ["“We will sue,” Finch told reporters.", "“They took our boats,” said Al Roe, a fisherman."],
)
def test_a_quote_after_an_appeal_in_the_middle_is_kept(sentence: str) -> None:
    appeal = "Support local journalism: subscribe for 99p a month."
    assert body("\n\n".join([HEADLINE, FIRST, appeal, sentence, LAST])) == [FIRST, sentence, LAST]


def test_a_line_that_the_page_repeats_is_read_once() -> None:
    assert body("\n\n".join([HEADLINE, FIRST, LAST, FIRST])) == [FIRST, LAST]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hard_wrapped_paragraphs_are_kept_whole(newline: str) -> None:
    one = [
        "The council of Wexmoor voted on Tuesday to close the ferry",
        "terminal that has stood beside the old quay since 1958, when",
        "the first boats came over from Arden with coal and passengers",
        "and the harbour had a railway of its own, its clerk said.",
    ]
    two = [
        "The mayor of Wexmoor, Ada Finch, called the vote a mistake and",
        "said that she would ask the county to look at the figures that",
        "the council had been shown on the evening before it voted.",
    ]
    paragraphs = [newline.join(one), newline.join(two)]
    assert body((newline * 2).join([HEADLINE, *paragraphs])) == paragraphs


@pytest.mark.parametrize("text", [HEADLINE, f"{HEADLINE}\n", f"\ufeff{HEADLINE}\r\n\r\n"])
def test_a_text_that_is_only_a_headline_says_its_headline(text: str) -> None:
    assert body(text) == [HEADLINE]


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff", "\u200b\n\n"])
def test_an_empty_text_has_no_body(text: str) -> None:
    assert body(text) == []


def test_fifty_thousand_characters_on_one_line_are_read() -> None:
    line = " ".join([FIRST, LAST] * 350)
    assert len(line) > 50_000
    assert body(line) == [line]


@given(st.text(st.sampled_from("aB .\n\r\ufeff\u2028“”(/)©:"), max_size=200))
def test_paragraphs_are_in_order_apart_and_trimmed(text: str) -> None:
    spans = paragraph_spans(text)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    assert set(body_spans(text)) <= set(spans)
    said = "".join(text[a:b] for a, b in spans)
    assert sum(map(str.isalnum, said)) == sum(map(str.isalnum, text))
