"""What is known of identifiers, as data: the contract ``edoc/id/1``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from edoc.edxml.model import Model
from edoc.identifiers import AgencyCode, AgencyFamily, DocumentId, DocumentIdKind, DocumentNumber
from edoc.report.model import Tool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.identifiers import AgencyRegistry

__all__ = ["ExplainedAgency", "ExplainedIdentifier", "ExplainedNumber", "IdentifierReport", "explained"]


class ExplainedAgency(Model):
    """An agency code.

    Args:
        code: As it was given.
        family: Which rule of law made it; ``unrecognised`` where none did.
        level: 1 for a ministry or a province; None where it has none.
        canonical: What to compare it by.
        name: Of the agency; None where no register knows it.
        closed: ``yes``, ``no`` or ``unknown``, on the day of the report.
    """

    code: str
    family: str
    level: int | None
    canonical: str
    name: str | None
    closed: str

    @classmethod
    def of(cls, code: AgencyCode, registry: AgencyRegistry, on: dt.date) -> ExplainedAgency:
        """Look a code up."""
        entry = None if code.family is AgencyFamily.UNRECOGNISED else registry.lookup(code)
        return cls(
            code=code,
            family=code.family.value,
            level=code.level,
            canonical=code.canonical(),
            name=None if entry is None else entry.name,
            closed=registry.closed(code, on).value,
        )


class ExplainedNumber(Model):
    """Number and notation of a document."""

    text: str
    is_standard: bool
    serial: str | None
    notation: str | None
    issuer: str | None
    type_name: str | None

    @classmethod
    def of(cls, number: DocumentNumber) -> ExplainedNumber:
        """Take a number apart."""
        kind = number.document_type
        return cls(
            text=number,
            is_standard=number.is_standard,
            serial=None if number.serial is None else str(number.serial),
            notation=number.notation,
            issuer=number.issuer,
            type_name=None if kind is None else kind.name,
        )


class ExplainedIdentifier(Model):
    """One identifier.

    Args:
        text: As it was given.
        kind: ``agency``, ``number``, or the kind of a document's identifier.
        agency: The agency in it.
        promulgation_date: The date in it.
        number: The number in it.
        said: The same in words, in the language of the report.
    """

    text: str
    kind: str
    agency: ExplainedAgency | None = None
    promulgation_date: dt.date | None = None
    number: ExplainedNumber | None = None
    said: tuple[str, ...] = ()


class IdentifierReport(Model):
    """Identifiers, explained.

    Args:
        on: The day for which the registers were asked.
        identifiers: In the order in which they were given.
    """

    schema_id: Literal["edoc/id/1"] = Field(default="edoc/id/1", alias="schema")
    tool: Tool = Tool()
    on: dt.date
    identifiers: tuple[ExplainedIdentifier, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract as a dict."""
        return self.model_dump(mode="json", by_alias=True)


def explained(code: str, registry: AgencyRegistry, on: dt.date, said: Iterable[str] = ()) -> ExplainedIdentifier:
    """Take one identifier apart.

    Args:
        code: Any text.
        registry: Who the agencies are.
        on: The day for which validity is told.
        said: The same in words.

    Example:
        >>> import datetime as dt
        >>> from edoc.identifiers import shipped_registry
        >>> explained("05/QĐ-UBND", shipped_registry(), dt.date(2026, 1, 5)).number.issuer
        'UBND'
    """
    document_id = DocumentId(code)
    number = DocumentNumber(code)
    lines = tuple(said)
    if document_id.parts is not None:
        parts = document_id.parts
        return ExplainedIdentifier(
            text=code,
            kind=document_id.kind.value,
            agency=ExplainedAgency.of(parts.organ_id, registry, on),
            promulgation_date=parts.promulgation_date,
            number=ExplainedNumber.of(parts.number),
            said=lines,
        )
    if document_id.kind is DocumentIdKind.LEGAL:
        issuer = ExplainedAgency.of(AgencyCode(code.partition(",")[0]), registry, on)
        return ExplainedIdentifier(text=code, kind=document_id.kind.value, agency=issuer, said=lines)
    if document_id.kind is DocumentIdKind.UUID:
        return ExplainedIdentifier(text=code, kind=document_id.kind.value, said=lines)
    if AgencyCode(code).family is AgencyFamily.UNRECOGNISED and number.notation is not None:
        return ExplainedIdentifier(text=code, kind="number", number=ExplainedNumber.of(number), said=lines)
    return ExplainedIdentifier(
        text=code, kind="agency", agency=ExplainedAgency.of(AgencyCode(code), registry, on), said=lines
    )
