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
_HEADER: Final = clark(EDXML, "edXMLHeader")
_BODY: Final = clark(EDXML, "edXMLBody")
_STATUS_CODE: Final = clark(EDXML, "StatusCode")
#: What nearly every header holds: the short way for it.
_USUAL: Final = {
    clark(EDXML, "MessageHeader"): "message_header",
    clark(EDXML, "TraceHeaderList"): "trace",
    clark(EDXML, "Signature"): "signature",
}
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
        faults.note("root-name", root, root.tag)
    envelopes = list(root.iterchildren(_ENVELOPE))
    if not envelopes:
        raise refusal(
            NotEdxmlError,
            "no-envelope",
            source=source,
            line=root.sourceline,
            path="/" + local_name(root.tag),
            found=root.tag,
        )
    for extra in envelopes[1:]:
        faults.note("repeated-element", extra, which="first")
    parts = Parts(envelopes[0])
    body = _envelope(parts, faults)
    _header(parts, faults)
    _body(parts, body, faults)
    _attachments(root, parts, body, faults)
    parts.is_status = _is_status(parts, body)
    return parts


def _envelope(parts: Parts, faults: FaultCollector) -> _Element | None:
    """Find header and body; give the body."""
    body: _Element | None = None
    for child in parts.envelope:
        tag = child.tag
        if tag == _HEADER and parts.header is None:
            parts.header = child
            continue
        if tag == _BODY and body is None:
            body = child
            continue
        if not isinstance(tag, str):
            continue
        name = local_name(tag)
        if name == "edXMLHeader":
            if parts.header is None:
                parts.header = child
            else:
                faults.note("repeated-element", child, which="first")
        elif name == "edXMLBody":
            if body is None:
                body = child
            else:
                faults.note("repeated-element", child, which="first")
        elif name not in {"AttachmentEncoded", "Attachment"}:
            faults.note("unknown-element", child, name)
            continue
        _check_namespace(child, faults)
    if parts.header is None:
        faults.note("no-header", parts.envelope)
    return body


def _header(parts: Parts, faults: FaultCollector) -> None:
    """Find the parts of the header; of several, the last counts, as in the national SDK."""
    if parts.header is None:
        return
    for child in parts.header:
        usual = _USUAL.get(child.tag)
        if usual is not None and getattr(parts, usual) is None:
            setattr(parts, usual, child)
            continue
        if not isinstance(child.tag, str):
            continue
        name = local_name(child.tag)
        if name in {"MessageHeader", "Status"}:
            _replace(parts, "message_header", child, faults)
            if name == "Status":
                faults.note("status-element", child)
        elif name == "TraceHeaderList":
            _replace(parts, "trace", child, faults)
        elif name in {"Signature", "DigitalSignature"}:
            _replace(parts, "signature", child, faults)
            if name == "DigitalSignature":
                faults.note("digital-signature-element", child)
            continue  # xmldsig is as good a namespace as the standard's own
        else:
            faults.note("unknown-element", child, name)
            continue
        _check_namespace(child, faults)
    if parts.message_header is None:
        faults.note("no-message-header", parts.header)


def _replace(parts: Parts, which: str, child: _Element, faults: FaultCollector) -> None:
    if getattr(parts, which) is not None:
        faults.note("repeated-element", child, which="last")
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
                faults.note("repeated-element", child, which="first")
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
    if parts.attachments is not None:
        return
    for holder in (parts.envelope, body, parts.header):
        for child, name in elements(holder) if holder is not None else ():
            if name == "AttachmentEncoded":
                faults.note("attachments-in-envelope", child)
                parts.attachments = child
                return
            if name == "Attachment":
                faults.note("attachments-in-envelope", child)
                parts.attachments = holder
                return


def _check_namespace(child: _Element, faults: FaultCollector) -> None:
    if namespace(child.tag) != EDXML:
        faults.note("wrong-namespace", child, namespace(child.tag) or "")


def _is_status(parts: Parts, body: _Element | None) -> bool:
    """Tell a status message from a document.

    No element says which it is. A status message has a status and neither body nor attachments;
    where the status is missing too, it is one unless something in it belongs to documents only.
    """
    if body is not None or parts.attachments is not None:
        return False
    if parts.message_header is None:
        return False
    if parts.message_header.find(_STATUS_CODE) is not None or local_name(parts.message_header.tag) == "Status":
        return True
    names = {name for _, name in elements(parts.message_header)}
    return "StatusCode" in names or not names & _OF_DOCUMENTS
