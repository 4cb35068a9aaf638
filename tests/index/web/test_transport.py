from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pytest_httpserver import HTTPServer
from werkzeug import Response

from index.web.pages import to_the_end
from index.web.transport import NoConnectionError, PublicTransport, Resolve, is_public


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fec0::1", "ff0e::1", "::10.0.0.1", "::ffff:10.0.0.1",
        "::ffff:127.0.0.1", "2002:a00:1::1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2001:0:a00:1::",
    ],
)  # fmt: skip
def test_an_address_of_ones_own_network_is_private_however_it_is_written(address: str) -> None:
    assert not is_public(address)


def at_home(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for news.example that nobody but itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "news.example")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(key.private_bytes(*plain) + signed.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """Where a site answers over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with HTTPServer(ssl_context=context) as server:
        server.expect_request("/").respond_with_data("text")
        yield server.port


def get(address: str, resolve: Resolve = at_home, *, allow_private: bool = True) -> str:
    async def run() -> str:
        transport = PublicTransport(resolve, allow_private=allow_private)
        async with httpx.AsyncClient(transport=transport) as client:
            return (await client.get(address)).text

    return to_the_end(run())


def test_the_connection_goes_to_the_address_that_was_checked(httpserver: HTTPServer) -> None:
    lookups: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        lookups.append((host, port))
        return ["127.0.0.1"]

    httpserver.expect_request("/").respond_with_handler(lambda r: Response(r.headers["Host"]))
    place = f"no-such-name.example:{httpserver.port}"
    assert get(f"http://{place}/", resolve) == place
    assert lookups == [("no-such-name.example", httpserver.port)]  # nobody looks it up again


def test_the_next_address_of_a_host_is_tried_if_one_does_not_answer(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("text")
    address = f"http://news.example:{httpserver.port}/"
    assert get(address, lambda *_: ["127.0.0.9", "127.0.0.1"]) == "text"


def test_a_host_with_a_private_address_is_refused_unasked(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("text")
    address = f"http://news.example:{httpserver.port}/"
    with pytest.raises(NoConnectionError, match=r"^leads to the private address 127\.0\.0\.1; "):
        get(address, lambda *_: ["8.8.8.8", "127.0.0.1"], allow_private=False)
    assert httpserver.log == []


def test_a_name_that_nobody_knows_is_said() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(NoConnectionError, match=r"^the host 'nwes\.example' is not known"):
        get("http://nwes.example/", resolve)


def test_a_server_that_is_not_there_is_said() -> None:
    with HTTPServer() as server:
        port = server.port
    with pytest.raises(NoConnectionError, match=r"^cannot be connected to \(Connection refused\)$"):
        get(f"http://news.example:{port}/")


def test_a_certificate_that_nobody_vouches_for_is_refused(port: int) -> None:
    with pytest.raises(NoConnectionError, match=r"certificate is not valid \(self-signed"):
        get(f"https://news.example:{port}/")


def test_a_certificate_is_for_the_name_and_not_for_the_ip_address(
    port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert get(f"https://news.example:{port}/") == "text"
    with pytest.raises(NoConnectionError, match=r"certificate is not valid \(Hostname mismatch"):
        get(f"https://other.example:{port}/")
