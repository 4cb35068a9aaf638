"""An index that a Ray cluster embeds is the index that this process would have made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import psutil
import pytest

from index.articles import read_paths
from index.corpus import Corpus
from index.embeddings import Embedder, Piece, Vectors
from index.errors import SettingsError
from index.spread import Cluster
from index.sync import SyncReport, piece, sync
from tests.conftest import SEEDS
from tests.index.letters import CountingEmbedder, article
from tests.index.test_sync import holds

pytestmark = [
    pytest.mark.scale,
    pytest.mark.long,
    pytest.mark.skipif(
        find_spec("ray") is None, reason="Ray is not installed: pip install -e '.[ray]'"
    ),
]
MANY = 150
"""Articles for three batches."""
SAME = 0.999


class Troubled(CountingEmbedder):
    """Takes the text "wrong" for an error and dies of "deadly"; of "once", for the first time.

    Its name is the file by which it knows.
    """

    def passages(
        self, pieces: Sequence[Piece], advance: Callable[[int], None] = lambda _: None
    ) -> tuple[Vectors, list[Vectors]]:
        said = " ".join(p.text for p in pieces)
        if "deadly" in said or ("once" in said and self._first_time()):
            os._exit(1)
        if "wrong" in said:
            raise ValueError("no such letter\nat all")
        return super().passages(pieces)

    def _first_time(self) -> bool:
        try:
            Path(self.name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class Unknown(CountingEmbedder):
    """A model that is not there."""

    def passages(
        self, pieces: Sequence[Piece], advance: Callable[[int], None] = lambda _: None
    ) -> tuple[Vectors, list[Vectors]]:
        raise SettingsError(f"The embedding model {self.name!r} could not be loaded.")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A cluster of this machine's cores."""
    cluster = Cluster("local")
    with cluster.connected():
        yield cluster


def alike(corpus: Corpus, embedder: Embedder) -> bool:
    """Whether every vector held is the one that this process would make."""
    rows = corpus.catalog.rows(corpus.catalog.passage_ids())
    whole, parts = embedder.passages([piece(r.article, r.passage) for r in rows.values()])
    cosines = [
        corpus.store.nearest(vector, 1, [i])[0][1] for i, vector in zip(rows, whole, strict=True)
    ] + [
        float(np.min(np.sum(row.vectors * own, axis=1)))
        for row, own in zip(rows.values(), parts, strict=True)
    ]
    return bool(rows) and min(cosines) >= SAME


def test_the_index_is_the_same_as_without_a_cluster(cluster: Cluster) -> None:
    articles = [*map(article, range(MANY)), article(MANY, "?!")]
    alone, spread = Corpus(CountingEmbedder()), Corpus(CountingEmbedder())
    told: list[tuple[int, int]] = []
    mine = sync(alone, articles)
    theirs = sync(spread, articles, embed=cluster, progress=lambda *at: told.append(at))
    assert theirs == mine
    assert theirs.empty == [f"a{MANY}"]
    assert spread.embedder.embedded == []  # not in this process
    assert spread.catalog.hashes() == alone.catalog.hashes()
    assert holds(spread) == holds(alone)
    assert set(spread.catalog.passage_ids()) == set(alone.catalog.passage_ids())
    assert alike(spread, CountingEmbedder())
    assert (told[0], told[-1]) == ((0, MANY + 1), (MANY + 1, MANY + 1))
    assert len(told) == 4


def test_a_run_that_was_killed_is_completed_and_only_the_rest_is_embedded(
    cluster: Cluster, tmp_path: Path
) -> None:
    articles = [article(n) for n in range(MANY)]

    def killed(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(Corpus(CountingEmbedder(), tmp_path), articles, embed=cluster, progress=killed)
    kept = holds(Corpus(CountingEmbedder(), tmp_path))
    assert 0 < len(kept) < MANY

    told: list[tuple[int, int]] = []
    corpus = Corpus(CountingEmbedder(), tmp_path)
    report = sync(corpus, articles, embed=cluster, progress=lambda *at: told.append(at))
    assert told[0] == (0, MANY - len(kept))
    assert set(report.unchanged) == kept
    assert holds(corpus) == {a.id for a in articles}


def test_what_a_worker_died_of_is_tried_again_and_what_never_works_fails_alone(
    cluster: Cluster, tmp_path: Path
) -> None:
    corpus = Corpus(Troubled(str(tmp_path / "died")))
    sync(corpus, [article(1), article(2)])
    given = [
        article(1, "All of it is wrong."),
        article(2),
        article(3, "This is deadly."),
        article(4, "It was seen once."),
        article(5),
    ]
    report = sync(corpus, given, embed=cluster)
    assert (tmp_path / "died").exists()
    assert report == SyncReport(
        added=["a4", "a5"],
        unchanged=["a2"],
        failed={"a1": "ValueError: no such letter", "a3": "its worker died each time"},
    )
    assert holds(corpus) == {"a1", "a2", "a4", "a5"}
    assert corpus.catalog.article("a1") == article(1)


def test_the_vectors_are_those_of_the_model(
    cluster: Cluster, embedder: Embedder, tmp_path: Path
) -> None:
    corpus = Corpus(Embedder(), tmp_path)
    report = sync(corpus, read_paths([SEEDS]).articles, embed=cluster)
    assert len(report.added) == 5
    assert alike(corpus, embedder)


def test_a_model_that_the_workers_do_not_have_ends_the_run(cluster: Cluster) -> None:
    corpus = Corpus(Unknown())
    with pytest.raises(SettingsError, match=r"The embedding model 'letters' could not be loaded\."):
        sync(corpus, [article(1), article(2)], embed=cluster)
    assert corpus.is_empty


def test_nobody_else_on_the_network_can_reach_a_local_cluster(cluster: Cluster) -> None:
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    listening = {
        place.laddr.ip
        for process in processes
        for place in process.net_connections()
        if place.status == psutil.CONN_LISTEN
    }
    assert listening
    assert listening <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


def test_where_there_is_nothing_to_embed_no_cluster_is_needed() -> None:
    corpus = Corpus(CountingEmbedder())
    sync(corpus, [article(1)])
    report = sync(corpus, [article(1)], embed=Cluster("127.0.0.1:1"))
    assert report.unchanged == ["a1"]


def test_without_ray_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SettingsError, match=r"pip install 'crossread\[ray\]'"):
        Cluster("local")


def crossread(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of Crossread in a process of its own, with its index in a folder."""
    return subprocess.run(
        [sys.executable, "-c", "from assistant.cli import main; main()", *arguments],
        env=os.environ | {"CROSSREAD_DATA": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_an_address_where_no_cluster_is_is_named_and_nothing_changed(own_data: Path) -> None:
    failed = crossread(own_data, "index", "--ray", "127.0.0.1:1", str(SEEDS))
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("There is no Ray cluster to be joined at '127.0.0.1:1' (")
    assert "--ray local" in failed.stderr
    assert Corpus(CountingEmbedder(), own_data).is_empty
