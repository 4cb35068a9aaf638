"""`crossread index` beyond the plain case, and `crossread watch`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import watchfiles
from pytest_httpserver import HTTPServer

from assistant.corpora import default_corpus
from assistant.settings import load_settings
from tests.assistant.conftest import ARTICLE, Run
from tests.index.test_duplicates import WIRE, text

BRIDGE = "The bridge over the Tamsin opened in 1958, the city said.\n"
PATIENCE = 20


def indexed() -> list[str]:
    return sorted(a.id for a in default_corpus(load_settings()).catalog.articles())


def test_a_dry_run_says_what_would_be_done_and_does_nothing(
    run: Run, news: Path, own_data: Path
) -> None:
    assert "1 added" in run("index", "--dry-run", news).out
    assert not own_data.exists()
    run("index", news)
    (news / "mayor.txt").unlink()
    (news / "bridge.txt").write_text(BRIDGE)
    (report,) = run("index", "--dry-run", "--json", news).json()
    assert (report["added"], report["removed"], report["dry_run"]) == (["bridge"], ["mayor"], True)
    assert indexed() == ["mayor"]


def test_strict_changes_nothing_where_anything_cannot_be_read(run: Run, news: Path) -> None:
    (news / "empty.txt").write_text("")
    failed = run("index", "--strict", news)
    assert (failed.code, failed.out) == (1, "")
    assert f"{news / 'empty.txt'}: the file is empty." in failed.err
    assert indexed() == []


def test_what_cannot_be_read_any_more_stays_and_is_counted(run: Run, news: Path) -> None:
    (news / "bridge.txt").write_text(BRIDGE)
    run("index", news)
    (news / "bridge.txt").write_text("")
    failed = run("index", news)
    assert failed.code == 1
    assert "0 added, 0 changed, 0 removed, 1 unchanged, 1 failed." in failed.out
    assert indexed() == ["bridge", "mayor"]


def test_copies_are_counted(run: Run, news: Path) -> None:
    for outlet, report in (("Coastwire", text(WIRE)), ("Arden Times", text(WIRE[:9]))):
        (news / f"{outlet}.txt").write_text(f"HALDEN ({outlet}) - {report}")
    assert "Articles that print the report of another one: 1." in run("index", news).out
    assert [report["copies"] for report in run("index", "--json", news).json()] == [1]
    assert [r["copies"] for r in run("index", "--json", "--dry-run", news).json()] == [None]


def test_standard_input_is_read(run: Run) -> None:
    (report,) = run("index", "--json", "-", stdin=ARTICLE).json()
    assert len(report["added"]) == 1
    (article,) = default_corpus(load_settings()).catalog.articles()
    assert (article.outlet, article.text) == ("AP", ARTICLE)


def test_a_page_is_fetched_and_one_that_is_down_costs_nothing(
    run: Run, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, news: Path
) -> None:
    monkeypatch.setenv("CROSSREAD_ALLOW_PRIVATE", "1")
    page = f"<html><body><article><h1>Miller wins</h1><p>{ARTICLE * 4}</p></article></body></html>"
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_oneshot_request("/mayor").respond_with_data(page, content_type="text/html")
    address = httpserver.url_for("/mayor")
    (report,) = run("index", "--json", address).json()
    (article_id,) = report["added"]
    httpserver.expect_request("/mayor").respond_with_data("", status=500)
    failed = run("index", address, news)
    assert failed.code == 1
    assert f"{address}: answers 500" in failed.err
    assert indexed() == sorted([article_id, "mayor"])


def test_a_private_address_is_not_fetched_unless_that_is_allowed(
    run: Run, httpserver: HTTPServer
) -> None:
    failed = run("index", httpserver.url_for("/mayor"))
    assert failed.code == 1
    assert "CROSSREAD_ALLOW_PRIVATE" in failed.err
    assert httpserver.log == []


def test_a_sound_index_is_verified(run: Run, news: Path) -> None:
    run("index", news)
    proved = run("index", "--verify")
    assert proved.code == 0
    for part in ("Catalogue", "Word index", "Vectors", "Articles", "Model"):
        assert f"✓ {part}" in proved.out


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        ("UPDATE articles SET text = text || '.'", "Articles"),
        ("DELETE FROM words_docsize", "Word index"),
        ("UPDATE passages SET id = id || 'x'", "Vectors"),
    ],
)
def test_parts_that_do_not_agree_are_said_and_a_rebuild_mends_them(
    run: Run, news: Path, damage: str, part: str
) -> None:
    run("index", news)
    with default_corpus(load_settings()).catalog.connection as connection:
        connection.execute(damage)
    failed = run("index", "--verify")
    assert failed.code == 1
    assert f"! {part}" in failed.out
    assert "--rebuild" in failed.out
    assert run("index", "--rebuild", news).code == 0
    assert run("index", "--verify").code == 0


def test_vectors_of_another_model_are_said(run: Run, news: Path) -> None:
    run("index", news)
    corpus = default_corpus(load_settings())
    (passage,) = corpus.catalog.passage_ids()
    corpus.store.upsert(
        [passage], corpus.embedder.query("else")[None], ["else"], [{"article_id": "mayor"}]
    )
    assert "! Model" in run("index", "--verify").out


@pytest.mark.parametrize("arguments", [[], ["--verify", "x.txt"], ["--verify", "--add"]])
def test_sources_or_verify_and_not_both(run: Run, arguments: list[str]) -> None:
    assert run("index", *arguments).code == 2


@pytest.fixture
def folder_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Callable[[], None]], None]:
    """Makes changes while a folder is watched, one after the other, and then ends the watching."""
    planned: list[Callable[[], None]] = []
    watch = watchfiles.watch

    def watched(*paths: str, **options: object) -> Iterator[object]:
        ended = threading.Event()
        for change in [*planned, ended.set]:
            changes = watch(*paths, stop_event=ended, rust_timeout=100, yield_on_timeout=True)
            next(changes)  # it is watching
            change()
            if not ended.is_set():
                yield next(found for found in changes if found)

    monkeypatch.setattr(watchfiles, "watch", watched)
    return planned.append


def test_a_watched_folder_and_the_index_are_in_step(
    run: Run, news: Path, folder_changes: Callable[[Callable[[], None]], None]
) -> None:
    folder_changes(lambda: (news / "bridge.txt").write_text(BRIDGE) and None)
    folder_changes((news / "mayor.txt").unlink)
    done = run("watch", news)
    assert done.code == 0
    for said in ("added    mayor", "added    bridge", "removed  mayor"):
        assert said in done.out
    assert indexed() == ["bridge"]


def test_a_folder_that_is_not_there_is_not_watched(run: Run) -> None:
    failed = run("watch", "nowhere")
    assert (failed.code, failed.out) == (1, "")
    assert failed.err == "nowhere: there is no such file or folder to watch.\n"
