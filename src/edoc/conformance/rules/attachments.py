"""Attachments against the manifest, and against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.conformance.result import Severity
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.parts import ATTACHED, LISTED, OPENED, SEVERAL_ATTACHED
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from edoc.conformance.subject import Subject
    from edoc.edxml.attachment import Attachment
    from edoc.edxml.manifest import Reference

__all__: list[str] = []

_BODY: Final = (clause("qcvn-102-2016", "Phần 2, Body"),)
_ARTICLE: Final = (clause("qd-28-2018", "10.1"), clause("qd-1123-2019", "13.1"), clause("qd-1123-2019", "13.2g"))
_CHECK: Final = (clause("nd-30-2020", "21.2a"), clause("qd-1123-2019", "12.2"))


def _name(item: Attachment | Reference) -> str:
    return item.attachment_name or item.content_id or "?"


@rule(
    "ATT-100",
    "no-attachment",
    severity=Severity.ERROR,
    clauses=_ARTICLE,
    layer=Layer.CROSS_FIELD,
    kind="document",
)
def no_attachment(subject: Subject) -> Iterable[Hit]:
    """Ask for the document itself: a package without attachments carries none."""
    if not subject.document.attachments:
        parts = subject.parts
        yield Hit(parts.attachments if parts.attachments is not None else subject.parsed.root)


@rule(
    "ATT-101",
    "content-id-missing",
    severity=Severity.ERROR,
    clauses=_BODY,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=ATTACHED,
)
def content_id_missing(subject: Subject) -> Iterable[Hit]:
    """Ask for a content id: without one the manifest cannot name the attachment."""
    for element, attachment in subject.attachments:
        if not attachment.content_id:
            yield Hit(element, None, {"attachment": _name(attachment)})


@rule(
    "ATT-102",
    "content-id-repeated",
    severity=Severity.ERROR,
    clauses=_BODY,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=SEVERAL_ATTACHED,
)
def content_id_repeated(subject: Subject) -> Iterable[Hit]:
    """Refuse two attachments with one content id: readers would disagree on which is meant."""
    yield from _repeated(subject.attachments)


@rule(
    "ATT-103",
    "reference-repeated",
    severity=Severity.ERROR,
    clauses=_BODY,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=LISTED,
)
def reference_repeated(subject: Subject) -> Iterable[Hit]:
    """Refuse two lines of the manifest with one content id."""
    yield from _repeated(subject.references)


def _repeated(items: Iterable[tuple[_Element, Attachment | Reference]]) -> Iterator[Hit]:
    seen: set[str] = set()
    for element, item in items:
        if item.content_id:
            if item.content_id in seen:
                yield Hit(element, item.content_id, {"id": item.content_id})
            seen.add(item.content_id)


@rule(
    "ATT-104",
    "not-in-manifest",
    severity=Severity.ERROR,
    clauses=_BODY,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=ATTACHED,
)
def not_in_manifest(subject: Subject) -> Iterable[Hit]:
    """Ask for a line in the manifest for every attachment."""
    listed = {reference.content_id for _, reference in subject.references}
    for element, attachment in subject.attachments:
        if attachment.content_id and attachment.content_id not in listed:
            yield Hit(element, attachment.content_id, {"attachment": _name(attachment), "id": attachment.content_id})


@rule(
    "ATT-105",
    "not-attached",
    severity=Severity.ERROR,
    clauses=_BODY,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=LISTED,
)
def not_attached(subject: Subject) -> Iterable[Hit]:
    """Ask for an attachment for every line of the manifest."""
    carried = {attachment.content_id for _, attachment in subject.attachments}
    for element, reference in subject.references:
        if not reference.content_id or reference.content_id not in carried:
            id_ = reference.content_id or ""
            yield Hit(element, id_, {"attachment": _name(reference), "id": id_})


@rule(
    "ATT-106",
    "manifest-name",
    severity=Severity.WARNING,
    clauses=_BODY,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=LISTED,
)
def manifest_name(subject: Subject) -> Iterable[Hit]:
    """Compare the file names in the manifest and in the attachments."""
    yield from _differing(subject, "attachment_name")


@rule(
    "ATT-107",
    "manifest-type",
    severity=Severity.WARNING,
    clauses=_BODY,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=LISTED,
)
def manifest_type(subject: Subject) -> Iterable[Hit]:
    """Compare the content types in the manifest and in the attachments.

    A warning: the national SDK itself writes two types for one attachment.
    """
    yield from _differing(subject, "content_type")


@rule(
    "ATT-108",
    "attachment-unreadable",
    severity=Severity.ERROR,
    clauses=_CHECK,
    layer=Layer.CONTENT,
    kind="document",
    about=OPENED,
)
def attachment_unreadable(subject: Subject) -> Iterable[Hit]:
    """Unzip every attachment once: what nobody can open is not whole.

    Contents that go as they are were proved while reading.
    """
    for item in subject.facts.inspected:
        if item.attachment.encoding == "zip" and item.content.unreadable is not None:
            yield Hit(item.element, None, {"attachment": item.name, "reason": item.content.unreadable})


def _differing(subject: Subject, field: str) -> Iterator[Hit]:
    by_id = {attachment.content_id: attachment for _, attachment in subject.attachments}
    for element, reference in subject.references:
        attachment = by_id.get(reference.content_id)
        listed = getattr(reference, field)
        carried = None if attachment is None else getattr(attachment, field)
        if listed is not None and carried is not None and carried != listed:
            yield Hit(element, listed, {"listed": listed, "carried": carried})
