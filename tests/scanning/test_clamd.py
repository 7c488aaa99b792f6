"""ClamAV's daemon as a scanner: what it says, and what it could not say."""

from __future__ import annotations

import io
import math
import socket
import struct
import threading
import time
import zipfile
from typing import TYPE_CHECKING

import pytest
from tests.scanning.conftest import OURS

from edoc.errors import UsageError
from edoc.scanning import ClamdScanner, ScanOutcome, ScanReason
from edoc.scanning.clamd import DEFAULT_MAX_BYTES
from edoc.testing.scanner import EICAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Serve = Callable[[Callable[[socket.socket], object]], str]


def drain(connection: socket.socket) -> bytes:
    """Read one INSTREAM to its end, and give the content."""
    data = b""
    while not data.endswith(b"\0" * 4):
        piece = connection.recv(1 << 20)
        assert piece
        data += piece
    data = data.removeprefix(b"zINSTREAM\0")
    content = b""
    while data != b"\0" * 4:
        (length,) = struct.unpack("!L", data[:4])
        content, data = content + data[4 : 4 + length], data[4 + length :]
    return content


def listen(connection: socket.socket) -> None:
    """Take everything and say nothing, until the other side hangs up."""
    while connection.recv(1 << 16):
        pass


class TestRealDaemon:
    """Against a real clamd with signatures of our own."""

    def test_it_names_its_version(self, clamd: ClamdScanner) -> None:
        assert str(clamd.engine()).startswith("ClamAV ")

    def test_a_harmless_content_is_clean(self, clamd: ClamdScanner) -> None:
        result = clamd.scan([b"harmless ", b"content"])
        assert (result.outcome, result.size) == (ScanOutcome.CLEAN, 16)

    def test_an_empty_content_is_clean(self, clamd: ClamdScanner) -> None:
        assert clamd.scan([]).outcome is ScanOutcome.CLEAN

    @pytest.mark.parametrize(("content", "threat"), [(EICAR, "Edoc.Test.EICAR"), (b"--" + OURS, "Edoc.Test.Ours")])
    def test_a_known_pattern_is_found_and_named(self, clamd: ClamdScanner, content: bytes, threat: str) -> None:
        result = clamd.scan([content])
        assert result.outcome is ScanOutcome.INFECTED
        assert threat in str(result.threat)

    def test_a_pattern_over_the_edge_of_two_pieces_is_found(self, clamd: ClamdScanner) -> None:
        assert clamd.scan([b"x" * 1000 + OURS[:7], OURS[7:]]).outcome is ScanOutcome.INFECTED

    def test_a_pattern_inside_a_zip_is_found(self, clamd: ClamdScanner) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", "harmless")
            archive.writestr("b.txt", b"--" + OURS)
        assert clamd.scan([packed.getvalue()]).outcome is ScanOutcome.INFECTED

    def test_what_is_larger_than_the_daemon_takes_is_undecided(self, clamd: ClamdScanner) -> None:
        result = clamd.scan(b"x" * (1 << 20) for _ in range(8))
        assert (result.outcome, result.reason) == (ScanOutcome.UNDECIDED, ScanReason.SIZE_LIMIT)

    def test_one_scanner_serves_many_threads(self, clamd: ClamdScanner) -> None:
        found: list[ScanOutcome] = []
        contents = [b"harmless", b"--" + OURS] * 8
        threads = [threading.Thread(target=lambda c=c: found.append(clamd.scan([c]).outcome)) for c in contents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(found) == [ScanOutcome.CLEAN] * 8 + [ScanOutcome.INFECTED] * 8


class TestNotDecided:
    """Could not scan is undecided, never clean."""

    def test_without_a_daemon(self, tmp_path: object) -> None:
        scanner = ClamdScanner(f"unix:{tmp_path}/nobody.ctl")
        result = scanner.scan([b"x"])
        assert (result.outcome, result.reason) == (ScanOutcome.UNDECIDED, ScanReason.UNREACHABLE)
        assert scanner.engine() is None

    def test_without_a_listener_on_the_network(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        assert ClamdScanner(f"tcp://127.0.0.1:{port}", timeout=5).scan([b"x"]).reason is ScanReason.UNREACHABLE

    def test_a_daemon_that_never_answers_takes_no_longer_than_the_time_given(self, answering: Serve) -> None:
        release = threading.Event()

        def talk(connection: socket.socket) -> None:
            drain(connection)
            release.wait(10)

        start = time.monotonic()
        result = ClamdScanner(answering(talk), timeout=0.3).scan([b"x"])
        release.set()
        assert result.reason is ScanReason.TIME_OUT
        assert time.monotonic() - start < 5

    def test_a_daemon_that_takes_nothing_takes_no_longer_than_the_time_given(self, answering: Serve) -> None:
        release = threading.Event()
        address = answering(lambda _: release.wait(10))
        result = ClamdScanner(address, timeout=0.3).scan(b"x" * (1 << 20) for _ in range(64))
        release.set()
        assert result.reason is ScanReason.TIME_OUT

    def test_content_that_comes_too_slowly_is_not_waited_for(self, answering: Serve) -> None:
        def slowly() -> Iterator[bytes]:
            yield b"x"
            time.sleep(0.3)
            yield b"y"

        release = threading.Event()
        address = answering(lambda _: release.wait(10))
        result = ClamdScanner(address, timeout=0.1).scan(slowly())
        release.set()
        assert result.reason is ScanReason.TIME_OUT

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", ScanReason.ENGINE_LIMITS),
            (b"stream: Heuristics.Encrypted.PDF FOUND\0", ScanReason.ENCRYPTED),
            (b"INSTREAM size limit exceeded. ERROR\0", ScanReason.SIZE_LIMIT),
            (b"stream: Can't allocate memory ERROR\0", ScanReason.ENGINE_ERROR),
            (b"HTTP/1.1 400 Bad Request\r\n\0", ScanReason.PROTOCOL),
            (b"stream: \0", ScanReason.PROTOCOL),
            (b"stream: OK", ScanReason.PROTOCOL),
            (b"", ScanReason.PROTOCOL),
            (b"\xff" * 9000, ScanReason.PROTOCOL),
        ],
    )
    def test_an_answer_that_is_not_clean_and_names_no_malware(
        self, answering: Serve, answer: bytes, reason: ScanReason
    ) -> None:
        def talk(connection: socket.socket) -> None:
            assert drain(connection) == b"content"
            connection.sendall(answer)

        result = ClamdScanner(answering(talk), timeout=5).scan([b"con", b"tent"])
        assert (result.outcome, result.reason) == (ScanOutcome.UNDECIDED, reason)

    def test_a_daemon_that_hangs_up_with_a_reason_is_heard(self, answering: Serve) -> None:
        def talk(connection: socket.socket) -> None:
            connection.recv(1 << 16)
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")

        result = ClamdScanner(answering(talk), timeout=10).scan(b"x" * (1 << 20) for _ in range(16))
        assert result.outcome is ScanOutcome.UNDECIDED

    def test_what_is_larger_than_agreed_is_not_sent(self, answering: Serve) -> None:
        address = answering(listen)
        result = ClamdScanner(address, max_bytes=3).scan([b"ab", b"cd"])
        assert (result.reason, result.size) == (ScanReason.SIZE_LIMIT, 4)

    def test_what_the_content_raises_is_not_the_scanners_business(self, answering: Serve) -> None:
        def broken() -> Iterator[bytes]:
            yield b"x"
            message = "of the content"
            raise ValueError(message)

        address = answering(listen)
        with pytest.raises(ValueError, match="of the content"):
            ClamdScanner(address, timeout=5).scan(broken())


class TestAddress:
    """Where the daemon listens."""

    @pytest.mark.parametrize(
        "address", ["", "unix:", "tcp://", "tcp://host", "tcp://host:x", "http://host:1", "/run/clamd.ctl"]
    )
    def test_what_is_no_address_is_refused_at_once(self, address: str) -> None:
        with pytest.raises(UsageError, match="unix:/path or tcp://host:port"):
            ClamdScanner(address)

    @pytest.mark.parametrize(("timeout", "size"), [(0, 1), (-1, 1), (1, 0), (math.nan, 1), (math.inf, 1)])
    def test_a_number_that_allows_nothing_is_refused(self, timeout: float, size: int) -> None:
        with pytest.raises(UsageError, match="positive"):
            ClamdScanner("unix:/x", timeout, size)

    def test_a_daemon_on_the_network_is_reached_too(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]

            def serve() -> None:
                connection, _ = server.accept()
                with connection:
                    drain(connection)
                    connection.sendall(b"stream: OK\0")

            thread = threading.Thread(target=serve)
            thread.start()
            assert ClamdScanner(f"tcp://127.0.0.1:{port}", timeout=10).scan([b"x"]).outcome is ScanOutcome.CLEAN
            thread.join(10)

    def test_unless_told_otherwise_it_takes_what_clamd_looks_at(self) -> None:
        assert ClamdScanner("unix:/x").max_bytes == DEFAULT_MAX_BYTES == 104_857_600
