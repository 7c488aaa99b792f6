"""The skeleton of a package: envelope, header, body, attachments, whatever they are called.

QCVN 102:2016/BTTTT, Part 2. Only the envelope must be in the standard's namespace; below it the
local name decides, as in the readers in circulation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc._xml.names import EDXML, clark, local_name, namespace
from edoc.errors import NotEdxmlError
from edoc.messages import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from edoc.edxml.fault_collector import FaultCollector

__all__ = ["Parts", "elements", "find_parts"]

_ROOT: Final = clark(EDXML, "edXML")
_ENVELOPE: Final = clark(EDXML, "edXMLEnvelope")
#: What nearly every envelope holds: the short way for it.
_HALVES: Final = {clark(EDXML, name): name for name in ("edXMLHeader", "edXMLBody")}
_STATUS_CODE: Final = clark(EDXML, "StatusCode")
#: The parts of the header by every name in circulation.
_NAMES: Final = {
    "MessageHeader": "message_header",
    "Status": "message_header",
    "TraceHeaderList": "trace",
    "Signature": "signature",
    "DigitalSignature": "signature",
}
#: Names that stand in for others, and the fault that each is.
_STAND_INS: Final = {"Status": "status-element", "DigitalSignature": "digital-signature-element"}
#: What nearly every header holds: the short way for it.
_USUAL: Final = {clark(EDXML, name): part for name, part in _NAMES.items() if name not in _STAND_INS}
#: What stands where attachments are looked for, and is none: the short way for it.
_NO_ATTACHMENTS: Final = frozenset([*_HALVES, *_USUAL, clark(EDXML, "edXMLManifest")])
#: Children of MessageHeader that only documents have.
_OF_DOCUMENTS: Final = frozenset(
    {"To", "Code", "PromulgationInfo", "DocumentType", "Subject", "Content", "SignerInfo", "OtherInfo", "ToPlaces"}
)


@dataclass(slots=True)
class Parts:
    """The elements that the models are read from; None where one is missing."""

    envelope: _Element
    header: _Element | None = None
    message_header: _Element | None = None
    trace: _Element | None = None
    signature: _Element | None = None
    manifest: _Element | None = None
    attachments: _Element | None = None
    is_status: bool = False


def elements(parent: _Element) -> Iterator[tuple[_Element, str]]:
    """Give the child elements with their local names; comments and instructions are passed over."""
    for child in parent:
        if isinstance(child.tag, str):
            yield child, local_name(child.tag)


def find_parts(root: _Element, faults: FaultCollector, source: str | None = None) -> Parts:
    """Find the parts of the package below *root*.

    Raises:
        NotEdxmlError: *root* has no ``edXMLEnvelope`` in the standard's namespace.
    """
    if root.tag != _ROOT:
        faults.note("root-name", root, str(root.tag))
    envelopes = list(root.iterchildren(_ENVELOPE))
    if not envelopes:
        raise refusal(
            NotEdxmlError,
            "no-envelope",
            source=source,
            line=root.sourceline,
            path="/" + local_name(str(root.tag)),
            found=root.tag,
        )
    for extra in envelopes[1:]:
        faults.note("repeated-element", extra, which="word:first")
    parts = Parts(envelopes[0])
    body = _envelope(parts, faults)
    _header(parts, faults)
    _body(parts, body, faults)
    _attachments(root, parts, body, faults)
    parts.is_status = _is_status(parts, body)
    return parts


def _envelope(parts: Parts, faults: FaultCollector) -> _Element | None:
    """Find header and body; of several, the first counts. Give the body."""
    found: dict[str, _Element] = {}
    for child in parts.envelope:
        usual = _HALVES.get(child.tag)  # type: ignore[arg-type]  # the tag of a comment is not text, and not found
        if usual is not None and usual not in found:
            found[usual] = child
            continue
        if not isinstance(child.tag, str):
            continue
        name = local_name(child.tag)
        if name in {"edXMLHeader", "edXMLBody"}:
            if name in found:
                faults.note("repeated-element", child, which="word:first")
            found.setdefault(name, child)
            _check_namespace(child, faults)
        elif name not in {"AttachmentEncoded", "Attachment"}:
            faults.note("unknown-element", child, name)
    parts.header = found.get("edXMLHeader")
    if parts.header is None:
        faults.note("no-header", parts.envelope)
    return found.get("edXMLBody")


def _header(parts: Parts, faults: FaultCollector) -> None:
    """Find the parts of the header; of several, the last counts, as in the national SDK."""
    if parts.header is None:
        return
    for child in parts.header:
        usual = _USUAL.get(child.tag)  # type: ignore[arg-type]  # the tag of a comment is not text, and not found
        if usual is not None and getattr(parts, usual) is None:
            setattr(parts, usual, child)
        elif isinstance(child.tag, str):
            _unusual(parts, child, local_name(child.tag), faults)
    if parts.message_header is None:
        faults.note("no-message-header", parts.header)


def _unusual(parts: Parts, child: _Element, name: str, faults: FaultCollector) -> None:
    """Take a part of the header that is repeated, or goes by another name or namespace."""
    which = _NAMES.get(name)
    if name in {"AttachmentEncoded", "Attachment"}:
        return  # the flat variant: see _attachments
    if which is None:
        faults.note("unknown-element", child, name)
        return
    if name in _STAND_INS:
        faults.note(_STAND_INS[name], child)
        if getattr(parts, which) is not None:  # the standard's own name counts, for every reader
            faults.note("repeated-element", child, which="word:first")
            return
    _replace(parts, which, child, faults)
    if which != "signature":  # for a signature xmldsig is as good a namespace
        _check_namespace(child, faults)


def _replace(parts: Parts, which: str, child: _Element, faults: FaultCollector) -> None:
    if getattr(parts, which) is not None:
        faults.note("repeated-element", child, which="word:last")
    setattr(parts, which, child)


def _body(parts: Parts, body: _Element | None, faults: FaultCollector) -> None:
    if body is None:
        return
    for child, name in elements(body):
        if name in {"edXMLManifest", "Manifest"}:
            if name == "Manifest":
                faults.note("misspelt-element", child, name, right="edXMLManifest")
            if parts.manifest is None:
                parts.manifest = child
            else:
                faults.note("repeated-element", child, which="word:first")
            _check_namespace(child, faults)
        elif name not in {"AttachmentEncoded", "Attachment"}:
            faults.note("unknown-element", child, name)


def _attachments(root: _Element, parts: Parts, body: _Element | None, faults: FaultCollector) -> None:
    """Find AttachmentEncoded: the last child of the root, or what stands inside the envelope."""
    for child in root:
        if child.tag == _ENVELOPE or not isinstance(child.tag, str):
            continue
        name = local_name(child.tag)
        if name == "AttachmentEncoded":
            _replace(parts, "attachments", child, faults)
            _check_namespace(child, faults)
        else:
            faults.note("unknown-element", child, name)
    inner = [
        (child, child if local_name(str(child.tag)) == "AttachmentEncoded" else holder)
        for holder in (parts.envelope, body, parts.header)
        if holder is not None
        for child in holder
        if child.tag not in _NO_ATTACHMENTS
        and isinstance(child.tag, str)
        and local_name(child.tag) in {"AttachmentEncoded", "Attachment"}
    ]
    told: set[_Element] = set()
    for child, holder in inner:
        if holder in told:
            continue  # one fault for all that stand together
        told.add(holder)
        is_read = parts.attachments is None
        if is_read:
            parts.attachments = holder
        faults.note("attachments-in-envelope" if is_read else "attachments-not-read", child)


def _check_namespace(child: _Element, faults: FaultCollector) -> None:
    space = namespace(str(child.tag))
    if space != EDXML:
        faults.note("wrong-namespace", child, space)


def _is_status(parts: Parts, body: _Element | None) -> bool:
    """Tell a status message from a document.

    No element says which it is. A status message has a status and neither body nor attachments;
    where the status is missing too, it is one unless something in it belongs to documents only.
    """
    if body is not None or parts.attachments is not None:
        return False
    if parts.message_header is None:
        return False
    coded = next(parts.message_header.iterchildren(_STATUS_CODE), None)
    if coded is not None or local_name(str(parts.message_header.tag)) == "Status":
        return True
    names = {name for _, name in elements(parts.message_header)}
    return "StatusCode" in names or not names & _OF_DOCUMENTS
