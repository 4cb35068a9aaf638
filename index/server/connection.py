"""The connection to a Chroma server, and what is said where it fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from weakref import finalize

from index.errors import IndexStateError, Phrase

if TYPE_CHECKING:
    import chromadb
    import httpx
    from chromadb import Schema
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

PATIENCE = 60.0
"""Seconds after which a server that takes a request and says nothing is given up."""
_MOST = 1000
"""Records a call to a server that does not say how many it takes."""
_REFUSED = {401, 403}
_UNWELCOME = (
    "The Chroma server at {url} refuses CROSSREAD_CHROMA_TOKEN: it is wrong, or may not do this."
)
_NO_DATABASE = (
    "The Chroma server at {url} has no database {database!r} of a tenant {tenant!r}: create it "
    "there, or set CROSSREAD_CHROMA_TENANT and CROSSREAD_CHROMA_DATABASE to one that it has."
)
_NO_CHROMA = (
    "The Chroma server at {url} says {said}: make sure that CROSSREAD_CHROMA_URL leads to a Chroma "
    "server of version 1 or later."
)
_ANONYMOUS = "The Chroma server at {url} asks for a token: set CROSSREAD_CHROMA_TOKEN."


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a Chroma server is (http or https), who asks, and which database of whom is meant."""

    url: str
    token: str = ""
    tenant: str = "default_tenant"
    database: str = "default_database"

    def __str__(self) -> str:
        return f"{self.url} (tenant {self.tenant!r}, database {self.database!r})"


class Connection:
    """A Chroma server's database. Threads may share it.

    Raises IndexStateError, with what to do, where the server does not answer or refuses, or has
    no such tenant or database.
    """

    def __init__(self, address: ServerAddress, patience: float = PATIENCE) -> None:
        self.address = address
        self._patience = patience
        with self.said("opened"):
            self._client = self._connect()

    def now(self) -> float:
        """The server's clock, in seconds: the one that all who use it have in common."""
        with self.said("read"):
            return self._client.heartbeat() / 1e9

    @cached_property
    def most(self) -> int:
        """Records that the server takes in one call."""
        with self.said("opened"):
            most = self._client.get_max_batch_size()
        return most if most > 0 else _MOST

    def collection(
        self,
        name: str,
        configuration: CreateCollectionConfiguration | None = None,
        schema: Schema | None = None,
    ) -> chromadb.Collection:
        """The collection of this name, made if it is not there."""
        with self.said("opened"):
            return self._client.get_or_create_collection(
                name, schema=schema, embedding_function=None, configuration=configuration
            )

    def drop(self, prefix: str, keep: str) -> None:
        """Delete the collections whose name begins so, but not those that begin with `keep`."""
        with self.said("written"):
            names = [collection.name for collection in self._client.list_collections()]
            for name in names:
                if name.startswith(prefix) and not name.startswith(keep):
                    self._client.delete_collection(name)

    @contextmanager
    def said(self, done: str) -> Iterator[None]:
        """Raise IndexStateError for whatever fails inside, which is `done` to the index."""
        try:
            yield
        except IndexStateError:
            raise
        except Exception as error:  # Chroma's client raises errors of any type
            raise _problem(error, self.address, done) from error

    def _connect(self) -> ClientAPI:
        import chromadb
        import httpx
        from chromadb.config import Settings

        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        address = self.address
        bearer = {"Authorization": f"Bearer {address.token}", "X-Chroma-Token": address.token}
        told = bearer if address.token else {}
        # Chroma's client would wait for ever for a server that is there and says nothing.
        path = "/api/v2/tenants/{}/databases/{}".format(
            quote(address.tenant, safe=""), quote(address.database, safe="")
        )
        httpx.get(address.url + path, headers=told, timeout=self._patience).raise_for_status()
        client: Any = chromadb.HttpClient(
            host=address.url,
            ssl=address.url.startswith("https:"),
            headers=told,
            settings=Settings(anonymized_telemetry=False),
            tenant=address.tenant,
            database=address.database,
        )
        # It has no setting for that, and none to close what it opens.
        client._admin_client._server._session.close()  # was for the tenant alone
        session: httpx.Client = client._server._session
        session.timeout = self._patience
        finalize(self, session.close)
        checked: ClientAPI = client
        return checked


def _problem(error: BaseException, address: ServerAddress, done: str) -> IndexStateError:
    """What went wrong and what to do about it, in a sentence for people."""
    import httpx  # comes with Chroma, and takes its time

    chain = list(_chain(error))
    responses = [e.response for e in chain if isinstance(e, httpx.HTTPStatusError)]
    statuses = {response.status_code for response in responses}
    kinds = {type(e).__name__ for e in chain}
    told = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    cause = next((str(e) for e in chain if isinstance(e, httpx.TransportError)), None)
    if cause is not None:
        return IndexStateError(
            "The Chroma server at {url} does not answer ({cause}): {mend}, or unset "
            "CROSSREAD_CHROMA_URL.",
            url=address.url, cause=cause, mend=_mend(cause),
        )  # fmt: skip
    if statuses & _REFUSED or kinds & {"ChromaAuthError", "AuthorizationError"}:
        return IndexStateError(_UNWELCOME if address.token else _ANONYMOUS, url=address.url)
    opening = done == "opened"
    if opening and any(r.status_code == 404 and "NotFoundError" in r.text for r in responses):
        return IndexStateError(
            _NO_DATABASE, url=address.url, database=address.database, tenant=address.tenant
        )
    if opening and responses:
        said = f"{responses[0].status_code} {responses[0].reason_phrase}"
        return IndexStateError(_NO_CHROMA, url=address.url, said=said)
    return IndexStateError(
        "The index on {place} cannot be {done} ({reason}): look into the server's log.",
        place=str(address), done=Phrase(done), reason=told,
    )  # fmt: skip


def _mend(cause: str) -> Phrase:
    """What to do about a line that does not come about."""
    if "CERTIFICATE_VERIFY_FAILED" in cause:
        return Phrase(
            "its certificate is not trusted here; name its authority's with SSL_CERT_FILE"
        )
    if "WRONG_VERSION_NUMBER" in cause or "record layer" in cause:
        return Phrase("it takes no TLS; write http: instead of https: in CROSSREAD_CHROMA_URL")
    return Phrase("start it")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it came of."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
