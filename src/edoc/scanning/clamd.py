"""ClamAV's daemon as a scanner: INSTREAM over a socket, as a stream and within a time.

The protocol is that of clamd(8): ``zINSTREAM`` and a zero byte, then pieces with their lengths
before them, a length of zero at the end, and one answer that ends with a zero byte.

clamd calls clean what it did not look at: a content larger than its ``MaxFileSize``, an entry of
an archive beyond its limits. The first is why a scanner has a largest content of its own; of the
second the delivered file is scanned by itself, beside the archive (`edoc.scanning.scan`).
"""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from edoc.errors import UsageError
from edoc.scanning.result import ScanOutcome, ScanReason, ScanResult

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["DEFAULT_ADDRESS", "DEFAULT_MAX_BYTES", "DEFAULT_TIMEOUT", "ClamdScanner"]

#: Where Debian's clamav-daemon listens.
DEFAULT_ADDRESS: Final = "unix:/run/clamav/clamd.ctl"
#: How long one content may take, in seconds: as long as clamd itself takes before it gives up.
DEFAULT_TIMEOUT: Final = 120.0
#: What clamd looks at unless its ``MaxFileSize`` says otherwise.
DEFAULT_MAX_BYTES: Final = 100 << 20
_LONGEST_ANSWER: Final = 4096
#: Names under which clamd reports that it did not look at everything (``AlertExceedsMax``,
#: ``AlertEncrypted`` and their like): not malware, and not clean.
_NOT_LOOKED_AT: Final = (
    ("Heuristics.Limits.Exceeded", ScanReason.ENGINE_LIMITS),
    ("Heuristics.Encrypted", ScanReason.ENCRYPTED),
)
_PIECE: Final = 1 << 20
#: A day, in seconds: longer ones the system's clocks do not take everywhere.
_LONGEST: Final = 86_400


@dataclass(frozen=True, slots=True)
class ClamdScanner:
    """ClamAV's daemon.

    Args:
        address: ``unix:/path`` or ``tcp://host:port``.
        timeout: How long one content may take in all, in seconds; at most a day.
        max_bytes: The largest content that is given to it. clamd calls what is larger than its
            ``MaxFileSize`` (100 MiB unless set) clean without looking at it: set both alike.

    Raises:
        UsageError: The address is of neither form, or a number is out of range.

    Example:
        >>> ClamdScanner("unix:/nowhere").scan([b"x"]).reason.value
        'unreachable'
    """

    address: str = DEFAULT_ADDRESS
    timeout: float = DEFAULT_TIMEOUT
    max_bytes: int = DEFAULT_MAX_BYTES

    def __post_init__(self) -> None:
        """Refuse what cannot work before anything is scanned."""
        _target(self.address)
        if not 0 < self.timeout <= _LONGEST or self.max_bytes <= 0:
            message = f"timeout and max_bytes of a scanner are positive numbers, and timeout is at most {_LONGEST:,}"
            raise UsageError(message)

    def engine(self) -> str | None:
        """Name the engine and the day of its signatures (``VERSION``); None without an answer."""
        try:
            with _Conversation(self.address, self.timeout) as clamd:
                clamd.send(b"zVERSION\0")
                return clamd.answer() or None
        except OSError:
            return None

    def scan(self, pieces: Iterable[bytes]) -> ScanResult:
        """Scan one content; see `edoc.scanning.Scanner`."""
        size = 0
        try:
            with _Conversation(self.address, self.timeout) as clamd:
                clamd.send(b"zINSTREAM\0")
                try:
                    for piece in pieces:
                        size += len(piece)
                        if size > self.max_bytes:
                            return ScanResult.undecided(ScanReason.SIZE_LIMIT, f"> {self.max_bytes}", size)
                        for start in range(0, len(piece), _PIECE):
                            part = piece[start : start + _PIECE]
                            clamd.send(struct.pack("!L", len(part)) + part)
                    clamd.send(struct.pack("!L", 0))
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it has said why, and hung up
                return _result(clamd.answer(), size)
        except TimeoutError:
            return ScanResult.undecided(ScanReason.TIME_OUT, f"> {self.timeout:g} s", size)
        except OSError as error:
            reason = ScanReason.PROTOCOL if size else ScanReason.UNREACHABLE
            return ScanResult.undecided(reason, error.strerror or str(error), size)


def _result(answer: str, size: int) -> ScanResult:
    """Read one answer of ``INSTREAM``."""
    _, _, said = answer.partition(": ")
    if said == "OK":
        return ScanResult(outcome=ScanOutcome.CLEAN, size=size)
    if said.endswith(" FOUND"):
        name = said.removesuffix(" FOUND")
        for start, reason in _NOT_LOOKED_AT:
            if name.startswith(start):
                return ScanResult.undecided(reason, name, size)
        return ScanResult(outcome=ScanOutcome.INFECTED, threat=name, size=size)
    if "size limit exceeded" in answer:
        return ScanResult.undecided(ScanReason.SIZE_LIMIT, answer, size)
    if answer.endswith("ERROR"):
        return ScanResult.undecided(ScanReason.ENGINE_ERROR, answer, size)
    return ScanResult.undecided(ScanReason.PROTOCOL, answer[:80], size)


def _target(address: str) -> str | tuple[str, int]:
    """Read an address.

    Raises:
        UsageError: It is of neither form.
    """
    if address.startswith("unix:") and len(address) > len("unix:"):
        return address.removeprefix("unix:")
    parts = urlsplit(address)
    try:
        if parts.scheme == "tcp" and parts.hostname and parts.port:
            return parts.hostname, parts.port
    except ValueError:  # a port that is none
        pass
    message = f"{address!r} is no address of clamd: write unix:/path or tcp://host:port"
    raise UsageError(message)


class _Conversation:
    """One connection, which must come to its end within a time."""

    def __init__(self, address: str, timeout: float) -> None:
        self._end = time.monotonic() + timeout
        target = _target(address)
        if isinstance(target, str):
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                self._socket.settimeout(self._left())
                self._socket.connect(target)
            except OSError:
                self._socket.close()
                raise
        else:
            self._socket = socket.create_connection(target, timeout=self._left())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _left(self) -> float:
        """Give the seconds that are left.

        Raises:
            TimeoutError: None is.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def send(self, data: bytes) -> None:
        self._socket.settimeout(self._left())
        self._socket.sendall(data)

    def answer(self) -> str:
        """Give the answer without the zero byte at its end; empty where it breaks off."""
        data = b""
        while b"\0" not in data and len(data) < _LONGEST_ANSWER:
            self._socket.settimeout(self._left())
            piece = self._socket.recv(_LONGEST_ANSWER)
            if not piece:
                break
            data += piece
        said, end, _ = data.partition(b"\0")
        return said.decode("utf-8", "replace").strip() if end else ""
