"""What several rules ask of one package, found once.

Rules are many and small; whatever walks the tree, opens an attachment or reads every text is done
here, when the first rule asks, and kept for the others.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from edoc.conformance.rule import Hit, NotAskedError
from edoc.edxml.header import DocumentHeader
from edoc.edxml.parts import elements
from edoc.identifiers import AgencyCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from edoc.conformance.content import Inspection
    from edoc.conformance.subject import Subject
    from edoc.edxml.attachment import Attachment
    from edoc.edxml.trace import Business, BusinessDocumentInfo, ReplacementInfo, TraceHeader
    from edoc.identifiers import DocumentNumber
    from edoc.identifiers.document_id import DocumentIdParts
    from edoc.scanning import PartScan
    from edoc.signature.model import VerificationResult

__all__ = ["Facts", "Inspected", "below", "day", "listed", "said"]


class Inspected(NamedTuple):
    """An attachment, its element, and what was found in it."""

    element: _Element
    attachment: Attachment
    content: Inspection

    @property
    def name(self) -> str:
        """How a message calls it."""
        return self.attachment.attachment_name or self.attachment.content_id or "?"

    def hit(self, text: str | None = None, **params: str) -> Hit:
        """Say that something was found in it: *text*, or its name, and the values of the message."""
        return Hit(self.element, text or self.name, {"attachment": self.name, **params})


def said(text: str | None) -> str:
    """Give a text without blanks around it; empty where there is none."""
    return (text or "").strip()


def listed(names: Sequence[str], most: int) -> str:
    """Give the first *most* names, and say so where there are more."""
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def day(value: object) -> dt.date | None:
    """Give a date or the day of a time; None where the package has none that can be read."""
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else None


def below(start: _Element | None, *names: str) -> _Element | None:
    """Give the element at the end of a path of local names, or the last one on the way."""
    current = start
    for name in names:
        found = None if current is None else next(current.iterchildren("{*}" + name), None)
        if found is None:
            break
        current = found
    return current


class Facts:
    """The facts of one package.

    Args:
        subject: The package.
    """

    def __init__(self, subject: Subject) -> None:
        """Keep the package; nothing is looked at yet."""
        self._subject = subject
        self._in_trace: dict[tuple[str, ...], _Element | None] = {}
        self._children: dict[str, tuple[_Element, ...]] = {}
        trace = subject.package.trace_header_list
        #: The business of a document.
        self.business: Business | None = None if trace is None else trace.business
        #: Its type: 0 to 3, or whatever stands there.
        self.business_type = "" if self.business is None else said(self.business.business_doc_type)
        #: The hops of a document, as they stand.
        self.hops: tuple[TraceHeader, ...] = () if trace is None else trace.trace_headers
        #: What is wrong with the texts, by the code of the problem; found by the rules on texts.
        self.text_problems: dict[str, list[tuple[_Element, str]]] | None = None

    @property
    def header(self) -> DocumentHeader:
        """The header of a document."""
        return self._subject.document.header

    @cached_property
    def recipients(self) -> tuple[tuple[AgencyCode, _Element], ...]:
        """The codes of the recipients that have one."""
        found = ((said(recipient.organ_id), element) for element, recipient in self._subject.recipients)
        return tuple((AgencyCode(code), element) for code, element in found if code)

    @cached_property
    def parties(self) -> tuple[tuple[AgencyCode, _Element], ...]:
        """The codes of the sender and of the recipients, or of who reports and on whose document."""
        subject = self._subject
        header = subject.package.header
        first: tuple[tuple[AgencyCode, _Element], ...] = ()
        if header.sender is not None and said(header.sender.organ_id):
            first = ((AgencyCode(said(header.sender.organ_id)), subject.nearest("From", "OrganId")),)
        if isinstance(header, DocumentHeader):
            return first + self.recipients
        if header.response_for is not None and said(header.response_for.organ_id):
            first += ((AgencyCode(said(header.response_for.organ_id)), subject.nearest("ResponseFor", "OrganId")),)
        return first

    @cached_property
    def promulgated(self) -> dt.date | None:
        """The date of the document (Article 13.2d)."""
        info = self.header.promulgation_info
        return None if info is None else day(info.promulgation_date)

    @cached_property
    def number(self) -> DocumentNumber | None:
        """Number and notation as they are printed; None where there are none."""
        code = self.header.code
        return None if code is None or not code.number.strip() else code.number

    @cached_property
    def id_parts(self) -> DocumentIdParts | None:
        """The parts of a document identifier of the form in use."""
        document_id = self.header.document_id
        return None if document_id is None else document_id.parts

    def business_of(self, *types: str) -> Business | None:
        """Give the business, where it is of one of these types."""
        return self.business if self.business_type in types else None

    @property
    def changed(self) -> tuple[BusinessDocumentInfo, ...]:
        """What the business changes (QCVN 102:2016/BTTTT 2.2.3)."""
        return () if self.business is None else self.business.business_document_info

    @property
    def replaced(self) -> tuple[ReplacementInfo, ...]:
        """What the business replaces (QCVN 102:2016/BTTTT 2.2.8)."""
        return () if self.business is None else self.business.replacement_info

    @cached_property
    def sent(self) -> dt.datetime | None:
        """When it was sent: the time of the first hop."""
        time = self.hops[0].timestamp if self.hops else None
        return time if isinstance(time, dt.datetime) else None

    def in_header(self, name: str, index: int) -> _Element | None:
        """Give one of several elements of that name in MessageHeader."""
        return self._nth(self._subject.parts.message_header, name, index)

    def in_trace(self, *names: str) -> _Element | None:
        """Give the element at the end of a path below TraceHeaderList, or the last one on the way."""
        if names not in self._in_trace:
            parts = self._subject.parts
            missing = parts.header if parts.header is not None else parts.envelope
            self._in_trace[names] = missing if parts.trace is None else below(parts.trace, *names)
        return self._in_trace[names]

    def hop(self, index: int) -> _Element | None:
        """Give the element of a hop."""
        return self._nth(self._subject.parts.trace, "TraceHeader", index)

    def _nth(self, parent: _Element | None, name: str, index: int) -> _Element | None:
        if name not in self._children:  # once for each name: a header may have thousands of them
            self._children[name] = () if parent is None else tuple(parent.iterchildren("{*}" + name))
        found = self._children[name]
        return found[index] if index < len(found) else parent

    @cached_property
    def inspected(self) -> tuple[Inspected, ...]:
        """The attachments, each opened and looked at once.

        Raises:
            LimitExceededError: Looking into them takes longer than there is time.
            NotAskedError: There are some, and the caller does not want them opened.
        """
        attached = self._subject.attachments
        if attached and not self._subject.contents:
            raise NotAskedError("contents")
        from edoc.conformance.content import inspect  # noqa: PLC0415 - only packages with attachments pay

        digest = len(attached) > 1  # to find what is attached twice
        limits = self._subject.limits
        clock = self._subject.clock
        return tuple(
            Inspected(element, item, inspect(item, limits, clock, digest=digest)) for element, item in attached
        )

    @cached_property
    def verified(self) -> VerificationResult:
        """What `edoc.verify` says under the policy that was given; for rules that need it."""
        from edoc.signature.verifying import verify  # noqa: PLC0415 - cryptography: only for who asks

        subject = self._subject
        return verify(subject.package, policy=cast("Any", subject.given["policy"]), limits=subject.limits)

    @cached_property
    def scanned(self) -> tuple[tuple[_Element, PartScan], ...]:
        """What the scanner that was given says of each attachment; for rules that need it."""
        from edoc.scanning.package import scan_attachment  # noqa: PLC0415 - only for who asks

        scanner = cast("Any", self._subject.given["scanner"])
        found: list[tuple[_Element, PartScan]] = []
        for element, item in self._subject.attachments:
            found += [(element, part) for part in scan_attachment(item, scanner, self._subject.clock)]
        return tuple(found)

    @cached_property
    def texts(self) -> tuple[tuple[_Element, str], ...]:
        """Every text of the header, the trace, the manifest and the names of attachments."""
        subject, parts = self._subject, self._subject.parts
        roots = [root for root in (parts.message_header, parts.trace, parts.manifest) if root is not None]
        found = [
            (element, text)
            for root in roots
            for element in root.iter("*")
            if (text := element.text) and not text.isspace()
        ]
        for attachment, _ in subject.attachments if subject.package.kind == "document" else ():
            for element, name in elements(attachment):
                if name != "ContentTransferEncoded" and (text := element.text):
                    found.append((element, text))
        return tuple(found)

    @cached_property
    def whole_text(self) -> str:
        """The same in one piece, for a first look at all of them."""
        return "\n".join([text for _, text in self.texts])

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The names of their elements, as lxml writes them."""
        return tuple([str(element.tag) for element, _ in self.texts])
