"""``DocumentPackage`` and ``StatusMessage``: what `edoc.read` gives and `write` takes."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, ClassVar, Literal, Self, Unpack

from pydantic import Field, PrivateAttr

from edoc.edxml.attachment import Attachment, digest_all
from edoc.edxml.envelope_signature import Signature
from edoc.edxml.fault import Fault
from edoc.edxml.header import DocumentHeader, StatusHeader
from edoc.edxml.manifest import Manifest
from edoc.edxml.model import Model
from edoc.edxml.trace import TraceHeaderList

if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Iterable, Mapping
    from types import TracebackType

    from edoc.edxml.building import NewDocumentFields
    from edoc.edxml.organization import Organization, ResponseFor, StaffInfo
    from edoc.edxml.reader import Origin
    from edoc.edxml.writer import Written

__all__ = ["SHOW_SCHEMA", "DocumentPackage", "Message", "StatusMessage"]

#: The contract that a package's JSON follows.
SHOW_SCHEMA: Literal["edoc/show/1"] = "edoc/show/1"


class Message(Model):
    """What a document and a status message share."""

    schema_id: Literal["edoc/show/1"] = Field(default=SHOW_SCHEMA, alias="schema")
    _origin: "Origin | None" = PrivateAttr(default=None)

    #: What makes two messages equal: what they say, not where they were read.
    _compared: ClassVar[tuple[str, ...]] = ()

    def write(self, target: str | os.PathLike[str] | IO[bytes], *, overwrite: bool = True) -> Written:
        """Write the package; see `edoc.write`."""
        from edoc.edxml.writer import write  # noqa: PLC0415 - the writer needs the models

        return write(self, target, overwrite=overwrite)  # type: ignore[arg-type]  # a message is one of its two kinds

    def to_bytes(self) -> bytes:
        """Give the package's bytes; for packages that fit in memory.

        Raises:
            UsageError: A field cannot be written.
            PackageError: The content of an attachment can no longer be read.
        """
        from edoc.edxml.writer import to_bytes  # noqa: PLC0415 - the writer needs the models

        return to_bytes(self)  # type: ignore[arg-type]  # a message is one of its two kinds

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract ``edoc/show/1`` as a dict; hashes every attachment.

        Raises:
            LimitExceededError: All of them together take longer than the package's ``Limits.seconds``.
        """
        digest_all(getattr(self, "attachments", ()))
        return self.model_dump(mode="json", by_alias=True)

    @property
    def source_sha256(self) -> str | None:
        """SHA-256 of the file it was read from; None for a new one."""
        return self._origin.source.sha256() if self._origin else None

    def close(self) -> None:
        """Give the file back; attachments that were not read yet can no longer be."""
        if self._origin is not None:
            self._origin.source.close()

    def __enter__(self) -> Self:
        """Give the package; `close` follows at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def __eq__(self, other: object) -> bool:
        """Compare what the packages say; not where they were read, nor their faults."""
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._compared)

    def __hash__(self) -> int:
        """Agree with ``==``."""
        return hash(tuple(getattr(self, name) for name in self._compared))


class DocumentPackage(Message):
    """A document with its header, trace, manifest, signature and attachments.

    Frozen: ``package.model_copy(update={...})``, `with_header` and `with_attachments` give
    changed ones. A changed package that was read keeps everything else of its bytes.

    Source: QCVN 102:2016/BTTTT, Part 2; Decision 1123/QĐ-UBND, Article 13.
    """

    _compared: ClassVar = ("header", "trace_header_list", "manifest", "attachments", "signature")

    kind: Literal["document"] = "document"
    header: DocumentHeader
    trace_header_list: TraceHeaderList | None = None
    manifest: Manifest | None = None
    attachments: tuple[Attachment, ...] = ()
    signature: Signature | None = None
    faults: tuple[Fault, ...] = ()

    @classmethod
    def new(cls, **fields: Unpack[NewDocumentFields]) -> Self:
        """Make a new document.

        Args:
            fields: Sender, recipients, code and subject; the rest is optional, see
                `edoc.edxml.building.NewDocument`.

        Raises:
            UsageError: A field is unknown or cannot hold its value, or a file cannot be read.

        Example:
            >>> draft = DocumentPackage.new(
            ...     sender={"organ_id": "H49.15", "organ_name": "Sở Mẫu"},
            ...     recipients=["H49.16"],
            ...     code="05/SM-VP",
            ...     promulgation_date="2026-01-05",
            ...     subject="V/v thử nghiệm",
            ... )
            >>> draft.header.document_id
            DocumentId('H49.15,2026/01/05,05/SM-VP')
        """
        from edoc.edxml.building import new_document  # noqa: PLC0415 - the writer needs the models

        return new_document(cls, fields)

    def with_header(self, **changes: Any) -> Self:
        """Give a copy with fields of the header replaced.

        Raises:
            FieldError: A field is unknown or cannot hold its value.
        """
        return self.model_copy(update={"header": self.header.model_copy(update=changes)})

    def with_attachments(self, attachments: Iterable[Attachment | str | os.PathLike[str]]) -> Self:
        """Give a copy that carries *attachments*, with a manifest that says so.

        Args:
            attachments: Attachments, of this package or new, or paths of files.

        Raises:
            InputError: A file cannot be opened.
            FieldError: Two attachments have one content id.
        """
        from edoc.edxml.building import carry  # noqa: PLC0415 - the writer needs the models

        return carry(self, attachments)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:  # noqa: ARG002 - frozen
        """Give a copy with the fields in *update* replaced and checked.

        Raises:
            FieldError: A field is unknown or cannot hold its value.
        """
        return super().model_copy(update=update)


class StatusMessage(Message):
    """A report on the state of a document at one recipient.

    Source: Quyết định 28/2018/QĐ-TTg; Công văn 4089/VPCP-TTĐT.
    """

    _compared: ClassVar = ("header", "trace_header_list", "signature")

    kind: Literal["status"] = "status"
    header: StatusHeader
    trace_header_list: TraceHeaderList | None = None
    manifest: None = None
    attachments: tuple[()] = ()
    signature: Signature | None = None
    faults: tuple[Fault, ...] = ()

    @classmethod
    def new(
        cls,
        *,
        status_code: str,
        sender: Organization | dict[str, Any] | str | None = None,
        response_for: ResponseFor | dict[str, Any] | None = None,
        staff_info: StaffInfo | dict[str, Any] | None = None,
        description: str | None = None,
        timestamp: dt.datetime | str | None = None,
    ) -> Self:
        """Make a status message.

        Args:
            status_code: 01 to 06, 13, 15 or 16.
            sender: Who reports: an `Organization`, its fields, or its agency code.
            response_for: The document that is reported on; OrganId is its sender.
            staff_info: Who did what is reported.
            description: In words.
            timestamp: When, with a time zone.

        Raises:
            FieldError: A field is unknown or cannot hold its value.

        Example:
            >>> message = StatusMessage.new(status_code="03", timestamp="2026-01-05T08:00:00+07:00")
            >>> message.header.status_code
            '03'
        """
        header = {
            "sender": {"organ_id": sender} if isinstance(sender, str) else sender,
            "response_for": response_for,
            "staff_info": staff_info,
            "status_code": status_code,
            "description": description,
            "timestamp": timestamp,
        }
        return cls(header=StatusHeader.model_validate(header))

    def with_header(self, **changes: Any) -> Self:
        """Give a copy with fields of the header replaced.

        Raises:
            FieldError: A field is unknown or cannot hold its value.
        """
        return self.model_copy(update={"header": self.header.model_copy(update=changes)})
