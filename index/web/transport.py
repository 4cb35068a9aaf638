"""HTTP connections to public addresses only.

A host name that leads into one's own network would make Crossread a way around a firewall
(server-side request forgery), so what a name resolves to is checked, and the connection goes to
what was checked: a second look-up could give another answer (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import ssl
from collections.abc import Callable, Iterator

import httpx

from index.web.addresses import UnreachableError

Resolve = Callable[[str, int], list[str]]
"""The IP addresses of a host, to be reached at a port. Raises OSError or UnicodeError."""
_CONNECT_S = 5.0
"""Seconds after which the next of a host's addresses is tried."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NoConnectionError(UnreachableError):
    """A host that cannot be connected to, or must not be."""


class PublicTransport(httpx.AsyncBaseTransport):
    """Sends a request to an address of its host that was checked to be public.

    Raises NoConnectionError where there is none, or where one of them is private. The proxies
    that the environment names are not used, since behind one nothing here could be checked; its
    SSL_CERT_FILE is.
    """

    def __init__(self, resolve: Resolve, *, allow_private: bool) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        # A connection is not used again: hosts that share an address would share it, although
        # its certificate was checked for one of them only.
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request. Raises NoConnectionError, or httpx.HTTPError after connecting."""
        host = request.url.raw_host.decode("ascii")
        reason = ""
        for ip in await self._checked(host, request.url.port or 0):
            try:
                return await self._inner.handle_async_request(_sent_to(ip, host, request))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                reason = _why(error)
        raise NoConnectionError(reason)

    async def aclose(self) -> None:
        """Close what is open."""
        await self._inner.aclose()

    async def _checked(self, host: str, port: int) -> list[str]:
        try:
            found = await asyncio.to_thread(self._resolve, host, port)
        except (OSError, UnicodeError):
            raise NoConnectionError(f"the host {host!r} is not known; is the network up?") from None
        private = [ip for ip in found if not is_public(ip)]
        if private and not self._allow_private:
            raise NoConnectionError(
                f"leads to the private address {private[0]}; "
                "allow it with CROSSREAD_ALLOW_PRIVATE=1 if you trust it"
            )
        return list(dict.fromkeys(found))


def look_up(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives for a host."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet's, also where it wraps an IPv4 one."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if wrapped:
            return is_public(str(wrapped))
        if ip.is_site_local or ip.is_reserved:
            return False
    return ip.is_global and not ip.is_multicast


def _sent_to(ip: str, host: str, request: httpx.Request) -> httpx.Request:
    """The request with the IP address in its URL; Host header and certificate stay the host's.

    Only connecting has a time limit here: the one for the whole page is the caller's.
    """
    return httpx.Request(
        request.method,
        request.url.copy_with(host=ip),
        headers=request.headers,
        stream=request.stream,
        extensions={"sni_hostname": host, "timeout": {"connect": _CONNECT_S}},
    )


def _why(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.ConnectTimeout):
        return f"cannot be connected to within {_CONNECT_S:g} s"
    reason = str(error)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"certificate is not valid ({cause.verify_message})"
        if isinstance(cause, ConnectionError) and cause.errno:
            reason = os.strerror(cause.errno)
    return f"cannot be connected to ({reason})"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__
