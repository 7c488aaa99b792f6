"""The header of a package of any size at once; the rest when it is asked for."""

from __future__ import annotations

import codecs
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, Self

from edoc._xml.clock import Clock
from edoc._xml.encoding import to_utf8
from edoc._xml.parser import Parsed, parse_bytes
from edoc._xml.skeleton import Skeleton
from edoc._xml.source import SMALL, BytesSource, open_source
from edoc.edxml.reader import read_parsed, read_source
from edoc.errors import PackageError
from edoc.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from types import TracebackType

    from edoc._xml.source import Readable, Source
    from edoc.edxml.attachment import Attachment
    from edoc.edxml.envelope_signature import Signature
    from edoc.edxml.fault import Fault
    from edoc.edxml.header import DocumentHeader, StatusHeader
    from edoc.edxml.manifest import Manifest
    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.edxml.trace import TraceHeaderList
    from edoc.limits import Limits

__all__ = ["PackagePeek", "peek"]

_STEP: Final = 1 << 16
#: An end tag may be cut by a step; this much is looked at again.
_LONGEST_TAG: Final = 256
_ENVELOPE_END: Final = re.compile(rb"</(?:[A-Za-z_][\w.-]*:)?edXMLEnvelope\s*>")
#: The start tag of the root, after the prolog: its name is needed to close it early.
_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?:[^?]++|\?(?!>))*+\?>|<!--(?:[^-]++|-(?!->))*+-->)*+<([A-Za-z_][\w.:-]*)"
)


class PackagePeek:
    """The header of a package whose attachments were not looked at yet.

    What stands behind the envelope was not read: it may be cut, or not even XML. Asking for
    `package`, `attachments` or `faults` reads and proves all of it, and may raise
    `edoc.PackageError` then.
    """

    def __init__(self, head: DocumentPackage | StatusMessage, source: Source, limits: Limits, *, whole: bool) -> None:
        """Keep the head; `peek` makes it."""
        self._head = head
        self._source = source
        self._limits = limits
        self._whole = whole

    @property
    def kind(self) -> Literal["document", "status"]:
        """What the package is."""
        return self._head.kind

    @property
    def header(self) -> DocumentHeader | StatusHeader:
        """``MessageHeader``."""
        return self._head.header

    @property
    def trace_header_list(self) -> TraceHeaderList | None:
        """``TraceHeaderList``."""
        return self._head.trace_header_list

    @property
    def manifest(self) -> Manifest | None:
        """``edXMLManifest``."""
        return self._head.manifest

    @property
    def signature(self) -> Signature | None:
        """``Signature``."""
        return self._head.signature

    @cached_property
    def package(self) -> DocumentPackage | StatusMessage:
        """The whole package, read and proved.

        Raises:
            PackageError: As `edoc.read` does.
        """
        if self._whole:
            return self._head
        self._source.clock = Clock(self._limits)
        try:
            return read_source(self._source, self._limits).package
        finally:
            self._source.clock = None

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The attachments of the whole package.

        Raises:
            PackageError: As `edoc.read` does.
        """
        return self.package.attachments

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of the whole package.

        Raises:
            PackageError: As `edoc.read` does.
        """
        return self.package.faults

    def close(self) -> None:
        """Give the file back."""
        self._source.close()

    def __enter__(self) -> Self:
        """Give the peek; `close` follows at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def peek(source: Readable, *, limits: Limits = DEFAULT_LIMITS) -> PackagePeek:
    """Read the header of a package, in the same time whatever its size.

    The envelope stands before the attachments in every package that follows the standard; where
    it does not, or anything is odd, the whole package is read as `edoc.read` does.

    Args:
        source: As for `edoc.read`.
        limits: What is accepted at most.

    Raises:
        PackageError: The header cannot be read.
        InputError: The file does not exist or cannot be read.
    """
    opened = open_source(source, limits, Clock(limits))
    try:
        head = _head(opened, limits) if opened.size > SMALL else None
        if head is not None:
            return PackagePeek(head, opened, limits, whole=False)
        return PackagePeek(read_source(opened, limits).package, opened, limits, whole=True)
    except BaseException:
        opened.close()
        raise
    finally:
        opened.clock = None  # what is read later has its own time


def _head(source: Source, limits: Limits) -> DocumentPackage | StatusMessage | None:
    """Read the envelope alone; None when that is not possible."""
    if source.read_at(0, 2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return None
    data = _up_to_envelope(source, limits)
    if data is None:
        return None
    try:
        decoded = to_utf8(BytesSource(data, source.name), limits)
        root = parse_bytes(data, limits, source.name)
        parsed = Parsed(root, decoded.source, decoded, Skeleton(data), {})
        package = read_parsed(parsed, limits).package
    except PackageError:
        return None  # the full read is the arbiter
    return package


def _up_to_envelope(source: Source, limits: Limits) -> bytes | None:
    """Give the bytes up to the end of the envelope, with the root closed behind it.

    Documents have a body in it. Where it has none, what follows decides what the package is, so
    the whole is read.
    """
    data = b""
    while len(data) < min(source.size, limits.header_bytes):
        seen = max(0, len(data) - _LONGEST_TAG)
        data += source.read_at(len(data), _STEP)
        end = _ENVELOPE_END.search(data, seen)
        root = _ROOT.match(data) if end else None
        if end and root:
            return data[: end.end()] + b"</%s>" % root.group(1) if b"edXMLBody" in data else None
    return None
