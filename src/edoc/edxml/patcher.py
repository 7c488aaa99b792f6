"""A changed package that was read: the bytes that differ are replaced, all others stay.

The package is parsed again and walked along the table beside the fields as they were read and
as they are now. Where a field differs, its bytes are replaced, inserted or deleted; whatever the
table does not speak of (unknown elements, comments, blanks, prefixes, the order) is not touched.
The result is read back before anything is written: if it does not say what the changed package
says, nothing is written at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from edoc._xml.encoding import Decoded
from edoc._xml.names import EDXML, EDXML_PREFIX
from edoc._xml.parser import Parsed, parse, parse_bytes
from edoc._xml.skeleton import Skeleton
from edoc._xml.source import BytesSource
from edoc.edxml.alignment import align
from edoc.edxml.attachment import Attachment
from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.edxml.composer import Stored, content_element
from edoc.edxml.edits import Edits
from edoc.edxml.fault_collector import FaultCollector
from edoc.edxml.parts import Parts, elements, find_parts
from edoc.edxml.reading_attachments import attachment_elements, content_element_of
from edoc.edxml.structure_patch import StructurePatch
from edoc.edxml.table import plan
from edoc.errors import FieldError, PackageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from edoc._xml.base64text import Base64Text
    from edoc.edxml.edits import Inserted
    from edoc.edxml.model import Model
    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.edxml.reader import Origin
    from edoc.limits import Limits

__all__ = ["patch"]

_CONTENT_TAG = f"{EDXML_PREFIX}:{CONTENT_ELEMENT}"
_DECLARATION = f' xmlns:{EDXML_PREFIX}="{EDXML}"'


def patch(package: DocumentPackage | StatusMessage, origin: Origin) -> Iterator[bytes | Stored | Base64Text]:
    """Give the pieces of a package that was read and changed.

    Raises:
        FieldError: A new value cannot be written, or the change cannot be made in place.
        SourceChangedError: The file it was read from changed meanwhile.
    """
    parsed = parse(origin.source, origin.limits, CONTENT_ELEMENT)
    patcher = _Patcher(parsed)
    patcher.patch(package, origin.fields)
    pieces = list(patcher.edits.pieces())
    _require_faithful(pieces, package, origin.limits)
    yield from pieces


class _Patcher:
    """One package."""

    def __init__(self, parsed: Parsed) -> None:
        self.root = parsed.root
        self.parts = find_parts(parsed.root, FaultCollector())
        self.edits = Edits(parsed)
        self.walk = StructurePatch(self.edits)

    def patch(self, package: DocumentPackage | StatusMessage, old: dict[str, Any]) -> None:
        """Edit every part that differs."""
        parts = self.parts
        if package.header != old["header"]:
            self._header(parts, old["header"], package.header)
        self._part("trace_header_list", parts.trace, parts.message_header, old, package)
        self._part(
            "signature", parts.signature, parts.trace if parts.trace is not None else parts.message_header, old, package
        )
        if package.kind == "document":
            self._manifest(parts, old["manifest"], package.manifest)
            if package.attachments != old["attachments"]:
                self._attachments(parts, old["attachments"], package.attachments)

    def _header(self, parts: Parts, old: Model, new: Model) -> None:
        if parts.message_header is not None:
            self.walk.structure(parts.message_header, plan(type(new)), old, new, "header")
        elif parts.header is not None:
            self.edits.insert_first(parts.header, self._new(parts.header, new, "header", "MessageHeader"))
        else:
            message = "header: the package has no edXMLHeader to put it in; make a new package instead"
            raise FieldError(message)

    def _part(
        self,
        name: str,
        element: _Element | None,
        neighbour: _Element | None,
        old: dict[str, Any],
        package: DocumentPackage | StatusMessage,
    ) -> None:
        """Edit trace or signature."""
        before: Model | None = old[name]
        now: Model | None = getattr(package, name)
        if before == now:
            return
        if now is None:
            self.edits.delete(_present(element))
        elif element is not None and before is not None:
            self.walk.structure(element, plan(type(now)), before, now, name)
        elif neighbour is not None:
            self.edits.insert_after(neighbour, self._new(neighbour, now, name, beside=True))
        else:
            message = f"{name}: the package has no MessageHeader to put it behind; make a new package instead"
            raise FieldError(message)

    def _manifest(self, parts: Parts, before: Model | None, now: Model | None) -> None:
        if before == now:
            return
        if now is None:
            self.edits.delete(_present(parts.manifest))
        elif parts.manifest is not None and before is not None:
            self.walk.structure(parts.manifest, plan(type(now)), before, now, "manifest")
        else:
            body = next((child for child, name in elements(parts.envelope) if name == "edXMLBody"), None)
            if body is not None:
                self.edits.insert_first(body, self._new(body, now, "manifest"))
            else:
                self._new_body(parts, now)

    def _new_body(self, parts: Parts, manifest: Model) -> None:
        last = parts.header
        if last is None:
            message = "manifest: the package has no edXMLHeader to put it behind; make a new package instead"
            raise FieldError(message)
        lead = self.edits.lead(last)
        markup = self.walk.markup(lead, self.edits.prefix(last))
        tag = f"{markup.prefix}edXMLBody"
        markup.parts += (markup.lead(0), f"<{tag}>")
        markup.structure(manifest, 1, path="manifest")
        markup.parts += (markup.lead(0), f"</{tag}>")
        self.edits.insert_after(last, [self.edits.encode(markup.text())])

    def _new(
        self, near: _Element, model: Model, place: str, name: str | None = None, *, beside: bool = False
    ) -> Inserted:
        """Write a new structure inside, or beside, *near*."""
        lead = self.edits.lead(near)
        markup = self.walk.markup(lead if beside else self.walk.deeper(lead), self.edits.prefix(near))
        markup.structure(model, 0, name, place)
        return [self.edits.encode(markup.text())]

    def _attachments(self, parts: Parts, old: tuple[Attachment, ...], new: tuple[Attachment, ...]) -> None:
        """Edit the list of attachments; contents that stayed are not touched."""
        holder = parts.attachments
        if holder is None:
            lead = self.edits.lead(parts.envelope)
            prefix = self.edits.prefix(self.root)
            tag = f"{prefix}AttachmentEncoded".encode()
            inner = [piece for item in new for piece in self._attachment(item, self.walk.deeper(lead), prefix)]
            self.edits.insert_after(parts.envelope, [lead, b"<", tag, b">", *inner, lead, b"</", tag, b">"])
            return
        items = list(attachment_elements(holder))
        steps = align(old, new)
        for i, j in steps.changed:
            self._change(items[i], old[i], new[j], f"attachments[{j}]")
        for i in steps.deleted:
            self.edits.delete(items[i])
        lead = self.edits.lead(items[0]) if items else self.walk.deeper(self.edits.lead(holder))
        for j, anchor, twin in steps.inserted:
            prefix = self.edits.prefix(items[0] if items else holder)
            inserted = (
                [lead, *self.edits.raw(items[twin])] if twin is not None else self._attachment(new[j], lead, prefix)
            )
            if anchor >= 0:
                self.edits.insert_after(items[anchor], inserted)
            else:
                self.edits.insert_first(holder, inserted)

    def _attachment(self, attachment: Attachment, lead: bytes, prefix: str) -> Inserted:
        """Write a new attachment."""
        markup = self.walk.markup(lead, prefix)
        markup.parts += (markup.lead(0), f"<{prefix}Attachment>")
        markup.fields(attachment, plan(Attachment), 1, "attachments")
        markup.parts.append(markup.lead(1))
        end = f"{markup.lead(0)}</{prefix}Attachment>".encode()
        return [self.edits.encode(markup.text()), *content_element(attachment, _CONTENT_TAG, _DECLARATION), end]

    def _change(self, element: _Element, old: Attachment, new: Attachment, place: str) -> None:
        """Change the metadata of an attachment, its content, or both."""
        self.walk.structure(element, plan(Attachment), old, new, place)
        if old._content is new._content:  # noqa: SLF001 - the same bytes at the same place
            return
        content = content_element_of(element)
        if content is not None:
            self.edits.replace_content(content, [] if _is_empty(new) else [Stored(new)])
            return
        last = next((child for child, _ in reversed(list(elements(element)))), None)
        lead = self.edits.lead(last) if last is not None else self.walk.deeper(self.edits.lead(element))
        added: Inserted = [lead, *content_element(new, _CONTENT_TAG, _DECLARATION)]
        if last is not None:
            self.edits.insert_after(last, added)
        else:
            self.edits.insert_first(element, added)


def _present(element: _Element | None) -> _Element:
    """Give the element of a part that was read, and so is there."""
    assert element is not None
    return element


def _is_empty(attachment: Attachment) -> bool:
    return attachment.encoding == "raw" and attachment.size == 0


def _require_faithful(pieces: Inserted, package: DocumentPackage | StatusMessage, limits: Limits) -> None:
    """Read the result back, contents aside, and refuse it if it says anything else.

    Raises:
        FieldError: The change cannot be made in place.
    """
    from edoc.edxml.reader import read_parsed  # noqa: PLC0415 - the reader knows the writer's models

    data = b"".join(piece if isinstance(piece, bytes) else b"" for piece in pieces)
    source = BytesSource(data)
    try:
        root = parse_bytes(data, limits)
        parsed = Parsed(root, source, Decoded(source), Skeleton(data), {})
        said = read_parsed(parsed, limits).package
    except PackageError as error:
        message = f"the changed package could not be read back: {error}"
        raise FieldError(message) from error
    compared = package._compared  # noqa: SLF001 - what the two kinds compare by
    wrong = [name for name in compared if not _agrees(getattr(said, name, None), getattr(package, name))]
    if type(said) is not type(package) or wrong:
        message = (
            f"{', '.join(wrong) or 'kind'}: the change cannot be made in place, since readers would see something "
            "else; make a new package with these fields instead"
        )
        raise FieldError(message)


def _agrees(said: Any, meant: Any) -> bool:
    """Compare what was read back; of attachments, all but their contents."""
    if isinstance(meant, tuple):
        return _metadata(said) == _metadata(cast("tuple[Attachment, ...]", meant))
    return bool(said == meant)


def _metadata(attachments: tuple[Attachment, ...]) -> list[dict[str, Any]]:
    return [vars(attachment) for attachment in attachments]
