"""The fetcher on httpx, against a server on this machine: whom it asks, and what it does not take."""

from __future__ import annotations

import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import httpx
import pytest

from edoc.errors import InputError, UsageError
from edoc.signature.fetch_http import HttpFetcher, is_public, known_hosts, resolve
from edoc.signature.fetching import FetchRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Server(BaseHTTPRequestHandler):
    """Answers by path."""

    seen: ClassVar[list[tuple[str, str | None, bytes]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["Host"], b""))
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data")
            self.end_headers()
        elif self.path == "/zipped":
            self._answer(b"\x1f\x8b", encoding="gzip")
        elif self.path == "/large":
            self._answer(b"x" * 5000)
        elif self.path == "/slow":
            self._drip(b"HTTP/1.0 200 OK\r\n\r\n")
        elif self.path == "/slow-header":
            self._drip(b"HTTP/1.0 200 OK\r\nX: ")
        elif self.path == "/slow-chunk":
            self._drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;")
        else:
            self._answer(b"the list")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, self.headers["Content-Type"], body))
        self._answer(b"the answer")

    def _answer(self, body: bytes, encoding: str | None = None) -> None:
        self.send_response(200)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, start: bytes) -> None:
        """Say a byte now and then: each look at the network is answered in time, and there is no end."""
        self.wfile.write(start)
        with contextlib.suppress(OSError):
            for _ in range(60):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.05)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def here(_host: str, _port: int) -> Sequence[str]:
    """A resolver for tests: every host is this machine."""
    return ["127.0.0.1"]


@pytest.fixture
def fetcher(port: int) -> HttpFetcher:
    """Asks ca.gov.vn, which is this machine; only tests accept such an address."""
    return HttpFetcher(
        hosts=["ca.gov.vn"],
        ports={"http": port},
        resolver=here,
        accepts=lambda address: address == "127.0.0.1",
        seconds=1,
        most_bytes=1000,
    )


def url(port: int, path: str, host: str = "ca.gov.vn") -> FetchRequest:
    return FetchRequest(url=f"http://{host}:{port}{path}")


def test_a_list_is_fetched_from_the_checked_address_under_the_hosts_name(fetcher: HttpFetcher, port: int) -> None:
    Server.seen.clear()

    assert fetcher.fetch(url(port, "/rootca.crl", "pub.ca.gov.vn")) == b"the list"
    assert Server.seen == [("/rootca.crl", f"pub.ca.gov.vn:{port}", b"")]


def test_a_question_is_posted_with_its_media_type(fetcher: HttpFetcher, port: int) -> None:
    Server.seen.clear()
    request = FetchRequest(url=f"http://ca.gov.vn:{port}/ocsp", body=b"q", media_type="application/ocsp-request")

    assert fetcher.fetch(request) == b"the answer"
    assert Server.seen == [("/ocsp", "application/ocsp-request", b"q")]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/elsewhere", "answers 302"),
        ("/zipped", "answers in an encoding that was not asked for"),
        ("/large", "answers with more than 1000 bytes"),
        ("/slow", "takes longer than 1 seconds"),
        ("/slow-header", "takes longer than 1 seconds"),
        ("/slow-chunk", "takes longer than 1 seconds"),
    ],
)
def test_redirects_encodings_size_and_time_have_an_end(fetcher: HttpFetcher, port: int, path: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        fetcher.fetch(url(port, path))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://ca.gov.vn/a", "only http are asked"),
        ("file:///etc/passwd", "only http are asked"),
        ("http://example.org:PORT/a.crl", "example.org is not among the hosts that may be asked"),
        ("http://evilca.gov.vn:PORT/a.crl", "not among the hosts"),
        ("http://ca.gov.vn.evil.org:PORT/a.crl", "not among the hosts"),
        ("http://127.0.0.1:PORT/a.crl", "not among the hosts"),
        ("http://[::1]:PORT/a.crl", "not among the hosts"),
        ("http://ca.gov.vn@evil.org/a.crl", "a name, a password or another port"),
        ("http://ca.gov.vn:22/a.crl", "a name, a password or another port"),
        ("http://ca.gov.vn:99999/a.crl", "another port"),
        ("http://\x00/", "no address"),
    ],
)
def test_who_is_not_meant_is_not_asked(fetcher: HttpFetcher, port: int, address: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        fetcher.fetch(FetchRequest(url=address.replace("PORT", str(port))))


@pytest.mark.parametrize(
    "addresses",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "2002:7f00:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fec0::1",
        "224.0.0.1",
        "0.0.0.0",
        "8.8.8.8,10.0.0.1",
    ],
)
def test_a_public_name_at_a_private_address_is_not_asked(addresses: str) -> None:
    fetcher = HttpFetcher(hosts=["ca.gov.vn"], resolver=lambda _host, _port: addresses.split(","))
    with pytest.raises(InputError, match="which is no address of the open Internet"):
        fetcher.fetch(FetchRequest(url="http://ca.gov.vn/a.crl"))


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808", "2002:808:808::1"])
def test_a_public_address_may_be_reached_through_a_gateway(address: str) -> None:
    assert is_public(address)


def test_a_resolver_that_never_answers_has_its_time_like_the_rest() -> None:
    def asleep(_host: str, _port: int) -> list[str]:
        time.sleep(1)
        return []

    with pytest.raises(InputError, match=r"takes longer than 0\.2 seconds"):
        HttpFetcher(hosts=["ca.gov.vn"], seconds=0.2, resolver=asleep).fetch(url(80, "/a.crl"))


def test_the_name_is_resolved_once_and_the_connection_goes_there(port: int) -> None:
    """Rebinding: a second look at the name would give another address."""
    answers = [["127.0.0.1"], ["169.254.169.254"]]
    fetcher = HttpFetcher(
        hosts=["ca.gov.vn"],
        ports={"http": port},
        resolver=lambda _host, _port: answers.pop(0),
        accepts=lambda address: address == "127.0.0.1",
    )

    assert fetcher.fetch(url(port, "/a")) == b"the list"
    assert answers == [["169.254.169.254"]]


def test_a_name_without_an_address_and_a_server_that_is_not_there_are_told() -> None:
    def lost(_host: str, _port: int) -> Sequence[str]:
        raise OSError(None, "no such name")

    request = FetchRequest(url="http://ca.gov.vn/a")
    with pytest.raises(InputError, match=r"ca\.gov\.vn has no address"):
        HttpFetcher(resolver=lost).fetch(request)
    with pytest.raises(InputError, match=r"ca\.gov\.vn has no address"):
        HttpFetcher(resolver=lambda _host, _port: []).fetch(request)
    closed = HttpFetcher(hosts=["ca.gov.vn"], ports={"http": 1}, resolver=here, accepts=lambda _address: True)
    with pytest.raises(InputError, match="does not answer: ConnectError"):
        closed.fetch(url(1, "/a"))


def test_https_is_asked_under_the_hosts_name() -> None:
    """The certificate of the server has to be that of the host, though the address is a number."""
    seen: list[object] = []

    def send(_client: httpx.Client, request: httpx.Request, **_options: object) -> httpx.Response:
        seen.append((request.url.host, request.headers["Host"], request.extensions["sni_hostname"]))
        raise httpx.ConnectError("enough seen")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx.Client, "send", send)
        with pytest.raises(InputError, match="does not answer"):
            HttpFetcher(resolver=lambda _host, _port: ["8.8.8.8"]).fetch(FetchRequest(url="https://rootca.gov.vn/a"))

    assert seen == [("8.8.8.8", "rootca.gov.vn", "rootca.gov.vn")]


@pytest.mark.parametrize("hosts", [[], [""], ["."]])
def test_a_fetcher_without_hosts_is_a_fault_of_the_caller(hosts: list[str]) -> None:
    with pytest.raises(UsageError, match="needs the names of hosts"):
        HttpFetcher(hosts=hosts)


def test_the_known_hosts_are_those_of_the_authorities() -> None:
    assert {"ca.gov.vn", "rootca.gov.vn"} <= set(known_hosts())


def test_the_systems_resolver_gives_addresses() -> None:
    assert not any(is_public(address) for address in resolve("127.0.0.1", 80))
