"""The report: at the terminal, and as a page that holds everything and loads nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from rich.console import Console

from assistant.evaluation import page
from assistant.evaluation.report import show
from assistant.evaluation.run import Run
from tests.assistant.evaluation.making import answer, cite, conflict, gold, judged, made_run

NASTY = "<script>alert(1)</script>"


@pytest.fixture
def run() -> Run:
    disputed = {"values": (("70,000",), ("100,000",)), "relation": "sources_disagree"}
    return made_run(
        judged(gold(id="good", tags=("x",)), answer("70,000", [cite(1, "a")]), 20),
        judged(
            gold(id="wrong", question=NASTY, conflict=disputed, must_cite={"all": ("b",)},
                 history=({"role": "user", "content": "Before"},), tags=("x", NASTY)),
            answer(f"None {NASTY}", [cite(1, "c")], conflicts=[conflict("1", "2")]),
            300,
        ),
        judged(gold(id="refused", status="not_in_articles"), answer("Something"), 40),
    )  # fmt: skip


def test_terminal_fits_80_columns(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    show(run, Console(width=80))
    told = capsys.readouterr().out
    assert re.search(r"answers +50\.0 % +9\.5–90\.5 +1 / 2", told)
    assert re.search(r"conflict_recall +100\.0 %", told)
    assert "latency_p50           40 ms" in told
    assert "1 of 3 questions are flawless." in told
    assert max(map(len, told.splitlines())) <= 80


def test_page_shows_each_failure(run: Run) -> None:
    html = page.render(run)
    assert re.findall(r'class="failure" id="(\w+)"', html) == ["wrong", "refused"]
    text = unescape(re.sub(r"<[^>]+>", "", html))
    for told in ("not said: 70,000", "not refused", "None <script>", "Before", "Rain.", "1 / 2"):
        assert told in text


def test_page_escapes_what_it_shows(run: Run) -> None:
    assert NASTY not in page.render(run)


def test_page_loads_nothing(run: Run) -> None:
    html = page.render(run)
    assert not re.findall(r"""(?:src|href)=["'](?!#)|url\(|@import|https?://""", html)


def test_page_has_three_plots(run: Run) -> None:
    html = page.render(run)
    assert html.count('class="chart"') == 2
    assert html.count('class="whisker"') > 13
    assert html.count('class="dot"') == 3


def test_page_explains_every_metric(run: Run) -> None:
    html = page.render(run)
    for source in ("Gao et al. 2023", "Rajpurkar et al. 2018"):
        assert source in html


@pytest.mark.parametrize("given", [answer("70,000"), answer(None)])
def test_page_of_one_question(given: object) -> None:
    html = page.render(made_run(judged(gold(), given)))
    assert "By tag" not in html


def test_histogram_places_latencies(run: Run) -> None:
    found = page.histogram(run)
    assert sum(found.counts) == 3
    assert all(0 <= place <= 1 for _, place in found.ticks)
    assert found.marks[0][:2] == ("p50", 40)
    assert 0 < found.marks[0][2] < found.marks[1][2] < 1
