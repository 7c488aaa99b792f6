"""Where the bytes of a package come from, readable at any position, the same at every look.

A source keeps one descriptor from the first byte to the last attachment. Before each read it
compares size, modification time and inode with what it saw first: a file that changed or was
cut is an error, never wrong bytes.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import tempfile
import threading
import weakref
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final, cast

from edoc._xml.clock import Clock
from edoc._xml.refusals import limit_reached
from edoc.errors import EdocError, InputError, InputMissingError, SourceChangedError, UsageError
from edoc.messages import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.limits import Limits

__all__ = ["BytesSource", "FileSource", "Readable", "Source", "open_source"]

#: What `edoc.read` and its kin take.
Readable = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]

WINDOW: Final = 1 << 20
#: Files up to this size are read at once and their descriptor is closed.
SMALL: Final = 1 << 16
#: A stream up to this size is kept in memory, a larger one in an unnamed temporary file.
SPOOL: Final = 8 << 20
#: What is hashed at once: a piece that the allocator keeps, since new memory of a megabyte takes as long as hashing it.
_HASHED: Final = 98_304


class Source(ABC):
    """Bytes that can be read at any position."""

    #: The file's name, for messages; None when it has none.
    name: str | None
    #: Size in bytes.
    size: int
    #: The time of the call that reads it now, looked at before each read; None when no call does.
    clock: Clock | None = None

    @abstractmethod
    def read_at(self, offset: int, length: int) -> bytes:
        """Read exactly *length* bytes at *offset*, or to the end of the source.

        Raises:
            LimitExceededError: The time of the call that reads it is over.
            SourceChangedError: The bytes are not those that were there at first.
        """

    def windows(self, start: int = 0, end: int | None = None, size: int = WINDOW) -> Iterator[bytes]:
        """Yield the bytes from *start* to *end* in pieces of *size* bytes."""
        stop = self.size if end is None else end
        for offset in range(start, stop, size):
            yield self.read_at(offset, min(size, stop - offset))

    def sha256(self) -> str:
        """Digest all bytes; hexadecimal, lower case."""
        digest = hashlib.sha256()
        for piece in self.windows(size=_HASHED):
            digest.update(piece)
        return digest.hexdigest()

    def close(self) -> None:  # noqa: B027 - most sources have nothing to give back
        """Give the descriptor back, where there is one."""


class BytesSource(Source):
    """Bytes in memory."""

    __slots__ = ("data", "name", "size")

    def __init__(self, data: bytes, name: str | None = None) -> None:
        """Keep *data*; *name* is for messages."""
        self.data = data
        self.name = name
        self.size = len(data)

    def read_at(self, offset: int, length: int) -> bytes:
        """Slice; see `Source.read_at`."""
        if self.clock is not None:
            self.clock.check(self.name)
        return self.data[offset : offset + length]


class FileSource(Source):
    """A file behind one descriptor, which this object owns."""

    def __init__(self, descriptor: int, name: str | None) -> None:
        """Take over *descriptor* and remember what the file looks like now."""
        self._descriptor = descriptor
        self._closed = False
        self._lock = threading.Lock()
        self._finalizer = weakref.finalize(self, _close_quietly, descriptor)
        self.name = name
        self._identity = _identity(os.fstat(descriptor))
        self.size = self._identity[0]

    def read_at(self, offset: int, length: int) -> bytes:
        """Read by position after checking that the file is still the same."""
        if self._closed:
            raise refusal(SourceChangedError, "source-closed", source=self.name)
        if self.clock is not None:
            self.clock.check(self.name)
        left = self.size - offset
        wanted = length if 0 <= length <= left else max(0, min(length, left))
        try:
            unchanged = _identity(os.fstat(self._descriptor)) == self._identity
            data = _pread(self._descriptor, wanted, offset, self._lock) if unchanged else b""
        except OSError as error:
            raise InputError(error.errno or errno.EIO, f"cannot read: {error.strerror}", self.name) from error
        if not unchanged or len(data) != wanted:
            raise refusal(SourceChangedError, "source-changed", source=self.name)
        return data

    def __reduce__(self) -> tuple[object, ...]:
        """Refuse to be pickled: a descriptor belongs to one process.

        Raises:
            UsageError: Always.
        """
        message = "a large package cannot be pickled; send its path, or its bytes, instead"
        raise UsageError(message)

    def __deepcopy__(self, _memo: dict[int, object]) -> FileSource:
        """Give itself: what it reads does not change."""
        return self

    def close(self) -> None:
        """Close the descriptor; later reads raise `SourceChangedError`."""
        self._closed = True
        self._finalizer()


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _close_quietly(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:  # pragma: no cover - nobody is left who could be told
        return


def _pread(descriptor: int, length: int, offset: int, lock: threading.Lock) -> bytes:
    """Read by position; a short read is tried again, since the kernel may give less."""
    data = _read_some(descriptor, length, offset, lock)
    while data and len(data) < length:
        piece = _read_some(descriptor, length - len(data), offset + len(data), lock)
        if not piece:
            break
        data += piece
    return data


if hasattr(os, "pread"):

    def _read_some(descriptor: int, length: int, offset: int, lock: threading.Lock) -> bytes:  # noqa: ARG001 - Windows locks
        return os.pread(descriptor, length, offset)

else:  # pragma: no cover - Windows has no pread

    def _read_some(descriptor: int, length: int, offset: int, lock: threading.Lock) -> bytes:
        with lock:
            os.lseek(descriptor, offset, os.SEEK_SET)
            return os.read(descriptor, length)


def open_source(source: Readable, limits: Limits, clock: Clock | None = None) -> Source:
    """Make a source of a path, of bytes, or of a binary file.

    Args:
        source: The path, the bytes or the file.
        limits: For the size, and for the time that copying a stream may take.
        clock: The time of the call that will read it: it stays with the source, and whoever lets others
            read the source later takes it away.

    Raises:
        InputMissingError: No such file.
        InputError: The file cannot be opened or read.
        LimitExceededError: It is larger than ``limits.package_bytes``, or copying takes longer than ``seconds``.
        UsageError: *source* is nothing that can be read.
    """
    opened = _opened(source, limits, Clock(limits) if clock is None else clock)
    opened.clock = clock
    return opened


def _opened(source: Readable, limits: Limits, clock: Clock) -> Source:
    if isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
        _check_size(len(data), limits, None)
        return BytesSource(data)
    if isinstance(source, (str, os.PathLike)):
        return _open_path(source, limits, clock)
    if callable(getattr(source, "read", None)) and not isinstance(source, io.TextIOBase):
        return _open_stream(source, limits, clock)
    message = f"a path, bytes or a file that is open in binary mode is needed, not {type(source).__name__}"
    raise UsageError(message)


def _open_path(path: str | os.PathLike[str], limits: Limits, clock: Clock) -> Source:
    name = os.fspath(path)
    try:
        descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError as error:
        raise InputMissingError(errno.ENOENT, "no such file", str(name)) from error
    except (OSError, ValueError) as error:
        raise _unreadable(error, str(name)) from error
    return _from_descriptor(descriptor, str(name), limits, clock)


def _unreadable(error: OSError | ValueError, name: str) -> InputError:
    """A path may also be refused as a value: one with a NUL in it, for example."""
    number = error.errno if isinstance(error, OSError) and error.errno else errno.EINVAL
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return InputError(number, f"cannot open: {reason}", name)


def _from_descriptor(descriptor: int, name: str | None, limits: Limits, clock: Clock) -> Source:
    """Own *descriptor*: a regular file stays where it is, anything else is spooled."""
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            if stat.S_ISDIR(status.st_mode):
                raise InputError(errno.EISDIR, "is a directory, and no package", name)  # noqa: TRY301 - closed below
            with os.fdopen(os.dup(descriptor), "rb") as stream:
                spooled = _spool(stream, name, limits, clock)
            os.close(descriptor)
            return spooled
        _check_size(status.st_size, limits, name)
        source = FileSource(descriptor, name)
    except BaseException:
        _close_quietly(descriptor)
        raise
    if source.size > SMALL:
        return source
    try:
        return BytesSource(source.read_at(0, source.size), name)
    finally:
        source.close()


def _open_stream(stream: IO[bytes], limits: Limits, clock: Clock) -> Source:
    name = getattr(stream, "name", None)
    shown = name if isinstance(name, str) else None
    descriptor = _regular_descriptor(stream)
    if descriptor is not None:
        return _from_descriptor(os.dup(descriptor), shown, limits, clock)
    return _spool(stream, shown, limits, clock)


def _regular_descriptor(stream: IO[bytes]) -> int | None:
    """Give the descriptor of a regular file that stands at its start; None for all else.

    Only plain files count: what unpacks a file on the way also has that file's descriptor.
    """
    inner: object = getattr(stream, "file", stream)  # the wrapper that `tempfile` puts around a file
    plain: object = inner
    if isinstance(inner, (io.BufferedReader, io.BufferedRandom)):
        plain = cast("object", inner.raw)  # pyright: ignore[reportUnknownMemberType]  # typeshed leaves the raw stream open
    if not isinstance(plain, io.FileIO):
        return None
    try:
        descriptor = plain.fileno()
        whole = stat.S_ISREG(os.fstat(descriptor).st_mode) and stream.tell() == 0 and plain.readable()
    except (OSError, ValueError):
        return None
    return descriptor if whole else None


def _spool(stream: IO[bytes], name: str | None, limits: Limits, clock: Clock) -> Source:
    """Copy a stream to where it can be read by position."""
    spool = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - kept or closed below
    try:
        total = 0
        while piece := _next_piece(stream, name):
            total += len(piece)
            _check_size(total, limits, name)
            clock.check(name)
            spool.write(piece)
        spool.seek(0)
        if total <= SPOOL:
            return BytesSource(spool.read(), name)
        spool.flush()
        return FileSource(os.dup(spool.fileno()), name)
    except EdocError:
        raise
    except OSError as error:
        reason = f"cannot keep it in the folder of temporary files: {error.strerror}"
        raise InputError(error.errno or errno.EIO, reason, name) from error
    finally:
        with suppress(OSError):  # what could not be written once is tried again
            spool.close()


def _next_piece(stream: IO[bytes], name: str | None) -> bytes:
    try:
        piece = stream.read(WINDOW)
    except Exception as error:  # what unpacks on the way has errors of its own: EOFError, zlib.error, LZMAError
        raise InputError(errno.EIO, f"cannot read: {error}", name) from error
    if piece is None:  # pragma: no cover - a non-blocking stream with nothing to give
        raise InputError(errno.EAGAIN, "the stream is non-blocking and has no data", name)
    if not isinstance(piece, (bytes, bytearray, memoryview)):
        message = f"the file must be open in binary mode; it gives {type(piece).__name__}"
        raise UsageError(message)
    return bytes(piece)


def _check_size(size: int, limits: Limits, name: str | None) -> None:
    if size > limits.package_bytes:
        raise limit_reached(limits, "package_bytes", size, source=name)
