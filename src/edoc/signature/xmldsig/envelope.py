"""The signature of a package: where QCVN 102:2016/BTTTT puts it, and what of the package it covers.

Core validation alone says nothing: a signature may be right and cover none of the package, or an
element that no reader takes for the document. So the place is checked before, the coverage after,
both on the very elements that `edoc.read` reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc._xml.names import EDXML, clark, local_name, namespace
from edoc.edxml.fault_collector import FaultCollector
from edoc.edxml.parts import Parts, find_parts
from edoc.signature.axes import Coverage, Part, Time
from edoc.signature.check import Outcome
from edoc.signature.facts import Facts, Failure
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.xmldsig.canonical import XmlDocument
from edoc.signature.xmldsig.core import SIGNATURE, CheckedReference, Core, check
from edoc.signature.xmldsig.refused import Refused, refuse
from edoc.signature.xmldsig.signing_time import claimed_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from edoc._xml.parser import Parsed
    from edoc.signature.budget import Budget

__all__ = ["FORMAT", "LOCATION", "envelope_facts"]

FORMAT: Final = "xmldsig"
LOCATION: Final = "envelope"
_ENVELOPE: Final = clark(EDXML, "edXMLEnvelope")
_HEADER: Final = clark(EDXML, "edXMLHeader")
_ROOT: Final = clark(EDXML, "edXML")


def envelope_facts(parsed: Parsed, budget: Budget, location: str = LOCATION) -> tuple[Facts, Core | None] | None:
    """Find the envelope's signature and validate it; None where a package is not signed.

    Args:
        parsed: The package, as `edoc.read` parses it.
        budget: How much work the signature may ask for.
        location: What the result calls the place.

    Returns:
        The facts, and what core validation found; None in its place where the signature stands
        where it must not, or there are several.
    """
    document = XmlDocument(parsed.skeleton.data, parsed.skeleton.runs)
    root = document.tree()
    try:
        signature, parts = _signature(root)
    except Refused as refused:
        return Facts(location=location, format=FORMAT, failure=refused.failure), None
    if signature is None:
        return None
    core = check(document, root, signature, budget)
    coverage, uncovered = _coverage(signature, parts, core)
    return Facts(
        location=location,
        format=FORMAT,
        name=signature.get("Id"),
        failure=_wrapped(signature, core) or core.failure or uncovered,
        digests=tuple(reference.digest for reference in core.references),
        signature_ok=core.signature_ok,
        coverage=coverage,
        algorithms=core.algorithms,
        certificate=core.certificate,
        others=core.others,
        time=claimed_time(core, signature) if core.form is not None else Time(),
    ), core


def _signature(root: _Element) -> tuple[_Element | None, Parts]:
    """Find the one signature and make sure that it stands where the standard puts it.

    Raises:
        Refused: There are several, it is in another namespace, or it stands elsewhere; or there
            are several envelopes.
    """
    parts = find_parts(root, FaultCollector())
    signatures = list(root.iter(SIGNATURE))
    strangers = list(_strangers(root, parts))
    if not signatures and not strangers:
        return None, parts
    if len(signatures) + len(strangers) > 1:
        raise refuse("envelope-several-signatures", count=len(signatures) + len(strangers))
    if strangers:
        space = namespace(str(strangers[0].tag))
        if space == EDXML:
            raise refuse("envelope-edxml-namespace")
        raise refuse("envelope-wrong-namespace", found=space or "-")
    envelopes = [element for element in root.iter("*") if local_name(str(element.tag)) == "edXMLEnvelope"]
    if len(envelopes) > 1:
        raise refuse("envelope-several-envelopes", count=len(envelopes))
    (signature,) = signatures
    header = signature.getparent()
    if header is None or header is not parts.header or header.tag != _HEADER or root.tag != _ROOT:
        raise refuse("envelope-misplaced", found=_path(signature))
    return signature, parts


def _strangers(root: _Element, parts: Parts) -> Iterator[_Element]:
    """Give what looks like the signature and is in another namespace than that of XML Signature."""
    for holder in (root, parts.envelope, parts.header):
        for child in () if holder is None else holder:
            named = isinstance(child.tag, str) and local_name(child.tag) in {"Signature", "DigitalSignature"}
            if named and child.tag != SIGNATURE and len(child):  # an empty one is a blank of a form: no signature
                yield child


def _wrapped(signature: _Element, core: Core) -> Failure | None:
    """Refuse a reference to something that looks like a part of the package and is not read as one."""
    for reference in core.references:
        inside = reference.element is signature or signature in {*reference.element.iterancestors()}
        if inside and any(namespace(str(element.tag)) == EDXML for element in reference.element.iter("*")):
            return refuse("envelope-wrapping", path=_path(reference.element)).failure
    return None


def _coverage(signature: _Element, parts: Parts, core: Core) -> tuple[Coverage, Failure | None]:
    """Say which parts are referred to and which are not; whether they are unchanged is another question."""
    if not core.references:
        return Coverage(), None
    whole = any(reference.whole for reference in core.references)
    covered = tuple(_part(reference) for reference in core.references)
    if whole:
        return Coverage(outcome=Outcome.PASSED, whole=True, covered=covered), None
    missing = tuple(_missing(parts, core.references))
    coverage = Coverage(outcome=Outcome.FAILED, whole=False, covered=covered, not_covered=missing)
    if all(signature in {reference.element, *reference.element.iterancestors()} for reference in core.references):
        return coverage, refuse("envelope-nothing-covered", SubIndication.SIG_CONSTRAINTS_FAILURE).failure
    named = ", ".join(part.label or part.name for part in missing)
    code, indication = SubIndication.SIG_CONSTRAINTS_FAILURE, Indication.INDETERMINATE
    return coverage, refuse("envelope-not-covered", code, indication, parts=named).failure


def _part(reference: CheckedReference) -> Part:
    name = "/" if not reference.uri else _path(reference.element)
    return Part(name=name, size=reference.size, sha256=reference.sha256, label=reference.uri or None)


def _missing(parts: Parts, references: tuple[CheckedReference, ...]) -> Iterator[Part]:
    """Give the parts that a reader reads and that no reference covers."""
    tops = {reference.element for reference in references}
    read = [parts.message_header, parts.trace, parts.manifest]
    attachments = [] if parts.attachments is None else _attachments(parts.attachments)
    for element in (*read, *attachments):
        if element is not None and not tops & {element, *element.iterancestors()}:
            name = next((child.text for child in element if local_name(str(child.tag)) == "AttachmentName"), None)
            yield Part(name=_path(element), label=name)


def _attachments(holder: _Element) -> list[_Element]:
    return [child for child in holder if isinstance(child.tag, str) and local_name(child.tag) == "Attachment"]


def _path(element: _Element) -> str:
    """Give the path of an element as the reader's faults give it."""
    steps: list[str] = []
    at: _Element | None = element
    while at is not None:
        parent = at.getparent()
        same = [] if parent is None else [child for child in parent if child.tag == at.tag]
        number = f"[{same.index(at) + 1}]" if len(same) > 1 else ""
        steps.append(local_name(str(at.tag)) + number)
        at = parent
    return "/" + "/".join(reversed(steps))
