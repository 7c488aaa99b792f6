"""A fetcher on httpx that asks known authorities and nobody else (extra ``fetch``).

What a certificate says is what its maker wants to be asked. So: hosts from an allow-list, http and https on their own
ports, no redirects, no proxies from the environment, no private addresses after the name was resolved, the connection
goes to the very address that was checked, and size and time have an end.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import socket
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from edoc.errors import InputError, UsageError
from edoc.messages import wrong_usage
from edoc.signature.deadline import OvertimeError, run_within
from edoc.signature.fetching import FetchRequest
from edoc.signature.stamping import HttpTimeStamper

try:
    import httpx
except ImportError:  # pragma: no cover - the extra is there wherever the tests run
    raise UsageError("fetching needs the extra `fetch`: pip install 'edoc[fetch]'") from None

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["HttpFetcher", "is_public", "known_hosts", "resolve", "time_stamper_at"]

_PORTS: Final = {"http": 80, "https": 443}
#: RFC 4291, 2.5.5.1 (compatible), and RFC 6052, 2.1 (NAT64): the last 32 bits are an address of IPv4.
_GATEWAYS: Final = (ipaddress.IPv6Network("::/96"), ipaddress.IPv6Network("64:ff9b::/96"))
#: RFC 8215: NAT64 for whatever a site likes.
_LOCAL_GATEWAYS: Final = ipaddress.IPv6Network("64:ff9b:1::/48")


@cache
def known_hosts() -> tuple[str, ...]:
    """Give the hosts of the authorities; each stands for everything below it.

    >>> "ca.gov.vn" in known_hosts()
    True
    """
    return tuple(tomllib.loads((resources.files("edoc.signature") / "fetch_hosts.toml").read_text("utf-8"))["hosts"])


def resolve(host: str, port: int) -> Sequence[str]:
    """Give every address of a host, by the system's resolver."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an address is one of the open Internet: not private, loopback, link-local, shared or reserved.

    An address of IPv4 inside one of IPv6 is the one that is reached in the end, through a gateway: it decides.

    >>> is_public("8.8.8.8"), is_public("10.0.0.1"), is_public("169.254.169.254"), is_public("::ffff:127.0.0.1")
    (True, False, False, False)
    >>> is_public("64:ff9b::a9fe:a9fe"), is_public("2002:7f00:1::1"), is_public("fec0::1")
    (False, False, False)
    """
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.is_site_local or parsed in _LOCAL_GATEWAYS:
            return False
        parsed = _inside(parsed) or parsed
    return parsed.is_global and not parsed.is_multicast


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Give the address of IPv4 inside one of IPv6; None where there is none."""
    if any(address in network for network in _GATEWAYS):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


class HttpFetcher:
    """Asks over http and https.

    Args:
        hosts: Who may be asked; each stands for itself and everything below it. None stands for `known_hosts`.
        seconds: How long one request may take, all in all.
        most_bytes: The largest answer.
        ports: Ports that may be asked, by scheme.
        resolver: Gives the addresses of a host.
        accepts: Whether an address may be connected to. Only tests with a server of their own give another than
            `is_public`.

    Raises:
        UsageError: httpx is not installed, or a host is no name.

    Example:
        >>> from edoc.signature.fetching import FetchRequest
        >>> HttpFetcher().fetch(FetchRequest(url="http://127.0.0.1/rootca.crl"))
        Traceback (most recent call last):
        edoc.errors.InputError: http://127.0.0.1/rootca.crl: 127.0.0.1 is not among the hosts that may be asked
    """

    def __init__(
        self,
        *,
        hosts: Iterable[str] | None = None,
        seconds: float = 10.0,
        most_bytes: int = 20 * 1024 * 1024,
        ports: dict[str, int] | None = None,
        resolver: Callable[[str, int], Sequence[str]] = resolve,
        accepts: Callable[[str], bool] = is_public,
    ) -> None:
        """Keep the limits; nothing is opened yet."""
        names = known_hosts() if hosts is None else tuple(hosts)
        self._hosts: Final = frozenset(name.lower().strip(".") for name in names)
        if not self._hosts or "" in self._hosts:
            raise UsageError(f"HttpFetcher needs the names of hosts that may be asked, not {names!r}")
        self._seconds: Final = seconds
        self._most_bytes: Final = most_bytes
        self._ports: Final = ports or _PORTS
        self._resolver: Final = resolver
        self._accepts: Final = accepts

    def fetch(self, request: FetchRequest) -> bytes:
        """Give the body of the answer.

        Raises:
            InputError: The address must not be asked, does not answer in time, or answers with something else.
        """
        # the time of a client is that of each look at the network: a byte now and then would keep it for ever
        try:
            return run_within(self._seconds, lambda: self._fetched(request))
        except OvertimeError:
            why = f"takes longer than {self._seconds:g} seconds"
            raise InputError(errno.ETIMEDOUT, why, request.url) from None

    def _fetched(self, request: FetchRequest) -> bytes:
        try:
            url = httpx.URL(request.url)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise _refused(request.url, f"no address: {error}") from None
        address = self._address(request.url, url)
        try:
            return self._ask(request, url, address)
        except httpx.HTTPError as error:
            raise InputError(errno.EIO, f"does not answer: {type(error).__name__}", request.url) from None

    def _address(self, asked: str, url: httpx.URL) -> str:
        """Check the URL, resolve its host, and give the address to connect to."""
        host = url.host.lower().rstrip(".")
        if url.scheme not in self._ports:
            raise _refused(asked, f"only {' and '.join(self._ports)} are asked")
        if url.userinfo or (url.port or _PORTS[url.scheme]) != self._ports[url.scheme]:
            raise _refused(asked, "an address with a name, a password or another port is not asked")
        if not any(host == known or host.endswith(f".{known}") for known in self._hosts):
            raise _refused(asked, f"{host} is not among the hosts that may be asked")
        try:
            addresses = self._resolver(host, self._ports[url.scheme])
        except OSError as error:
            raise InputError(error.errno or errno.EIO, f"{host} has no address", asked) from None
        if not addresses:
            raise InputError(errno.EIO, f"{host} has no address", asked)
        for address in addresses:  # one private address among public ones is an attack, not a choice
            if not self._accepts(address):
                raise _refused(asked, f"{host} is at {address}, which is no address of the open Internet")
        return addresses[0]

    def _ask(self, request: FetchRequest, url: httpx.URL, address: str) -> bytes:
        headers = {"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity", "User-Agent": "edoc"}
        if request.media_type is not None:
            headers["Content-Type"] = request.media_type
        with httpx.Client(trust_env=False, follow_redirects=False, timeout=self._seconds) as client:
            asked = client.build_request(
                "GET" if request.body is None else "POST",
                url.copy_with(host=address),
                content=request.body,
                headers=headers,
                extensions={"sni_hostname": url.host},
            )
            response = client.send(asked, stream=True)
            with contextlib.closing(response):
                if response.status_code != httpx.codes.OK:
                    raise InputError(errno.EIO, f"answers {response.status_code}", request.url)
                if response.headers.get("Content-Encoding", "identity") != "identity":
                    raise InputError(errno.EIO, "answers in an encoding that was not asked for", request.url)
                return self._body(request, response)

    def _body(self, request: FetchRequest, response: httpx.Response) -> bytes:
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > self._most_bytes:
                raise InputError(errno.EFBIG, f"answers with more than {self._most_bytes} bytes", request.url)
        return bytes(body)


def _refused(url: str, why: str) -> InputError:
    return InputError(errno.EACCES, why, url)


def time_stamper_at(url: str, *, seconds: float = 150.0) -> HttpTimeStamper:
    """Give the time-stamping authority at an address, which is asked when something is signed.

    The address is the caller's own word, not a certificate's: it may have another port, and be that of a server in
    the caller's network.

    Args:
        url: ``http`` or ``https``, such as ``http://tsa.ca.gov.vn/``.
        seconds: How long it may take; up to 131 s were seen.

    Raises:
        UsageError: It is no such address.
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError):
        parsed = httpx.URL()
    if parsed.scheme not in _PORTS or not parsed.host:
        raise wrong_usage("tsa-address", url=url)
    ports = _PORTS | {parsed.scheme: parsed.port or _PORTS[parsed.scheme]}
    fetcher = HttpFetcher(hosts=[parsed.host], seconds=seconds, ports=ports, accepts=lambda _address: True)

    def post(address: str, body: bytes, media_type: str) -> bytes:
        return fetcher.fetch(FetchRequest(url=address, body=body, media_type=media_type))

    return HttpTimeStamper(url, post)
