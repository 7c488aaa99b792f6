"""Models to package bytes: as they were if nothing changed, patched if something did, new else."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from binascii import b2a_base64
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from edoc._xml.base64text import Base64Text
from edoc.edxml.composer import Stored, compose
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.saving import atomic_file
from edoc.errors import EdocError, OutputError, OutputExistsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_simd_encode: Callable[[bytes], bytes] | None
try:
    from pybase64 import b64encode as _simd_encode
except ImportError:  # pragma: no cover - the extra "fast" is not installed
    _simd_encode = None

__all__ = ["Written", "to_bytes", "write"]

#: A multiple of 3, so that pieces encode without padding between them.
_ENCODE: Final = 98_304


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Args:
        path: Where; None for a file object.
        size: Bytes.
        sha256: SHA-256 of the bytes, hexadecimal, lower case.
    """

    path: str | None
    size: int
    sha256: str


def write(
    package: DocumentPackage | StatusMessage, target: str | os.PathLike[str] | IO[bytes], *, overwrite: bool = True
) -> Written:
    """Write a package.

    One that was read and not changed is written byte for byte as it was. One that was read and
    changed keeps all that was not: unknown elements, comments, order, prefixes, attachments.
    A new one is written in the one form that every known reader takes, and equal input gives
    equal bytes.

    Args:
        package: What to write.
        target: A path, replaced only when all was written and is on disk; or a binary file.
        overwrite: Whether an existing path may be replaced.

    Raises:
        FieldError: A field cannot be written; names it.
        OutputExistsError: The path exists and *overwrite* is not set.
        OutputError: The path cannot be written; what was there before is untouched.
        PackageError: The content of an attachment can no longer be read.

    Source: QCVN 102:2016/BTTTT, Part 2.
    """
    if not isinstance(package, (DocumentPackage, StatusMessage)):
        message = f"a DocumentPackage or a StatusMessage is needed, not {type(package).__name__}"
        raise UsageError(message)
    if isinstance(target, (str, os.PathLike)):
        path = os.fspath(target)
        if not overwrite and os.path.lexists(path):
            raise OutputExistsError(errno.EEXIST, "the file exists; ask for overwriting (--force) to replace it", path)
        with atomic_file(path, overwrite=overwrite) as file:
            size, digest = _copy(chunks(package), file)
        return Written(path, size, digest)
    if not callable(getattr(target, "write", None)):
        message = f"a path or a binary file is needed, not {type(target).__name__}"
        raise UsageError(message)
    size, digest = _copy(chunks(package), _Foreign(target))
    return Written(None, size, digest)


def to_bytes(package: DocumentPackage | StatusMessage) -> bytes:
    """Give the bytes that `write` writes.

    Raises:
        FieldError: A field cannot be written.
        PackageError: The content of an attachment can no longer be read.
    """
    buffer = io.BytesIO()
    write(package, buffer)
    return buffer.getvalue()


def chunks(package: DocumentPackage | StatusMessage) -> Iterator[bytes]:
    """Yield the package's bytes in pieces, in constant memory."""
    origin = package._origin  # noqa: SLF001 - set by the reader
    if origin is None:
        yield from _encoded(compose(package))
    elif all(
        getattr(package, name) is value or getattr(package, name) == value for name, value in origin.fields.items()
    ):
        yield from origin.source.windows()
    else:
        from edoc.edxml.patcher import patch  # noqa: PLC0415 - changed packages only

        yield from _encoded(patch(package, origin))


def _encoded(pieces: Iterable[bytes | Stored | Base64Text]) -> Iterator[bytes]:
    """Turn contents into base64 on the way."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        elif isinstance(piece, Base64Text):
            yield from piece.source.windows(piece.start, piece.end)
        else:
            yield from _base64(piece.attachment.stored_pieces())


def _base64(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Encode a stream without line breaks."""
    pending = b""
    for piece in pieces:
        if not pending and len(piece) % 3 == 0:
            yield _encode(piece)
            continue
        pending += piece
        if len(pending) >= _ENCODE:
            whole = len(pending) // 3 * 3
            yield _encode(pending[:whole])
            pending = pending[whole:]
    if pending:
        yield _encode(pending)


def _encode(data: bytes) -> bytes:
    return _simd_encode(data) if _simd_encode is not None else b2a_base64(data, newline=False)


class _Foreign:
    """A file object of the caller, whose errors may be of any kind."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target

    def write(self, piece: memoryview) -> object:
        try:
            return self._target.write(piece)
        except EdocError:
            raise
        except Exception as error:
            raise OutputError(getattr(error, "errno", None) or errno.EIO, f"cannot write: {error}") from error


def _write_all(file: IO[bytes] | _Foreign, piece: bytes) -> None:
    """Write all of *piece*, also to a file that takes less at a time."""
    rest = memoryview(piece)
    while rest:
        taken = file.write(rest)
        if not isinstance(taken, int):  # files that do not say take all, or would have raised
            return
        if taken <= 0:
            raise OutputError(errno.EAGAIN, "cannot write: the file takes no more")
        rest = rest[taken:]


def _copy(pieces: Iterable[bytes], file: IO[bytes] | _Foreign) -> tuple[int, str]:
    """Write and digest; give size and SHA-256."""
    digest = hashlib.sha256()
    size = 0
    for piece in pieces:
        _write_all(file, piece)
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()
