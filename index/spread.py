"""Embedding spread over a Ray cluster, with Ray Data; the only importer of ray.

Workers cut and embed. This process alone writes the index, batch by batch as they come back, so
that a run which is killed is completed by the next one as it is without Ray. A coordinator runs
the dataset on the cluster: through ray://HOST:PORT, Ray Data cannot be run from here.
"""

from __future__ import annotations

import logging
import os
import pickle
import secrets
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import index
from index.embeddings import Embedder
from index.errors import CrossreadError, IndexStateError, SettingsError
from index.sync import Embedded, Failed, embedded
from index.types import Article

LOCAL = "local"
"""The address of a cluster of this machine's cores, started for the run and ended with it."""
_RETRIES = 1
"""Times that a batch is tried again whose worker died, and then each of its articles alone."""
_PATIENCE = 5.0
"""Seconds within which a cluster must answer."""
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",  # it tells of dead workers on standard output
}
_ALONE = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # on Linux, too: it listens on 127.0.0.1 alone
    "RAY_AUTH_TOKEN": secrets.token_hex(32),  # or Ray would leave one in the user's home
}
_HANDED_ON = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")


class Cluster:
    """Embeds on a Ray cluster: the `embed` of `index.sync.sync`.

    The address is "local", "auto" for the cluster that this machine is part of, or another one's
    HOST:PORT or ray://HOST:PORT. Its machines need what Crossread needs; Crossread itself is sent
    there. Raises SettingsError where Ray is not installed.
    """

    def __init__(self, address: str) -> None:
        options = _QUIET | (_ALONE if address == LOCAL else {})
        for name, value in options.items():  # read when Ray is imported
            os.environ.setdefault(name, value)
        try:
            import ray  # noqa: F401
        except ImportError as error:
            raise SettingsError(
                "Ray is not installed: run \"pip install 'crossread[ray]'\", or leave --ray out."
            ) from error
        self._address = address

    def __call__(
        self, embedder: Embedder, batches: Iterable[Sequence[Article]]
    ) -> Iterator[list[Embedded | Failed]]:
        """Embed batches with a model that the workers load; they come back as they are done.

        Raises SettingsError where there is no cluster or its workers cannot load the model,
        IndexStateError where the cluster is lost.
        """
        given = [list(batch) for batch in batches]
        missing = {article.id: article for batch in given for article in batch}
        if not missing:
            return
        with self.connected():
            # What the worker of a batch died of, every time, is found by trying each one alone.
            for blocks in (len(given), len(missing)):
                for results in _results(embedder, [*missing.values()], blocks):
                    for result in results:
                        del missing[_id_of(result)]
                    yield results
        if missing:
            yield [Failed(article_id, "its worker died each time") for article_id in missing]

    @contextmanager
    def connected(self) -> Iterator[None]:
        """A connection to the cluster, for several runs; one that there is already is used."""
        import ray
        from ray.exceptions import RayError

        joined = not ray.is_initialized()
        try:
            if joined:
                self._join()
            yield
        except (RayError, ConnectionError) as error:
            *_, reason = str(error).strip().splitlines() or [type(error).__name__]  # a traceback's
            raise IndexStateError(
                f"The Ray cluster at {self._address!r} failed ({reason.rstrip('.')}). What was "
                "indexed until then is kept; run the same command again to go on from there."
            ) from error
        finally:
            if joined:
                ray.shutdown()

    def _join(self) -> None:
        import ray

        options: dict[str, Any] = {"include_dashboard": False}
        if self._address != LOCAL:
            handed_on = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
            here = str(Path(index.__file__).parent)
            options = {"runtime_env": {"py_modules": [here], "env_vars": handed_on}}
        try:
            _reach(self._address)
            ray.init(self._address, log_to_driver=False, logging_level=logging.CRITICAL, **options)
        except Exception as error:  # of many types: a wrong address, nobody there, no token
            reason = _first_line(error)
            if self._address == LOCAL:
                raise SettingsError(f"Ray cannot be started here ({reason}).") from error
            raise SettingsError(
                f"There is no Ray cluster to be joined at {self._address!r} ({reason}). Start one "
                f"with 'ray start --head', name another one, or use '--ray {LOCAL}' for this "
                "machine's cores. One that asks for a token is joined with RAY_AUTH_MODE=token."
            ) from error


def _reach(address: str) -> None:
    """Raise OSError or ValueError where nobody listens: Ray would try for minutes."""
    place = urlsplit(address if "://" in address else f"//{address}")
    if place.port:
        socket.create_connection((place.hostname or "", place.port), _PATIENCE).close()


def _results(
    embedder: Embedder, articles: Sequence[Article], blocks: int
) -> Iterator[list[Embedded | Failed]]:
    """What comes back of each of so many blocks of articles; nothing where its worker died."""
    import ray

    if not articles:
        return
    coordinator = ray.remote(num_cpus=0)(_Coordinator).remote(
        type(embedder), embedder.name, [pickle.dumps(article) for article in articles], blocks
    )
    while (block := ray.get(coordinator.next.remote())) is not None:
        yield [_told(row) for row in block]


class _Coordinator:
    """Runs the dataset, in a process of its own on the cluster."""

    def __init__(self, kind: type[Embedder], model: str, rows: list[bytes], blocks: int) -> None:
        import ray
        from ray.data import ActorPoolStrategy, from_items

        cpus = int(ray.cluster_resources().get("CPU", 1))
        results = from_items(
            [{"article": row} for row in rows], override_num_blocks=blocks
        ).map_batches(
            _Worker,
            fn_constructor_args=(kind, model),
            batch_size=None,  # a block
            # One at a time, as a worker that dies takes with it all that it was given.
            compute=ActorPoolStrategy(
                size=max(1, min(cpus, blocks)), max_tasks_in_flight_per_actor=1
            ),
            num_cpus=1,
            max_task_retries=_RETRIES,
        )
        results.context.max_errored_blocks = -1  # those are seen by what is missing
        self._blocks = iter(results.iter_batches(batch_size=None))

    def next(self) -> list[bytes] | None:
        """The results of the next block that is done; None at the end."""
        return next((list(block["result"]) for block in self._blocks), None)


class _Worker:
    """Embeds, in each process of the pool, with a model that is loaded once."""

    def __init__(self, kind: type[Embedder], model: str) -> None:
        self._embedder = kind(model)

    def __call__(self, rows: Mapping[str, Iterable[bytes]]) -> dict[str, list[bytes]]:
        articles = [pickle.loads(row) for row in rows["article"]]  # noqa: S301
        return {"result": [pickle.dumps(result) for result in _each(self._embedder, articles)]}


def _each(
    embedder: Embedder, articles: Sequence[Article]
) -> Sequence[Embedded | Failed | CrossreadError]:
    """The articles embedded together; where that fails, one by one."""
    try:
        return embedded(embedder, articles)
    except CrossreadError as error:  # no article is to blame
        return [error]
    except ImportError as error:
        return [
            SettingsError(
                f"A machine of the Ray cluster lacks what Crossread needs ({error}): run 'pip "
                "install crossread' there."
            )
        ]
    except Exception as error:
        if len(articles) == 1:
            return [Failed(articles[0].id, f"{type(error).__name__}: {_first_line(error)}")]
        return [result for article in articles for result in _each(embedder, [article])]


def _told(row: bytes) -> Embedded | Failed:
    """What a worker says of an article; an error that is no article's is raised."""
    result: Embedded | Failed | CrossreadError = pickle.loads(row)  # noqa: S301
    if isinstance(result, CrossreadError):
        raise result
    return result


def _id_of(result: Embedded | Failed) -> str:
    return result.article.id if isinstance(result, Embedded) else result.article_id


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
