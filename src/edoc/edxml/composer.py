"""A new package as a sequence of texts and contents, ready to be written as a stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc._xml.names import EDXML, EDXML_PREFIX
from edoc.edxml.attachment import Attachment
from edoc.edxml.markup import NEWLINE, Markup
from edoc.edxml.table import plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc._xml.base64text import Base64Text
    from edoc.edxml.package import DocumentPackage, StatusMessage

__all__ = ["DECLARATION", "Stored", "compose", "content_element"]

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_PREFIX: Final = EDXML_PREFIX + ":"
_ROOT: Final = f'<edXML xmlns="{EDXML}">'
_ENVELOPE: Final = f'<{_PREFIX}edXMLEnvelope xmlns:{EDXML_PREFIX}="{EDXML}">'
_CONTENT: Final = f"{_PREFIX}ContentTransferEncoded"


@dataclass(frozen=True, slots=True)
class Stored:
    """The place of an attachment's content, to be written in base64."""

    attachment: Attachment


def compose(package: DocumentPackage | StatusMessage) -> Iterator[bytes | Stored | Base64Text]:
    """Give the pieces of a new package.

    Raises:
        FieldError: A field cannot be written.
    """
    head = Markup(_PREFIX)
    lead = head.lead
    head.parts += (DECLARATION, NEWLINE, _ROOT, lead(1), _ENVELOPE, lead(2), f"<{_PREFIX}edXMLHeader>")
    head.structure(package.header, 3, "MessageHeader", "header")
    if package.trace_header_list is not None:
        head.structure(package.trace_header_list, 3, path="trace_header_list")
    if package.signature is not None:
        plain = Markup("")
        plain.structure(package.signature, 3, path="signature")
        head.parts += plain.parts
    head.parts += (lead(2), f"</{_PREFIX}edXMLHeader>")
    if package.manifest is not None:
        head.parts += (lead(2), f"<{_PREFIX}edXMLBody>")
        head.structure(package.manifest, 3, path="manifest")
        head.parts += (lead(2), f"</{_PREFIX}edXMLBody>")
    head.parts += (lead(1), f"</{_PREFIX}edXMLEnvelope>")
    yield head.text().encode()
    if package.kind == "document":
        yield from _attachments(package.attachments)
    yield f"{NEWLINE}</edXML>{NEWLINE}".encode()


def _attachments(attachments: tuple[Attachment, ...]) -> Iterator[bytes | Stored | Base64Text]:
    lead = Markup("").lead
    if not attachments:
        yield f"{lead(1)}<AttachmentEncoded />".encode()
        return
    yield f"{lead(1)}<AttachmentEncoded>".encode()
    for number, attachment in enumerate(attachments):
        fields = Markup("")
        fields.fields(attachment, plan(Attachment), 3, f"attachments[{number}]")
        yield f"{lead(2)}<Attachment>{fields.text()}{lead(3)}".encode()
        yield from content_element(attachment, _CONTENT, f' xmlns:{EDXML_PREFIX}="{EDXML}"')
        yield f"{lead(2)}</Attachment>".encode()
    yield f"{lead(1)}</AttachmentEncoded>".encode()


def content_element(attachment: Attachment, tag: str, declaration: str) -> Iterator[bytes | Stored | Base64Text]:
    """Give the element with an attachment's content; empty where there is nothing in it."""
    if attachment.encoding == "raw" and attachment.size == 0:
        yield f"<{tag}{declaration} />".encode()
        return
    yield f"<{tag}{declaration}>".encode()
    yield Stored(attachment)
    yield f"</{tag}>".encode()
