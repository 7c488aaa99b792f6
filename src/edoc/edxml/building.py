"""New documents: from what a caller knows to a whole package."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Required, TypedDict, TypeVar

from pydantic import BeforeValidator

from edoc.edxml.attachment import Attachment
from edoc.edxml.envelope_signature import Signature
from edoc.edxml.header import Code, DocumentHeader, DocumentType, OtherInfo, PromulgationInfo, SignerInfo
from edoc.edxml.manifest import Manifest, Reference
from edoc.edxml.model import Model
from edoc.edxml.organization import Organization, ResponseFor
from edoc.edxml.scalars import EdxmlDate, EdxmlInt, EdxmlTimestamp, RawText
from edoc.edxml.trace import Business, TraceHeader, TraceHeaderList
from edoc.errors import FieldError
from edoc.identifiers import ContentId, DocumentId, DocumentNumber
from edoc.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from edoc.edxml.package import DocumentPackage

__all__ = ["NewDocument", "NewDocumentFields", "carry", "new_document"]

P = TypeVar("P", bound="DocumentPackage")
_NAMESPACE: Final = uuid.UUID("0d0f5b0c-5a53-5a0b-8a5e-6b1c8f5f2a11")
_NEW: Final = "0"
_NEW_REASON: Final = "Văn bản điện tử mới"


def _organization(value: object) -> object:
    return {"organ_id": value} if isinstance(value, str) else value


def _organizations(value: object) -> object:
    if isinstance(value, (str, dict, Organization)):
        message = "a list is needed, also for one recipient"
        raise ValueError(message)  # noqa: TRY004 - pydantic takes it for what it is
    return value  # pyright: ignore[reportUnknownVariableType]  # pydantic checks the items next


def _attachments(value: object) -> object:
    if isinstance(value, (str, os.PathLike, Attachment)):
        message = "a list is needed, also for one attachment"
        raise ValueError(message)  # noqa: TRY004 - as above
    return value  # pyright: ignore[reportUnknownVariableType]  # pydantic checks the items next


def _code(value: object) -> object:
    if not isinstance(value, str):
        return value
    number = DocumentNumber(value)
    return {"code_number": number.number, "code_notation": number.notation}


def _type(value: object) -> object:
    return {"type_name": value} if isinstance(value, str) else value


def _priority(value: object) -> object:
    return {"priority": value} if isinstance(value, int) else value


AnyOrganization = Annotated[Organization, BeforeValidator(_organization)]


class NewDocumentFields(TypedDict, total=False):
    """What `DocumentPackage.new` takes, for type checkers; `NewDocument` says what each is."""

    sender: Required[Organization | dict[str, Any] | str]
    recipients: Required[Sequence[Organization | dict[str, Any] | str]]
    code: Required[Code | dict[str, Any] | str]
    subject: Required[str]
    promulgation_date: dt.date | str | None
    place: str | None
    document_type: DocumentType | dict[str, Any] | str | None
    content: str | None
    signer_info: SignerInfo | dict[str, Any] | None
    due_date: dt.date | str | None
    other_info: OtherInfo | dict[str, Any] | int
    response_for: Sequence[ResponseFor | dict[str, Any]]
    steering_type: int | None
    task_codes: Sequence[str]
    application_type: str | None
    to_places: Sequence[str]
    document_id: str | None
    business: Business | dict[str, Any]
    sent_at: dt.datetime | str | None
    signature: Signature | dict[str, Any] | None
    attachments: Sequence[Attachment | str | os.PathLike[str]]


class NewDocument(Model):
    """What `DocumentPackage.new` takes, checked.

    Args:
        sender: An `Organization`, its fields as a dict, or its agency code.
        recipients: The same for each recipient, at least one.
        code: Number and notation: ``7816/VPCP-TTĐT``, or a `Code`.
        subject: Trích yếu nội dung / what it is about.
        promulgation_date: Date of issue.
        place: Place of issue.
        document_type: A `DocumentType`, or the name of the type: ``Công văn``.
        content: Summary.
        signer_info: Who signed.
        due_date: When an answer is due.
        other_info: Priority, amounts, annexes; a number alone is the priority.
        response_for: Documents that it answers.
        steering_type: 0, 1 or 2.
        task_codes: Codes of tasks it reports on.
        application_type: As the sender's system uses it.
        to_places: Places of receipt as printed.
        document_id: Derived from sender, date and code when left out.
        business: New document when left out.
        sent_at: When it leaves: the first hop of the trace.
        signature: The texts of an envelope signature.
        attachments: `Attachment` objects or paths, the document itself first.
    """

    sender: AnyOrganization
    recipients: Annotated[tuple[AnyOrganization, ...], BeforeValidator(_organizations)]
    code: Annotated[Code, BeforeValidator(_code)]
    subject: str
    promulgation_date: EdxmlDate | None = None
    place: str | None = None
    document_type: Annotated[DocumentType, BeforeValidator(_type)] | None = None
    content: str | None = None
    signer_info: SignerInfo | None = None
    due_date: EdxmlDate | None = None
    other_info: Annotated[OtherInfo, BeforeValidator(_priority)] = OtherInfo(priority=0)
    response_for: tuple[ResponseFor, ...] = ()
    steering_type: EdxmlInt | None = 0
    task_codes: tuple[str, ...] = ()
    application_type: str | None = None
    to_places: tuple[str, ...] = ()
    document_id: DocumentId | None = None
    business: Business = Business(business_doc_type=_NEW, business_doc_reason=_NEW_REASON, paper="0")
    sent_at: EdxmlTimestamp | None = None
    signature: Signature | None = None
    attachments: Annotated[tuple[Attachment | Path | str, ...], BeforeValidator(_attachments)] = ()


def new_document(cls: type[P], fields: NewDocumentFields) -> P:
    """Make the package *cls* of the fields of `NewDocument`.

    Raises:
        FieldError: A field is missing, unknown or cannot hold its value.
        InputError: A file cannot be opened.
    """
    given = NewDocument.model_validate(fields)
    if not given.recipients:
        message = "NewDocument.recipients: a document needs at least one recipient"
        raise FieldError(message)
    header = DocumentHeader(
        sender=given.sender,
        recipients=given.recipients,
        document_id=given.document_id or _document_id(given),
        code=given.code,
        promulgation_info=_promulgation(given),
        document_type=given.document_type,
        subject=given.subject,
        content=given.content,
        signer_info=given.signer_info,
        due_date=given.due_date,
        other_info=given.other_info,
        response_for=given.response_for,
        steering_type=given.steering_type,
        task_codes=given.task_codes,
        application_type=given.application_type,
        to_places=given.to_places,
    )
    hops = () if given.sent_at is None else (TraceHeader(organ_id=given.sender.organ_id, timestamp=given.sent_at),)
    package = cls(
        header=header,
        trace_header_list=TraceHeaderList(business=given.business, trace_headers=hops),
        signature=given.signature,
    )
    return carry(package, given.attachments)


def _promulgation(given: NewDocument) -> PromulgationInfo | None:
    if given.place is None and given.promulgation_date is None:
        return None
    return PromulgationInfo(place=given.place, promulgation_date=given.promulgation_date)


def _document_id(given: NewDocument) -> DocumentId | None:
    """Derive the identifier in the form that is in use; it needs the date of issue."""
    date = given.promulgation_date
    organ_id = given.sender.organ_id
    if not organ_id or "," in organ_id or date is None or isinstance(date, RawText):
        return None
    return DocumentId.of(organ_id, date, given.code.number)


def carry(package: P, attachments: Iterable[Attachment | str | os.PathLike[str]]) -> P:
    """Give *package* with *attachments* and a manifest that lists them.

    Attachments without an identifier get one that is derived, so that equal input gives equal
    output. Lines of the manifest that still fit stay as they are.

    Raises:
        FieldError: Two attachments have one content id.
        InputError: A file cannot be opened.
    """
    made = [item if isinstance(item, Attachment) else Attachment.of(item) for item in attachments]
    if len(made) > DEFAULT_LIMITS.attachments:
        message = f"attachments: a package has at most {DEFAULT_LIMITS.attachments}"
        raise FieldError(message)
    taken = {item.content_id for item in made if item.content_id is not None}
    if len(taken) != sum(item.content_id is not None for item in made):
        message = "attachments: two attachments have the same content id"
        raise FieldError(message)
    for number, item in enumerate(made):
        if item.content_id is None:
            content_id = _content_id(package, number, item, taken)
            taken.add(content_id)
            made[number] = item.model_copy(update={"content_id": content_id})
    old = {line.content_id: line for line in package.manifest.references} if package.manifest else {}
    before = {item.content_id: vars(item) for item in package.attachments}
    lines = tuple(
        _line(item, old.get(item.content_id), unchanged=before.get(item.content_id) == vars(item)) for item in made
    )
    manifest = package.manifest or Manifest()
    return package.model_copy(
        update={"attachments": tuple(made), "manifest": manifest.model_copy(update={"references": lines})}
    )


def _content_id(package: DocumentPackage, number: int, item: Attachment, taken: set[ContentId]) -> ContentId:
    seed = f"{package.header.document_id or ''}\n{item.attachment_name or ''}"
    seed = seed.encode("utf-8", "backslashreplace").decode()  # what cannot be written is refused when it is written
    while True:
        candidate = ContentId(str(uuid.uuid5(_NAMESPACE, f"{seed}\n{number}")))
        if candidate not in taken:
            return candidate
        number += 1


def _line(item: Attachment, old: Reference | None, *, unchanged: bool) -> Reference:
    """Give the manifest's line of an attachment; same type in both, as every reader wants it."""
    line = Reference(
        content_id=item.content_id,
        content_type=item.content_type,
        description=item.description,
        attachment_name=item.attachment_name,
    )
    if old is not None and old.attachment_name == line.attachment_name and unchanged:
        return old
    return line
