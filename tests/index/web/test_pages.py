"""Getting pages: what is refused, and how politely is asked, from a site on this machine."""

from __future__ import annotations

import gzip
import itertools
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from index.web import transport
from index.web.addresses import UnreachableError
from index.web.pages import Fetcher, Page, Policy, to_the_end

MB = 1 << 20
POLICY = Policy(allow_private=True, per_host_delay_s=0, timeout_s=5, max_bytes=MB)


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def site(httpserver: HTTPServer) -> HTTPServer:
    """A site that answers 404 to what a test does not lay down, so also for robots.txt."""
    httpserver.no_handler_status_code = 404
    return httpserver


@pytest.fixture
def released() -> Iterator[threading.Event]:
    """What a slow handler waits for; set when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def fetch(*addresses: str, policy: Policy = POLICY, **seams: Any) -> list[Page]:
    """The pages at some addresses, had with one fetcher."""

    async def run() -> list[Page]:
        async with Fetcher(policy, **seams) as fetcher:
            return [await fetcher.fetch(address) for address in addresses]

    return to_the_end(run())


def why(address: str, policy: Policy = POLICY, **seams: Any) -> str:
    """The reason for which an address cannot be had."""
    with pytest.raises(UnreachableError) as caught:
        fetch(address, policy=policy, **seams)
    return str(caught.value)


def asked(site: HTTPServer) -> list[str]:
    return [request.path for request, _ in site.log]


def lay(site: HTTPServer, path: str, body: str | bytes = "text", **more: Any) -> str:
    """Lay down a page; returns its address."""
    site.expect_request(path).respond_with_data(body, **more)
    return site.url_for(path)


def redirect(site: HTTPServer, path: str, to: str) -> str:
    return lay(site, path, status=302, headers={"Location": to})


def test_a_page_comes_with_what_the_server_says_of_it(site: HTTPServer) -> None:
    address = lay(site, "/a", "café".encode("cp1252"), content_type="Text/HTML; charset=CP1252")
    assert fetch(address) == [Page(address, 200, "text/html", "cp1252", b"caf\xe9")]


def test_the_site_is_told_who_asks(site: HTTPServer) -> None:
    fetch(lay(site, "/a"))
    agents = {request.headers["User-Agent"] for request, _ in site.log}
    assert len(agents) == 1
    assert agents.pop().startswith("Crossread/")


def test_redirects_lead_to_the_page(site: HTTPServer) -> None:
    address = lay(site, "/there/page")
    redirect(site, "/there/next", "page")
    assert fetch(redirect(site, "/old", "/there/next"))[0].address == address


def test_a_redirect_in_a_circle_ends(site: HTTPServer) -> None:
    assert why(redirect(site, "/a", "/a")) == "is redirected more than 5 times"
    assert asked(site).count("/a") == 6


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://x.example/", "http://u:p@x.example/"])
def test_a_redirect_to_what_is_no_plain_web_address_is_refused(site: HTTPServer, to: str) -> None:
    assert "http" in (reason := why(redirect(site, "/a", to))) or "password" in reason


def test_an_address_of_ones_own_network_is_refused_unasked(site: HTTPServer) -> None:
    reason = why(lay(site, "/a"), Policy())
    assert reason.startswith("leads to the private address ")
    assert "CROSSREAD_ALLOW_PRIVATE=1" in reason
    assert asked(site) == []


def test_a_redirect_into_ones_own_network_is_refused(
    site: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = transport.is_public
    monkeypatch.setattr(transport, "is_public", lambda ip: ip == "127.0.0.1" or public(ip))
    lay(site, "/secret")
    address = redirect(site, "/a", f"http://inside.example:{site.port}/secret")
    hosts = {"localhost": ["127.0.0.1"], "inside.example": ["127.0.0.2"]}
    policy = replace(POLICY, allow_private=False)
    reason = why(address, policy, resolve=lambda host, port: hosts[host])
    assert reason.startswith("leads to the private address 127.0.0.2;")
    assert "/secret" not in asked(site)


@pytest.fixture
def unused_port() -> int:
    with HTTPServer() as server:
        return server.port


def test_proxies_of_the_environment_are_not_used(
    site: HTTPServer, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{unused_port}")
    assert fetch(lay(site, "/a"))[0].data == b"text"


@pytest.mark.parametrize("status", [401, 404, 410, 500, 503])
def test_an_answer_that_is_no_page_is_said(site: HTTPServer, status: int) -> None:
    assert why(lay(site, "/a", status=status)) == f"answers {status}"


@pytest.mark.parametrize(
    ("content_type", "what"), [("image/png", "an image"), ("video/mp4", "a video")]
)
def test_what_cannot_be_an_article_is_not_had(
    site: HTTPServer, content_type: str, what: str
) -> None:
    address = lay(site, "/a", b"x" * (MB + 1), content_type=content_type)
    assert why(address) == f"is {what}, not an article"


def test_a_page_that_says_it_is_too_large_is_not_had(site: HTTPServer) -> None:
    assert why(lay(site, "/a", b"x" * (MB + 1))) == "is larger than 1 MB"


def test_a_page_that_does_not_say_it_is_too_large_is_cut_off(site: HTTPServer) -> None:
    sent = itertools.count()
    endless = (b"x" * 65536 for _ in sent)
    site.expect_request("/a").respond_with_handler(lambda _: Response(endless))
    assert why(site.url_for("/a")) == "is larger than 1 MB"
    assert next(sent) < 1000


def test_a_packed_page_is_unpacked_and_a_bomb_is_not(site: HTTPServer) -> None:
    packed = {"Content-Encoding": "gzip"}
    assert fetch(lay(site, "/a", gzip.compress(b"page"), headers=packed))[0].data == b"page"
    bomb = lay(site, "/bomb", gzip.compress(bytes(50 * MB)), headers=packed)
    assert why(bomb) == "is larger than 1 MB"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", b"no gzip"), ("gzip", gzip.compress(b"page" * 99)[:-9]), ("br", b"\x0b\x02\x80page")],
    ids=["not packed", "cut off", "another kind"],
)
def test_a_page_that_cannot_be_unpacked_is_said(
    site: HTTPServer, encoding: str, body: bytes
) -> None:
    assert "is packed as" in why(lay(site, "/a", body, headers={"Content-Encoding": encoding}))


def test_a_server_that_does_not_answer_is_left(site: HTTPServer, released: threading.Event) -> None:
    site.expect_request("/a").respond_with_handler(lambda _: wait(released))
    reason = why(site.url_for("/a"), replace(POLICY, timeout_s=0.3))
    assert reason == "took longer than 0.3 s"


def test_a_server_that_always_sends_a_little_more_is_left(
    site: HTTPServer, released: threading.Event
) -> None:
    drops = (b"." for _ in iter(lambda: released.wait(0.02), True))
    site.expect_request("/a").respond_with_handler(lambda _: Response(drops))
    assert why(site.url_for("/a"), replace(POLICY, timeout_s=0.3)) == "took longer than 0.3 s"


def test_redirects_share_the_time_of_their_page(site: HTTPServer) -> None:
    time = Time()

    def slow(request: Request) -> Response:
        time.now += 3
        return Response(status=302, headers={"Location": f"{request.path}x"})

    site.expect_request("/robots.txt").respond_with_data("")
    site.expect_request(re.compile("/a.*")).respond_with_handler(slow)
    reason = why(site.url_for("/a"), replace(POLICY, timeout_s=5), clock=time.clock)
    assert reason == "took longer than 5 s"
    assert asked(site) == ["/robots.txt", "/a", "/ax"]


def wait(released: threading.Event) -> Response:
    released.wait(5)
    return Response("late")


ROBOTS = "User-agent: *\nDisallow: /private\n\nUser-agent: Crossread\nDisallow: /closed\n"


def test_what_robots_txt_forbids_is_not_asked_for(site: HTTPServer) -> None:
    lay(site, "/robots.txt", ROBOTS)
    closed, open_ = lay(site, "/closed/a"), lay(site, "/private/a")
    host = f"localhost:{site.port}"
    assert why(closed) == f"robots.txt of {host} does not allow it"
    assert why(redirect(site, "/moved", "/closed/a")) == f"robots.txt of {host} does not allow it"
    assert "/closed/a" not in asked(site)
    assert fetch(open_)[0].data == b"text"  # rules for others are not ours


def test_robots_txt_is_asked_for_once_a_run(site: HTTPServer) -> None:
    fetch(lay(site, "/a"), lay(site, "/b"), lay(site, "/c"))
    assert asked(site) == ["/robots.txt", "/a", "/b", "/c"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_all(site: HTTPServer, status: int) -> None:
    lay(site, "/robots.txt", "User-agent: *\nDisallow: /", status=status)
    assert fetch(lay(site, "/a"))[0].data == b"text"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_whose_robots_txt_fails_allows_nothing(site: HTTPServer, status: int) -> None:
    lay(site, "/robots.txt", status=status)
    assert why(lay(site, "/a")) == (
        f"robots.txt of localhost:{site.port} answers {status}, "
        "so nothing there may be fetched for now"
    )
    assert asked(site) == ["/robots.txt"]


def test_a_site_whose_robots_txt_does_not_come_allows_nothing(
    site: HTTPServer, released: threading.Event
) -> None:
    site.expect_request("/robots.txt").respond_with_handler(lambda _: wait(released))
    assert why(lay(site, "/a"), replace(POLICY, timeout_s=0.3)) == (
        f"robots.txt of localhost:{site.port} cannot be read: it took longer than 0.3 s, "
        "so nothing there may be fetched for now"
    )


def test_a_host_has_its_rest_between_two_requests(site: HTTPServer) -> None:
    time = Time()
    policy = replace(POLICY, per_host_delay_s=1.5)
    lay(site, "/a"), lay(site, "/b")
    one, other = (f"http://{host}.example:{site.port}" for host in ("one", "other"))
    fetch(
        f"{one}/a", f"{other}/a", f"{one}/b",
        policy=policy, clock=time.clock, sleep=time.sleep, resolve=lambda *_: ["127.0.0.1"],
    )  # fmt: skip
    # Only between a host's robots.txt and its first page, and between its pages.
    assert time.slept == [1.5, 1.5]


@pytest.mark.parametrize(("wanted", "kept"), [("0.5", 1.0), ("4", 4.0), ("3600", 10.0)])
def test_a_site_may_ask_for_a_longer_rest(site: HTTPServer, wanted: str, kept: float) -> None:
    time = Time()
    lay(site, "/robots.txt", f"User-agent: *\nCrawl-delay: {wanted}")
    policy = replace(POLICY, per_host_delay_s=1.0)
    fetch(lay(site, "/a"), lay(site, "/b"), policy=policy, clock=time.clock, sleep=time.sleep)
    assert time.slept == [kept, kept]
