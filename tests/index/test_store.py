"""What every vector store promises, held against each of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.embeddings import Vectors
from index.errors import IndexStateError
from index.store import ChromaStore, MemoryStore, VectorStore

DIMENSIONS = 6


def axis(*weights: float) -> Vectors:
    vector = np.zeros(DIMENSIONS, np.float32)
    vector[: len(weights)] = weights
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def put(store: VectorStore, **vectors: Vectors) -> None:
    names = list(vectors)
    facts: list[dict[str, str | int]] = [{"article_id": name, "start": 0} for name in names]
    store.upsert(names, np.stack(list(vectors.values())), [f"text {n}" for n in names], facts)


@pytest.fixture(params=["chroma", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> VectorStore:
    makers: dict[str, Callable[[], VectorStore]] = {
        "chroma": lambda: ChromaStore(tmp_path / "chroma"),
        "memory": MemoryStore,
    }
    return makers[request.param]()


class TestEveryStore:
    def test_a_new_one_holds_nothing_and_finds_nothing(self, store: VectorStore) -> None:
        assert (store.count(), store.ids()) == (0, set())
        assert store.nearest(axis(1), 5) == []

    def test_the_nearest_come_first_with_their_cosine(self, store: VectorStore) -> None:
        put(store, far=axis(0, 0, 1), near=axis(1, 0.1), middle=axis(1, 1), against=axis(-1))
        found = store.nearest(axis(1), 4)
        assert [name for name, _ in found] == ["near", "middle", "far", "against"]
        assert [score for _, score in found] == pytest.approx([0.995, 0.7071, 0, -1], abs=1e-3)

    @pytest.mark.parametrize(("k", "expected"), [(0, 0), (1, 1), (2, 2), (3, 3), (50, 3)])
    def test_no_more_are_found_than_asked_for_or_there(
        self, store: VectorStore, k: int, expected: int
    ) -> None:
        put(store, a=axis(1), b=axis(0, 1), c=axis(1, 1))
        assert len(store.nearest(axis(1), k)) == expected

    def test_an_id_written_again_has_its_new_vector_only(self, store: VectorStore) -> None:
        put(store, a=axis(1), b=axis(0, 1))
        put(store, a=axis(0, 0, 1))
        assert store.count() == 2
        ((name, score),) = store.nearest(axis(0, 0, 1), 1)
        assert (name, round(score, 3)) == ("a", 1)
        assert store.nearest(axis(1), 2)[0][1] == pytest.approx(0, abs=1e-3)

    def test_what_is_deleted_is_found_no_more(self, store: VectorStore) -> None:
        put(store, a=axis(1), b=axis(0, 1), c=axis(1, 1))
        store.delete(["a", "c"])
        assert (store.count(), store.ids()) == (1, {"b"})
        assert [name for name, _ in store.nearest(axis(1), 5)] == ["b"]

    @pytest.mark.parametrize("ids", [[], ["never there"]])
    def test_deleting_nothing_does_nothing(self, store: VectorStore, ids: list[str]) -> None:
        put(store, a=axis(1))
        store.delete(ids)
        assert store.ids() == {"a"}

    @pytest.mark.parametrize(
        ("among", "expected"),
        [
            (["far", "against"], ["far", "against"]),
            (["against"], ["against"]),
            (["far", "never there", "near"], ["near", "far"]),
            (["never there"], []),
            ([], []),
            (["near", "middle", "far", "against"], ["near", "middle", "far"]),
        ],
    )
    def test_only_those_among_the_given_ones_are_found(
        self, store: VectorStore, among: list[str], expected: list[str]
    ) -> None:
        put(store, far=axis(0, 0, 1), near=axis(1, 0.1), middle=axis(1, 1), against=axis(-1))
        assert [name for name, _ in store.nearest(axis(1), 3, among)] == expected

    def test_what_was_deleted_meanwhile_is_passed_over(self, store: VectorStore) -> None:
        put(store, a=axis(1), b=axis(0, 1), c=axis(1, 1))
        store.delete(["a"])
        assert [name for name, _ in store.nearest(axis(1), 2, ["a", "b"])] == ["b"]

    @pytest.mark.parametrize("nearest_wanted", [0, 900])
    def test_thousands_may_be_given_of_which_none_is_near(
        self, store: VectorStore, nearest_wanted: int
    ) -> None:
        turns = np.linspace(0, 1.5, 6500)
        put(store, **{f"p{i}": axis(np.cos(t), np.sin(t)) for i, t in enumerate(turns)})
        among = {f"p{i}" for i in range(nearest_wanted, 6500)}
        found = store.nearest(axis(1), 3, among)
        assert {name for name, _ in found} <= among
        assert found[0][1] == pytest.approx(np.cos(turns[nearest_wanted]), abs=1e-3)
        assert len(found) == 3

    def test_thousands_are_written_and_deleted_in_one_go(self, store: VectorStore) -> None:
        turns = np.linspace(0, 1.5, 6000)
        put(store, **{f"p{i}": axis(np.cos(t), np.sin(t)) for i, t in enumerate(turns)})
        assert store.count() == 6000
        assert store.nearest(axis(1), 1)[0][1] > 0.999
        store.delete([f"p{i}" for i in range(5999)])
        assert store.ids() == {"p5999"}


def test_chroma_keeps_its_vectors_between_openings(tmp_path: Path) -> None:
    put(ChromaStore(tmp_path / "chroma"), a=axis(1), b=axis(0, 1))
    assert ChromaStore(tmp_path / "chroma").ids() == {"a", "b"}


def test_a_place_that_chroma_cannot_use_is_named_with_a_way_out(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("not a folder")
    with pytest.raises(IndexStateError, match="index again") as refused:
        ChromaStore(taken)
    assert str(taken) in str(refused.value)


def test_a_write_that_fails_is_said_in_one_sentence_with_a_way_out(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path / "chroma")
    put(store, a=axis(1))
    with pytest.raises(IndexStateError, match="index again") as refused:
        store.upsert(["b"], np.ones((1, DIMENSIONS + 1), np.float32), ["text"], [{"start": 0}])
    assert str(tmp_path / "chroma") in str(refused.value)
    assert "\n" not in str(refused.value)
    assert store.ids() == {"a"}
