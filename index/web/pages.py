"""Getting pages from the web: politely, within limits, and from public addresses only."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from index.web.addresses import UnreachableError, checked
from index.web.robots import AGENT, Robots
from index.web.transport import PublicTransport, Resolve, look_up

T = TypeVar("T")
_MAX_REDIRECTS = 5
_MB = 1 << 20
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # What is unpacked here, so that a small bomb cannot fill the memory.
    "Accept-Encoding": "gzip",
}
_GZIP = 16 + zlib.MAX_WBITS
_MEDIA = {"image": "an image", "video": "a video", "audio": "a recording", "font": "a font"}


def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns, run in a thread of its own: this one may have a loop that runs."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


@dataclass(frozen=True, slots=True)
class Policy:
    """How pages are fetched.

    `timeout_s` is for a whole page with its redirects, `max_bytes` for one unpacked page,
    `max_pages` for a run, `per_host_delay_s` lies between two requests to one host.
    `allow_private` lets addresses of one's own network through.
    """

    timeout_s: float = 20.0
    max_bytes: int = 10 * _MB
    max_pages: int = 200
    per_host_delay_s: float = 1.0
    allow_private: bool = False
    user_agent: str = f"{AGENT}/{version('crossread')}"


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answers: the address after redirects, the content's type, and the content.

    `type` is the media type ("text/html") and `charset` the encoding, as the server says them,
    in lower case; empty where it doesn't.
    """

    address: str
    status: int
    type: str
    charset: str
    data: bytes


class Fetcher:
    """Gets pages one at a time. An asynchronous context manager; `fetch` is of use inside."""

    def __init__(
        self,
        policy: Policy,
        *,
        resolve: Resolve = look_up,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.policy = policy
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}
        self._robots = Robots(self._robots_txt)
        self._client = httpx.AsyncClient(
            transport=PublicTransport(resolve, allow_private=policy.allow_private),
            headers={"User-Agent": policy.user_agent, **_HEADERS},
            trust_env=False,
        )

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._client.aclose()

    async def fetch(self, address: str) -> Page:
        """The page at an address. Raises UnreachableError with the reason why it cannot be had."""
        page = await self._follow(address, obey_robots=True)
        if not 200 <= page.status < 300:
            raise UnreachableError(f"answers {page.status}")
        return page

    async def _robots_txt(self, address: str) -> tuple[int, bytes]:
        page = await self._follow(address, obey_robots=False)
        return page.status, page.data

    async def _follow(self, address: str, *, obey_robots: bool) -> Page:
        """What the address answers after its redirects, each of which is checked like it."""
        left = self.policy.timeout_s
        for _ in range(_MAX_REDIRECTS + 1):
            address = checked(address)
            asked = await self._robots.delay(address) if obey_robots else 0.0
            host = urlsplit(address).hostname or ""
            await self._turn(host, max(asked, self.policy.per_host_delay_s))
            started = self._clock()
            try:
                answer = await self._ask(address, left)
            finally:
                self._last[host] = self._clock()
            left -= self._last[host] - started
            if isinstance(answer, Page):
                return answer
            address = answer
        raise UnreachableError(f"is redirected more than {_MAX_REDIRECTS} times")

    async def _turn(self, host: str, delay: float) -> None:
        """Wait until the host has had its delay since it was last asked."""
        if host in self._last:
            left = self._last[host] + delay - self._clock()
            if left > 0:
                await self._sleep(left)

    async def _ask(self, address: str, seconds: float) -> Page | str:
        """What one request brings: a page, or the address that it is redirected to."""
        try:
            async with asyncio.timeout(seconds):
                async with self._client.stream("GET", address) as response:
                    if response.has_redirect_location:
                        return str(response.url.join(response.headers["Location"]))
                    return await self._page(address, response)
        except TimeoutError:
            raise UnreachableError(f"took longer than {self.policy.timeout_s:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise UnreachableError(f"does not answer as a web server does ({reason})") from error

    async def _page(self, address: str, response: httpx.Response) -> Page:
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        family = media_type.partition("/")[0]
        if family in _MEDIA:  # not worth fetching
            raise UnreachableError(f"is {_MEDIA[family]}, not an article")
        data = await self._body(response) if response.is_success else b""
        charset = (response.charset_encoding or "").lower()
        return Page(address, response.status_code, media_type, charset, data)

    async def _body(self, response: httpx.Response) -> bytes:
        """The content, unpacked. Raises UnreachableError as soon as it is known to be too large."""
        limit = self.policy.max_bytes
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip"):
            raise UnreachableError(f"is packed as {packing!r}, which it was not asked to be")
        unpacker = zlib.decompressobj(_GZIP) if packing != "identity" else None
        too_large = UnreachableError(f"is larger than {limit / _MB:g} MB")
        if int(response.headers.get("Content-Length") or 0) > limit:
            raise too_large
        data = bytearray()
        try:
            async for chunk in response.aiter_raw():
                data += unpacker.decompress(chunk, limit + 1 - len(data)) if unpacker else chunk
                if len(data) > limit:
                    raise too_large
            if unpacker and data and not unpacker.eof:
                raise zlib.error("cut off")
        except zlib.error as error:
            raise UnreachableError(f"is packed as gzip and broken ({error})") from None
        return bytes(data)
