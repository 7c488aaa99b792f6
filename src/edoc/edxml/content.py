"""The bytes of an attachment: inside a package that was read, or new from a file or from memory.

A content can be asked for two things: the file itself (*delivered*), and what stands in the
package in base64 (*stored*), which is the file or a zip with the file in it.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final

from edoc._xml.base64reader import Base64Reader
from edoc._xml.refusals import limit_reached
from edoc._xml.source import open_source
from edoc.edxml.attachment_rules import extension_of
from edoc.edxml.unzip import MAX_DIRECTORY, SIGNATURES, ZipShape, inspect_zip, open_first_entry
from edoc.edxml.unzip_quickly import StumbleError, unzip_quickly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edoc._xml.base64text import Base64Text
    from edoc._xml.source import Readable, Source
    from edoc.edxml.attachment_rules import Encoding
    from edoc.limits import Limits

__all__ = ["Content", "NewContent", "PackagedContent"]

_PIECE: Final = 98_304
#: Reading through `zipfile` decodes this much at a time.
_BUFFER: Final = 98_304
#: What the long way gives at once.
_LONG_PIECE: Final = 1 << 18
#: Archives up to this size are decoded whole to look at their table of contents.
_SMALL: Final = 1 << 16
#: What is decoded to no more than this is decoded at once: a file as it is, an archive that is unzipped the long way.
_AT_ONCE: Final = 1 << 20
#: Entry names are derived, so that the same input gives the same package.
_NAMESPACE: Final = uuid.UUID("6f1d2c1e-35d4-5b1c-9a49-2f1f2a0d7c55")
#: The earliest time that a zip entry can carry: packages do not depend on when they are made.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Content(ABC):
    """The bytes of one attachment."""

    @abstractmethod
    def open(self, encoding: Encoding) -> BinaryIO:
        """Open the delivered file: the stored bytes, unzipped if *encoding* is ``zip``."""

    @abstractmethod
    def stored(self, encoding: Encoding, name: str) -> Iterator[bytes]:
        """Yield the bytes that stand in the package in base64."""

    @abstractmethod
    def raw_pieces(self) -> Iterator[bytes]:
        """Yield what tells two contents apart that cannot be decoded: the bytes as they stand."""

    @property
    @abstractmethod
    def size_if_raw(self) -> int | None:
        """Size of the delivered file when nothing has to be unzipped; None if not known."""


class PackagedContent(Content):
    """Content inside a package: decoded when asked for, in constant memory."""

    __slots__ = ("_shape", "limits", "place", "text")

    def __init__(self, text: Base64Text, limits: Limits) -> None:
        """Keep the place of the base64 text."""
        self.text = text
        self.limits = limits
        #: Path of the attachment's element, for errors.
        self.place: str | None = None
        self._shape: ZipShape | None = None

    def open(self, encoding: Encoding) -> BinaryIO:
        """See `Content.open`."""
        self._check_size()
        if encoding == "raw":
            return io.BufferedReader(Base64Reader(self.text), _BUFFER)
        return open_first_entry(self._archive(_AT_ONCE), self.limits, self.text.source.name, self.place)

    def _archive(self, small: int) -> BinaryIO:
        """Give the decoded bytes as a file; in memory where they are few."""
        size = self.text.require_decodable().decoded_size
        if size <= small:
            return io.BytesIO(self.text.whole())
        return io.BufferedReader(Base64Reader(self.text, MAX_DIRECTORY), _BUFFER)

    def pieces(self, encoding: Encoding) -> Iterator[bytes]:
        """Yield the delivered file, the quick way where there is one.

        Raises:
            AttachmentError: The text cannot be decoded or unzipped.
            LimitExceededError: It is larger, or compressed higher, than the limits allow.
        """
        self._check_size()
        if encoding == "zip":
            yield from self._unzipped()
        elif 0 < self.text.survey.decoded_size <= _AT_ONCE:
            yield self.text.whole()
        else:
            yield from self.text.chunks()

    def _unzipped(self) -> Iterator[bytes]:
        """Unzip the quick way; where that stumbles go on from there by the long one, which has the words for it."""
        given = 0
        with suppress(StumbleError):
            for piece in unzip_quickly(self._reader(), self.zip_shape(), self.limits):
                given += len(piece)
                yield piece
            return
        with self.open("zip") as stream:
            stream.read(given)
            while piece := stream.read(_LONG_PIECE):
                yield piece

    def _reader(self) -> Callable[[int, int], bytes]:
        """Give what reads the decoded bytes by position; they are decoded once where they are few."""
        if self.text.survey.decoded_size > _SMALL:
            return self.text.read_at
        data = self.text.whole()
        return lambda position, length: data[position : position + length]

    def stored(self, encoding: Encoding, name: str) -> Iterator[bytes]:  # noqa: ARG002 - asked for by the base
        """See `Content.stored`: what was stored stays what it was."""
        yield from self.text.chunks()

    @property
    def size_if_raw(self) -> int | None:
        """See `Content.size_if_raw`."""
        return self.text.require_decodable().decoded_size

    def raw_pieces(self) -> Iterator[bytes]:
        """See `Content.raw_pieces`: the base64 text."""
        yield from self.text.source.windows(self.text.start, self.text.end)

    def _check_size(self) -> None:
        size = self.text.require_decodable().decoded_size
        if size > self.limits.decoded_bytes:
            raise limit_reached(self.limits, "decoded_bytes", size, source=self.text.source.name, path=self.place)

    def zip_shape(self) -> ZipShape | None:
        """Read the archive's table of contents; None when the bytes do not start like a zip."""
        if self._shape is None and self.text.read_at(0, 4) in SIGNATURES:
            self._shape = inspect_zip(self._archive(_SMALL), self.limits)
        return self._shape


class NewContent(Content):
    """Content from a file or from memory, to be written into a package."""

    __slots__ = ("source",)

    def __init__(self, source: Source) -> None:
        """Keep the source; a file is read when the package is written."""
        self.source = source

    @classmethod
    def of(cls, source: Readable, limits: Limits) -> NewContent:
        """Take a path, bytes or a binary file.

        Raises:
            InputError: The file cannot be opened or read.
            LimitExceededError: It is larger than ``limits.decoded_bytes``.
        """
        opened = open_source(source, limits)
        if opened.size > limits.decoded_bytes:
            raise limit_reached(limits, "decoded_bytes", opened.size, source=opened.name)
        return cls(opened)

    def open(self, encoding: Encoding) -> BinaryIO:  # noqa: ARG002 - asked for by the base
        """See `Content.open`: the file is what was given, however it will be stored."""
        return io.BufferedReader(_SourceReader(self.source), _BUFFER)

    def raw_pieces(self) -> Iterator[bytes]:
        """See `Content.raw_pieces`: the file."""
        yield from self.source.windows()

    def stored(self, encoding: Encoding, name: str) -> Iterator[bytes]:
        """See `Content.stored`."""
        if encoding == "raw":
            yield from self.source.windows(size=_PIECE)
        else:
            yield from _zipped(self.source, name)

    @property
    def size_if_raw(self) -> int | None:
        """See `Content.size_if_raw`."""
        return self.source.size


class _SourceReader(io.RawIOBase):
    """A source as a binary file."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._source.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # RawIOBase takes any buffer
        data = self._source.read_at(self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


class _Pipe(io.RawIOBase):
    """Takes what `zipfile` writes and gives it away at once; not seekable, so it streams."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:  # type: ignore[override]  # RawIOBase takes any buffer
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def _zipped(source: Source, name: str) -> Iterator[bytes]:
    """Zip a file as one entry, as a stream.

    The entry is called ``<uuid>.<extension>`` as in every package in circulation; the UUID is
    derived from the attachment's name, so that equal input gives equal output.
    """
    extension = extension_of(name) or "unk"
    safe = "".join(letter for letter in extension if letter.isalnum())[:20] or "unk"
    entry = zipfile.ZipInfo(f"{uuid.uuid5(_NAMESPACE, name)}.{safe}", _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    pipe = _Pipe()
    large = source.size >= zipfile.ZIP64_LIMIT
    with zipfile.ZipFile(pipe, "w") as archive, archive.open(entry, "w", force_zip64=large) as target:
        for piece in source.windows(size=_PIECE):
            target.write(piece)
            if taken := pipe.take():
                yield taken
    yield pipe.take()
