"""Package bytes to models: tolerant of what is in circulation, and telling all of it.

What is refused is refused by the parser (`edoc._xml.parser`), or where there is no envelope.
Everything else is read, and what is odd becomes a fault with its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from edoc._xml.clock import Clock
from edoc._xml.parser import Parsed, parse
from edoc._xml.refusals import limit_reached
from edoc._xml.source import open_source
from edoc.edxml.binder import CONTENT_ELEMENT, Binder, ExcessError
from edoc.edxml.envelope_signature import Signature
from edoc.edxml.fault_collector import FaultCollector, Locator
from edoc.edxml.header import DocumentHeader, StatusHeader
from edoc.edxml.manifest import Manifest
from edoc.edxml.package import DocumentPackage, Message, StatusMessage
from edoc.edxml.parts import Parts, find_parts
from edoc.edxml.reading_attachments import read_attachments
from edoc.edxml.table import plan
from edoc.edxml.trace import TraceHeaderList
from edoc.errors import PackageError
from edoc.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc._xml.source import Readable, Source
    from edoc.edxml.model import Model
    from edoc.limits import Limits

__all__ = ["Origin", "ReadResult", "read", "read_parsed", "read_source"]


@dataclass(slots=True)
class Origin:
    """Where a package was read from: what is needed to write it back as it was.

    Args:
        source: The bytes as they were given.
        limits: What they were read within.
        fields: The fields as they were read, to find what a change is.
    """

    source: Source
    limits: Limits
    fields: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class ReadResult:
    """A package that was read, with the tree it was read from."""

    package: DocumentPackage | StatusMessage
    parsed: Parsed
    parts: Parts


def read(source: Readable, *, limits: Limits = DEFAULT_LIMITS) -> DocumentPackage | StatusMessage:
    """Read a package: a document or a status message, told apart by content.

    The reader takes what is in circulation: any namespace prefix, any order, unknown elements,
    odd dates, base64 with line breaks. What it cannot type it keeps as text, and tells as a
    `edoc.Fault` with line, column and path. Attachments are located and proved to be base64,
    and decoded when asked for. Whether a package is *right* is for `edoc.validate` to say.

    Args:
        source: A path, bytes, or a binary file. A large file is kept open until the package is
            closed or forgotten; a stream that cannot be read by position is copied first.
        limits: What is accepted at most.

    Raises:
        PackageError: It is not well-formed XML, has a DTD or an entity, is in an encoding other
            than UTF-8, US-ASCII or UTF-16 with a byte-order mark, has no envelope in the
            namespace of the standard, or exceeds a limit. The error says where and what to do.
        InputError: The file does not exist or cannot be read.
        UsageError: *source* is nothing that can be read.

    Source: QCVN 102:2016/BTTTT, Part 2.
    """
    opened = open_source(source, limits, Clock(limits))
    try:
        return read_source(opened, limits).package
    except BaseException:
        opened.close()
        raise
    finally:
        opened.clock = None  # what is taken out later has its own time


def read_source(source: Source, limits: Limits) -> ReadResult:
    """Read a package and keep the tree.

    Raises:
        PackageError: As `read` does.
    """
    return read_parsed(parse(source, limits, CONTENT_ELEMENT), limits)


def read_parsed(parsed: Parsed, limits: Limits) -> ReadResult:
    """Read a package that was parsed.

    Raises:
        PackageError: There is no envelope, or a limit is exceeded.
    """
    source = parsed.source
    try:
        faults = FaultCollector()
        if parsed.decoded.transcoded:
            faults.note("encoding-utf16", parsed.root)
        parts = find_parts(parsed.root, faults, source.name)
        binder = Binder(faults, limits, len(parsed.skeleton.data))
        values: dict[str, Any] = {
            "header": _values(parts.message_header, StatusHeader if parts.is_status else DocumentHeader, binder) or {},
            "trace_header_list": _values(parts.trace, TraceHeaderList, binder),
            "signature": _values(parts.signature, Signature, binder),
        }
        if not parts.is_status:
            values["manifest"] = _values(parts.manifest, Manifest, binder)
            values["attachments"] = read_attachments(parts.attachments, parsed, binder, limits)
            if parts.attachments is None:
                faults.note("no-attachments-element", parsed.root)
        values["faults"] = faults.resolve(parsed)
    except ExcessError as error:
        place = Locator(parsed).locate({error.element})[error.element]
        raise limit_reached(
            limits,
            error.limit,
            error.found,
            source=source.name,
            line=place.line,
            column=place.column,
            path=place.path,
        ) from None
    except PackageError as error:
        error.source = error.source or source.name
        raise
    model: type[DocumentPackage | StatusMessage] = StatusMessage if parts.is_status else DocumentPackage
    package = model.model_validate(values)
    remember(package, Origin(source, limits))
    return ReadResult(package, parsed, parts)


def remember(package: Message, origin: Origin) -> None:
    """Tie a package to where it was read from."""
    origin.fields = {name: getattr(package, name) for name in package._compared}  # noqa: SLF001 - what the two kinds compare by
    package._origin = origin  # noqa: SLF001 - the reader is what sets it


def _values(element: _Element | None, model: type[Model], binder: Binder) -> dict[str, Any] | None:
    """Give the values of one part; None where it is missing."""
    return None if element is None else binder.structure(element, plan(model))
