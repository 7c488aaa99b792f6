"""The quick way to unzip what nearly every zipped attachment is: one entry with nothing odd about it.

It never gives another answer than the long way (`edoc.edxml.unzip`): where anything is out of the ordinary,
or does not prove right, that one says what is wrong.
"""

from __future__ import annotations

import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from edoc.edxml.unzip import ZipShape
    from edoc.limits import Limits

    #: Gives so many bytes at a position of the archive; fewer where it ends.
    Read = Callable[[int, int], bytes]

__all__ = ["WORTH", "StumbleError", "isal", "unzip_quickly"]

#: Entries from this size on, in bytes as packed, are worth the loading of ISA-L: some milliseconds, once.
WORTH: Final = 1 << 16
#: Only what is unzipped to no more than this, in bytes, goes the quick way.
_MOST: Final = 4 << 20
#: Bytes that are unpacked, and given, together: of so few the allocator keeps the memory, where more would be new each
#: time. The first is a multiple of 3, as base64 likes it.
_PACKED: Final = 36_864
_PIECE: Final = 49_152
#: Flags of an ordinary entry (APPNOTE.TXT 4.4.4): how well it is deflated (bits 1, 2), lengths behind it (3), UTF-8
#: names (11).
_ORDINARY: Final = 0x80E
_UTF_8: Final = 0x800
#: How a local file header begins, and its length up to the name; the lengths of name and extra field stand at 26 and 28
#: (4.3.7).
_SIGNATURE: Final = b"PK\x03\x04"
_LOCAL_HEADER: Final = 30


class StumbleError(Exception):
    """The quick way ends here: go the long one."""


def unzip_quickly(read: Read, shape: ZipShape | None, limits: Limits) -> Iterator[bytes]:
    """Unzip the only entry of an archive, proved by its length and its checksum before the last piece is given.

    Args:
        read: Reads the archive.
        shape: Its table of contents.
        limits: For the unzipped size and the compression ratio.

    Raises:
        StumbleError: Anything is out of the ordinary, or does not prove right.
    """
    entry = None if shape is None else shape.entry
    if shape is None or entry is None or shape.entries > 1 or not 0 < shape.unzipped <= _MOST or shape.exceeds(limits):
        raise StumbleError
    start = _start(read, entry)
    if start + entry.compress_size > shape.directory:
        raise StumbleError
    library: Any = (isal() if shape.packed >= WORTH else None) or zlib
    packed = _packed(read, start, start + entry.compress_size)
    stored = entry.compress_type == zipfile.ZIP_STORED
    yield from _proved(packed if stored else _inflated(packed, library), entry, library.crc32)


def _start(read: Read, entry: zipfile.ZipInfo) -> int:
    """Give where the packed bytes of an entry begin whose two headers agree."""
    if entry.flag_bits & ~_ORDINARY or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise StumbleError
    name = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF_8 else "cp437")
    expected = _SIGNATURE, entry.flag_bits.to_bytes(2, "little"), len(name).to_bytes(2, "little"), name
    head = read(entry.header_offset, _LOCAL_HEADER + len(name))
    if (head[:4], head[6:8], head[26:28], head[_LOCAL_HEADER:]) != expected:
        raise StumbleError
    return entry.header_offset + len(head) + int.from_bytes(head[28:30], "little")


def _packed(read: Read, start: int, end: int) -> Iterator[bytes]:
    at = start
    while at < end:
        wanted = min(_PACKED - at % 3, end - at)
        yield read(at, wanted)
        at += wanted


def _inflated(packed: Iterable[bytes], library: Any) -> Iterator[bytes]:
    inflater = library.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        left = piece
        while data := _next(inflater, left):
            yield data
            left = inflater.unconsumed_tail


def _next(inflater: Any, packed: bytes) -> bytes:
    try:
        found: bytes = inflater.decompress(packed, _PIECE)
    except Exception as error:  # zlib.error, or what ISA-L has in its place
        raise StumbleError from error
    return found


def _proved(pieces: Iterable[bytes], entry: zipfile.ZipInfo, crc32: Callable[[bytes, int], int]) -> Iterator[bytes]:
    left, checksum = entry.file_size, 0
    for piece in pieces:
        data = piece[:left]
        checksum = crc32(data, checksum)
        left -= len(data)
        if left:
            yield data
        elif checksum == entry.CRC:
            yield data
            return
        else:
            break
    raise StumbleError


@cache
def isal() -> Any:
    """Give the inflater of ISA-L, which takes half the time of zlib; None without the extra ``fast``."""
    try:
        from isal import isal_zlib  # noqa: PLC0415 - whoever unzips nothing does not pay for it
    except ImportError:
        return None
    return isal_zlib
