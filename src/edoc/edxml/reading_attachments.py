"""``AttachmentEncoded`` to attachments, with what can be said of the content without unzipping it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc._xml.base64text import Base64Text
from edoc._xml.names import local_name
from edoc._xml.paths import Paths
from edoc._xml.source import BytesSource
from edoc.edxml.attachment import Attachment
from edoc.edxml.attachment_rules import delivered_encoding, format_of, holds_zip_by_nature
from edoc.edxml.binder import CONTENT_ELEMENT, Binder, ExcessError, joined_text
from edoc.edxml.content import PackagedContent
from edoc.edxml.parts import elements
from edoc.edxml.table import plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from edoc._xml.parser import Parsed
    from edoc.edxml.fault_collector import FaultCollector
    from edoc.limits import Limits

__all__ = ["attachment_elements", "content_element_of", "read_attachments"]


def content_element_of(attachment: _Element) -> _Element | None:
    """Give the element with the base64 text; of several, the last counts."""
    found = [child for child, name in elements(attachment) if name == CONTENT_ELEMENT]
    return found[-1] if found else None


#: First entries of Office files (ISO/IEC 29500-2) and of OpenDocument files.
_OF_THE_FILE: Final = frozenset({"[Content_Types].xml", "mimetype"})


def attachment_elements(holder: _Element) -> Iterator[_Element]:
    """Give the attachments in *holder*: every child that has children, whatever its name.

    In the flat variant the holder is the envelope or the body, where only ``Attachment`` counts.
    """
    flat = _is_flat(holder)
    for child, name in elements(holder):
        if flat and name != "Attachment":
            continue
        if len(child):
            yield child


def _is_flat(holder: _Element) -> bool:
    """Say whether the attachments stand among other things, not in an element of their own."""
    return local_name(str(holder.tag)) != "AttachmentEncoded"


def read_attachments(holder: _Element | None, parsed: Parsed, binder: Binder, limits: Limits) -> tuple[Attachment, ...]:
    """Read the attachments in *holder*.

    Raises:
        ExcessError: There are more than ``limits.attachments``.
    """
    if holder is None:
        return ()
    found: list[Attachment] = []
    paths = Paths()
    made = plan(Attachment)
    for child, tag in elements(holder):
        if not len(child) and (tag == "Attachment" or not _is_flat(holder)):
            binder.faults.note("attachment-empty", child)
    for child in attachment_elements(holder):
        if len(found) >= limits.attachments:
            raise ExcessError("attachments", child, f"> {limits.attachments:,}")
        if not str(child.tag).endswith("Attachment"):
            binder.faults.note("attachment-element-name", child, str(child.tag))
        values = binder.structure(child, made)
        content = _content(child, binder.take_content(), parsed, binder.faults, limits)
        name = values.get("attachment_name")
        if not name:
            binder.faults.note("attachment-no-name", child)
        if values.get("content_type") is None:
            binder.faults.note("attachment-no-type", child)
        format_ = format_of(name, values.get("format"))
        as_is = _judge(child, content, values.get("content_type"), format_, binder.faults)
        found.append(Attachment._of_package(values, content, paths.of(child), as_is=as_is))  # noqa: SLF001 - its maker
    return tuple(found)


def _content(
    attachment: _Element, element: _Element | None, parsed: Parsed, faults: FaultCollector, limits: Limits
) -> PackagedContent | None:
    """Find the base64 text: a run that was cut out, or the text of the element."""
    if element is None:
        faults.note("attachment-no-content", attachment)
        return None
    text = element.text or ""
    run = parsed.texts.get(text) if parsed.texts and not len(element) else None
    if run is None:
        for inner, name in elements(element):
            faults.note("element-in-text", inner, name)
        data = (joined_text(element) if len(element) else text).encode("utf-8")
        run = Base64Text(BytesSource(data, parsed.source.name), 0, len(data))
    return PackagedContent(run, limits)


def _judge(  # noqa: C901, PLR0911 - one way out for each thing that can be odd
    attachment: _Element,
    content: PackagedContent | None,
    content_type: str | None,
    format_: str,
    faults: FaultCollector,
) -> bool:
    """Note what is odd about the content; say whether it is delivered as it is, not unzipped."""
    if content is None:
        return False
    element = content_element_of(attachment)
    assert element is not None
    if not _judge_base64(element, content, faults):
        return False
    encoding = delivered_encoding(content_type, format_)
    shape = content.zip_shape()
    if encoding == "raw":
        is_archive = shape is not None and shape.problem is None and shape.entries > 0
        if is_archive and not holds_zip_by_nature(format_):
            faults.note("zip-undeclared", element, type=content_type or "")
        return False
    if shape is None:
        faults.note("zip-not-a-zip", element)
        return True
    if shape.problem is not None:
        faults.note("zip-broken", element, reason=shape.problem)
        return True
    if shape.entries == 0:
        faults.note("zip-empty", element)
        return True
    if shape.first.endswith("/"):
        faults.note("zip-directory-first", element, shape.first)
        return True
    if holds_zip_by_nature(format_) and shape.first in _OF_THE_FILE:
        faults.note("zip-is-the-file", element, shape.first, format=format_)
    elif shape.entries > 1:
        faults.note("zip-several-entries", element, count=shape.entries)
    exceeded = shape.exceeds(content.limits)
    if exceeded is not None:
        faults.note("zip-bomb", element, **exceeded)
    return False


def _judge_base64(element: _Element, content: PackagedContent, faults: FaultCollector) -> bool:
    """Note how the base64 departs from RFC 4648; say whether it can be decoded."""
    survey = content.text.survey
    if survey.bad is not None:
        start = content.text.source.read_at(content.text.start, 60).decode("utf-8", "replace")
        code = "base64-placeholder" if start.lstrip().startswith(("${", "{{", "<%")) else "base64-garbage"
        faults.note(code, element, start, offset=survey.bad)
        return False
    if survey.blanks:
        faults.note("base64-blanks", element)
    if survey.url_safe:
        faults.note("base64-url-safe", element)
    if not survey.padded:
        faults.note("base64-no-padding", element)
    return True
