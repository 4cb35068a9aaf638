"""A stand-in for a Chroma server with sparse vector indexes: a real one, and what it refuses.

Every request goes to the real server first, which reads it against its own interface. What it
refuses for want of such an index, and for nothing else, is answered here, by what Chroma's
distributed server does (rust/worker/src/execution/operators: idf, sparse_log_knn, rank).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import log1p
from typing import Any

import httpx
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Vector = dict[int, float]
_NO_INDEX = "Sparse vector indexing is not enabled in local"
_NO_VECTOR = "Sparse vector is not supported for local chroma"
_NO_SEARCH = "'SparseVector' because indexing is disabled"
_PREFLIGHT = {"max_batch_size": 300, "supports_base64_encoding": True}


class StandIn:
    """Sparse vector indexes before a real server, and what was asked of them."""

    def __init__(self, real: str, url: str) -> None:
        self.url = url
        self._real = httpx.Client(base_url=real, timeout=60)
        self._indexes: dict[str, dict[str, Any]] = {}
        self._vectors: dict[str, dict[str, Vector]] = {}
        self.searches: list[list[dict[str, Any]]] = []
        """The searches of each call."""
        self.ignores_schemas = False
        """As servers do that are older than schemas."""

    def answer(self, request: Request) -> Response:
        """What a server with such indexes answers."""
        path = request.full_path.rstrip("?")
        told = json.loads(request.data) if request.data else {}
        collection, _, action = request.path.partition("/collections/")[2].partition("/")
        if path.endswith("/pre-flight-checks"):
            return Response(json.dumps(_PREFLIGHT), content_type="application/json")
        if path.endswith("/collections") and (told.get("schema") or {}).get("keys"):
            return self._create(path, told)
        if action == "search":
            return self._search(path, collection, told)
        if action in {"upsert", "add"} and collection in self._indexes:
            return self._write(path, collection, told)
        if action == "delete":
            for record_id in told.get("ids") or ():
                self._vectors.get(collection, {}).pop(record_id, None)
        return self._forward(request.method, path, request.data)

    def close(self) -> None:
        self._real.close()

    def _create(self, path: str, told: dict[str, Any]) -> Response:
        keys = told["schema"]["keys"]
        sparse = {key: types for key, types in keys.items() if "sparse_vector" in types}
        self._refused(path, told, _NO_INDEX)
        rest = {key: types for key, types in keys.items() if key not in sparse}
        there = self._real.get(f"{path}/{told['name']}").is_success
        made = self._forward("POST", path, {**told, "schema": {**told["schema"], "keys": rest}})
        collection = json.loads(made.data)
        if not there and not self.ignores_schemas:
            self._indexes[collection["id"]] = sparse
            self._vectors[collection["id"]] = {}
        collection["schema"]["keys"] |= self._indexes.get(collection["id"], {})
        return Response(json.dumps(collection), content_type="application/json")

    def _write(self, path: str, collection: str, told: dict[str, Any]) -> Response:
        stripped, vectors = [], {}
        for record_id, metadata in zip(told["ids"], told["metadatas"], strict=True):
            kept = dict(metadata)
            for key in self._indexes[collection]:
                if key in kept:
                    vectors[record_id] = _vector(kept.pop(key))
            stripped.append(kept)
        if vectors:
            self._refused(path, told, _NO_VECTOR)
        self._vectors[collection] |= vectors
        return self._forward("POST", path, {**told, "metadatas": stripped})

    def _search(self, path: str, collection: str, told: dict[str, Any]) -> Response:
        self._refused(path, told, _NO_SEARCH)
        self.searches.append(told["searches"])
        held = self._vectors[collection]
        every = self._ids(path, None)
        holding = Counter(place for i in every for place in held.get(i, ()))
        found = [self._found(path, one, held, len(every), holding) for one in told["searches"]]
        answer = {
            "ids": [[i for _, i in one] for one in found],
            "scores": [[score for score, _ in one] for one in found],
            "documents": [None for _ in found],
            "embeddings": [None for _ in found],
            "metadatas": [None for _ in found],
            "select": [one["select"]["keys"] for one in told["searches"]],
        }
        return Response(json.dumps(answer), content_type="application/json")

    def _found(
        self,
        path: str,
        search: dict[str, Any],
        held: Mapping[str, Vector],
        total: int,
        holding: Mapping[int, int],
    ) -> list[tuple[float, str]]:
        nearest = search["rank"]["$knn"]
        query = {
            place: value * log1p((total - holding[place] + 0.5) / (holding[place] + 0.5))
            for place, value in _vector(nearest["query"]).items()
        }
        inside = [i for i in self._ids(path, search["filter"]) if i in held]
        ranked = sorted((1 - _product(query, held[i]), i) for i in inside)
        start = search["limit"]["offset"]
        return ranked[: nearest["limit"]][start : start + search["limit"]["limit"]]

    def _ids(self, path: str, where: dict[str, Any] | None) -> list[str]:
        asked = {"where": where, "include": []}
        answer = self._forward("POST", path.replace("/search", "/get"), asked)
        found: list[str] = json.loads(answer.data)["ids"]
        return found

    def _refused(self, path: str, told: dict[str, Any], reason: str) -> None:
        said = self._real.post(path, json=told)
        assert reason in said.text, said.text

    def _forward(self, method: str, path: str, told: bytes | dict[str, Any]) -> Response:
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        said = self._real.request(
            method, path, content=content, headers={"Content-Type": "application/json"}
        )
        return Response(said.content, said.status_code, content_type=said.headers["content-type"])


@contextmanager
def standing_in(real: str) -> Iterator[StandIn]:
    """A stand-in before the server at an address."""
    with HTTPServer(threaded=True) as server:
        stand_in = StandIn(real, server.url_for("").rstrip("/"))
        server.expect_request(re.compile("/")).respond_with_handler(stand_in.answer)
        yield stand_in
        stand_in.close()
        server.check()


def _vector(told: dict[str, Any]) -> Vector:
    assert told["#type"] == "sparse_vector"
    return dict(zip(told["indices"], told["values"], strict=True))


def _product(one: Vector, other: Vector) -> float:
    return sum(value * other.get(place, 0.0) for place, value in one.items())
