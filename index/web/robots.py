"""What a site's robots.txt lets Crossread fetch, and how fast (RFC 9309)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from protego import Protego

from index.web.addresses import UnreachableError
from index.web.transport import NoConnectionError

AGENT = "Crossread"
"""The name under which robots.txt may address us."""
_LONGEST_DELAY_S = 10.0
"""More than this a site may ask for, but nobody would wait for it."""


class Robots:
    """The rules of each site, asked for once.

    `fetch` gives the status and the body of an address, or raises UnreachableError.
    """

    def __init__(self, fetch: Callable[[str], Awaitable[tuple[int, bytes]]]) -> None:
        self._fetch = fetch
        self._rules: dict[str, Protego | UnreachableError] = {}

    async def delay(self, address: str) -> float:
        """Seconds that the site wants between two requests.

        Raises UnreachableError, with the reason, if the address may not be fetched.
        """
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = await self._ask(origin, parts.netloc)
        rules = self._rules[origin]
        if isinstance(rules, UnreachableError):
            raise rules
        if not rules.can_fetch(address, AGENT):
            raise UnreachableError(f"robots.txt of {parts.netloc} does not allow it")
        return min(rules.crawl_delay(AGENT) or 0.0, _LONGEST_DELAY_S)

    async def _ask(self, origin: str, host: str) -> Protego | UnreachableError:
        try:
            status, body = await self._fetch(f"{origin}/robots.txt")
        except NoConnectionError as error:  # the page could not be had either
            return error
        except UnreachableError as error:
            return _closed(host, f"cannot be read: it {error}")
        if status >= 500 or status == HTTPStatus.TOO_MANY_REQUESTS:
            return _closed(host, f"answers {status}")
        if status >= 400:  # there is none, so everything is allowed
            body = b""
        return Protego.parse(body.decode("utf-8-sig", "replace"))


def _closed(host: str, reason: str) -> UnreachableError:
    """Rules that cannot be known forbid everything until they can."""
    return UnreachableError(
        f"robots.txt of {host} {reason}, so nothing there may be fetched for now"
    )
