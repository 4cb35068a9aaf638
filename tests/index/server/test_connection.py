"""A server that is down, silent or of another mind is said in a sentence, with what to do."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pytest_httpserver import HTTPServer

from index.corpus import Corpus
from index.errors import IndexStateError
from index.server.backend import ServerBackend
from index.server.connection import Connection, ServerAddress
from index.sync import sync
from tests.index.letters import CountingEmbedder, article
from tests.servers import free_port, running

SECRET = "tok-3n7Q"
DATABASE = "/api/v2/tenants/default_tenant/databases/default_database"


@pytest.fixture
def certified(tmp_path: Path) -> Iterator[HTTPServer]:
    """A server of https with a certificate of its own, in `tmp_path`."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    write_certificate(key, certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer(ssl_context=context) as server:
        yield server


def write_certificate(key_file: Path, certificate_file: Path) -> None:
    """A certificate for localhost that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_file.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def test_a_server_that_is_down_is_named_with_a_way_out() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(
        IndexStateError, match=r"does not answer \(.+\): start it, or unset"
    ) as told:
        Connection(ServerAddress(url))
    assert url in str(told.value)
    assert "CROSSREAD_CHROMA_URL" in str(told.value)


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(IndexStateError, match="does not answer"):
            Connection(ServerAddress(url), patience=0.2)


@pytest.mark.scale
def test_a_server_that_goes_away_is_named(tmp_path: Path) -> None:
    with running(tmp_path) as url:
        corpus = Corpus(CountingEmbedder(), backend=ServerBackend(ServerAddress(url)))
        sync(corpus, [article(1)])
        assert corpus.catalog.article("a1") == article(1)
    for use in (lambda: corpus.catalog.article("a1"), lambda: sync(corpus, [article(2)])):
        with pytest.raises(IndexStateError, match=f"{url} does not answer"):
            use()


@pytest.mark.scale
@pytest.mark.parametrize("what", ["tenant", "database"])
def test_a_tenant_or_database_that_is_not_there_is_named(
    server_address: ServerAddress, what: str
) -> None:
    with pytest.raises(IndexStateError, match=f"CROSSREAD_CHROMA_{what.upper()}") as told:
        Connection(replace(server_address, **{what: "nowhere"}))
    assert "'nowhere'" in str(told.value)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("token", ["", SECRET])
def test_a_refusal_says_what_to_set_and_not_the_token(
    httpserver: HTTPServer, status: int, token: str
) -> None:
    """As a proxy before the server refuses; a server on one machine asks for no token itself."""
    httpserver.expect_request(DATABASE).respond_with_data("Forbidden", status)
    with pytest.raises(IndexStateError, match="CROSSREAD_CHROMA_TOKEN") as told:
        Connection(ServerAddress(httpserver.url_for("").rstrip("/"), token))
    assert SECRET not in str(told.value)
    assert ("asks for a token" in str(told.value)) is (not token)


def test_the_token_is_sent_in_both_ways_that_servers_know(httpserver: HTTPServer) -> None:
    headers = {"Authorization": f"Bearer {SECRET}", "X-Chroma-Token": SECRET}
    httpserver.expect_request(DATABASE, headers=headers).respond_with_data("No.", 403)
    with pytest.raises(IndexStateError, match="refuses CROSSREAD_CHROMA_TOKEN"):
        Connection(ServerAddress(httpserver.url_for("").rstrip("/"), SECRET))


def test_a_server_without_tls_that_is_asked_with_it_is_said(httpserver: HTTPServer) -> None:
    url = httpserver.url_for("").rstrip("/").replace("http:", "https:")
    with pytest.raises(IndexStateError, match="takes no TLS; write http:"):
        Connection(ServerAddress(url))


def test_a_certificate_that_nobody_knows_is_said(certified: HTTPServer) -> None:
    with pytest.raises(IndexStateError, match=r"certificate is not trusted.* SSL_CERT_FILE"):
        Connection(ServerAddress(certified.url_for("").rstrip("/")))


def test_a_certificate_that_is_named_is_trusted(
    certified: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    with pytest.raises(IndexStateError, match="says 500"):  # past TLS: it is no Chroma server
        Connection(ServerAddress(certified.url_for("").rstrip("/")))


def test_what_is_no_chroma_server_is_said(httpserver: HTTPServer) -> None:
    httpserver.expect_request(DATABASE).respond_with_data("Welcome!", 404)
    with pytest.raises(IndexStateError, match="says 404 NOT FOUND: make sure"):
        Connection(ServerAddress(httpserver.url_for("").rstrip("/")))
