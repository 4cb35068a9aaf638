"""The catalogue: what is put can be found by its words, what is gone leaves no word behind."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from index import lexical
from index.catalog import Catalog
from index.chunking import passages
from index.errors import IndexStateError
from index.types import Article

FERRY = "The council of Wexmoor closed the ferry terminal. Gulls circled above the quay."
BRIDGE = "Divers searched the river below the bridge. Nobody was found."


def article(article_id: str, text: str, title: str = "Untitled", **told: str | None) -> Article:
    outlet = told.pop("outlet", None) or "The Wexmoor Post"
    return Article(article_id, outlet, title, text, **told)


def put(catalog: Catalog, *articles: Article) -> None:
    for one in articles:
        cut = passages(one)
        vectors = [np.full((len(p.sentences), 4), 0.5, np.float32) for p in cut]
        with catalog.transaction():
            catalog.put(one, f"hash of {one.text}", cut, vectors)


def remove(catalog: Catalog, article_id: str) -> None:
    with catalog.transaction():
        catalog.remove(article_id)


def found(catalog: Catalog, word: str) -> set[str]:
    rows = catalog.rows([name for name, _ in lexical.search(catalog, [word], 10)])
    return {row.article.id for row in rows.values()}


@pytest.fixture(params=["disk", "memory"])
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Catalog:
    return Catalog(tmp_path / "catalog.sqlite" if request.param == "disk" else None)


def test_an_article_comes_back_as_it_was_put(catalog: Catalog) -> None:
    one = article(
        "a", f"{FERRY} “Ça ira” 🙂\r\n", "Ferry", published="2021-12", url="u", file="f.txt"
    )
    put(catalog, one)
    assert catalog.article("a") == one
    assert catalog.articles() == [one]
    assert catalog.hashes() == {"a": f"hash of {one.text}"}


def test_its_passages_come_back_with_sentences_and_vectors(catalog: Catalog) -> None:
    one = article("a", FERRY)
    put(catalog, one)
    row = catalog.rows(catalog.passage_ids())[passages(one)[0].id]
    assert row.passage == passages(one)[0]
    assert row.article == one
    assert row.vectors.dtype == np.float32
    assert row.vectors == pytest.approx(np.full((2, 4), 0.5))


def test_words_are_found_in_any_form_and_in_the_title(catalog: Catalog) -> None:
    put(catalog, article("a", FERRY, "Harbour news"), article("b", BRIDGE))
    assert found(catalog, "circling") == {"a"}
    assert found(catalog, "GULL") == {"a"}
    assert found(catalog, "harbours") == {"a"}
    assert found(catalog, "divers") == {"b"}


def test_a_changed_article_leaves_no_old_word_behind(catalog: Catalog) -> None:
    put(catalog, article("a", FERRY, "Harbour news"))
    put(catalog, article("a", BRIDGE, "River news"))
    assert found(catalog, "gulls") == found(catalog, "harbour") == set()
    assert found(catalog, "divers") == found(catalog, "river") == {"a"}
    assert lexical.weights(catalog, ["gull", "harbour"]) == {"gull": 0, "harbour": 0}
    assert catalog.passage_count() == 1


def test_a_removed_article_leaves_nothing_behind(catalog: Catalog) -> None:
    put(catalog, article("a", FERRY, "Harbour news", outlet="Gazette"), article("b", BRIDGE))
    remove(catalog, "a")
    assert found(catalog, "gulls") == found(catalog, "harbour") == set()
    assert found(catalog, "divers") == {"b"}
    assert catalog.article("a") is None
    assert catalog.outlets() == ["The Wexmoor Post"]
    assert catalog.passage_count() == len(catalog.passage_ids()) == 1
    assert lexical.weights(catalog, ["gull"]) == {"gull": 0}


def test_removing_what_is_not_there_does_nothing(catalog: Catalog) -> None:
    put(catalog, article("a", FERRY))
    remove(catalog, "never there")
    assert found(catalog, "gulls") == {"a"}


def test_a_long_article_changes_in_all_its_passages(catalog: Catalog) -> None:
    text = " ".join(f"The {word} of Wexmoor were counted on a {word} day." for word in
                    [f"word{i}" for i in range(60)])  # fmt: skip
    put(catalog, article("a", text))
    assert catalog.passage_count() > 3
    assert found(catalog, "word3") == found(catalog, "word57") == {"a"}
    put(catalog, article("a", FERRY))
    assert found(catalog, "word3") == found(catalog, "word57") == set()
    assert catalog.passage_count() == 1


def test_a_transaction_that_fails_keeps_everything_as_it_was(catalog: Catalog) -> None:
    put(catalog, article("a", FERRY))
    before = catalog.revision
    new = article("a", BRIDGE)
    with pytest.raises(ValueError, match="shorter"), catalog.transaction():
        catalog.put(new, "hash", passages(new), [])
    assert found(catalog, "gulls") == {"a"}
    assert found(catalog, "divers") == set()
    assert catalog.revision == before


def test_articles_without_passages_are_kept_and_listed(catalog: Catalog) -> None:
    put(catalog, article("a", "?!"))
    assert catalog.article("a") is not None
    assert catalog.passage_count() == 0


def test_articles_are_listed_by_date_and_id(catalog: Catalog) -> None:
    dated = {"c": "2021-12-10", "a": "2021-12-17", "b": "2021-12-10", "d": None}
    put(catalog, *(article(i, FERRY + i, published=day) for i, day in dated.items()))
    assert [one.id for one in catalog.articles()] == ["d", "b", "c", "a"]


def test_the_revision_changes_with_whatever_is_indexed(catalog: Catalog) -> None:
    seen = [catalog.revision]
    put(catalog, article("a", FERRY))
    seen.append(catalog.revision)
    remove(catalog, "a")
    seen.append(catalog.revision)
    assert len(set(seen)) == 3


def test_sources_tell_outlet_and_date_of_the_passages_that_are_there(catalog: Catalog) -> None:
    put(catalog, article("a", FERRY, published="2021-12-10"))
    (name,) = catalog.passage_ids(["a"])
    assert catalog.sources([name, "gone"]) == {name: ("The Wexmoor Post", "2021-12-10")}


def test_what_is_on_disk_is_there_for_the_next_process_and_for_other_threads(
    tmp_path: Path,
) -> None:
    file = tmp_path / "catalog.sqlite"
    put(Catalog(file), article("a", FERRY))
    again = Catalog(file)
    seen: list[set[str]] = []
    thread = threading.Thread(target=lambda: seen.append(found(again, "gulls")))
    thread.start()
    thread.join()
    assert seen == [{"a"}]


def test_a_file_that_is_no_index_is_named_with_a_way_out(tmp_path: Path) -> None:
    file = tmp_path / "catalog.sqlite"
    file.write_bytes(b"this is no database, but a letter to an aunt" * 50)
    with pytest.raises(IndexStateError, match="CROSSREAD_DATA") as refused:
        Catalog(file)
    assert str(file) in str(refused.value)


def test_an_index_of_another_version_is_refused_with_what_to_run(tmp_path: Path) -> None:
    file = tmp_path / "catalog.sqlite"
    Catalog(file)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(IndexStateError, match="crossread index"):
        Catalog(file)
