"""Identifier of a document (`mã định danh văn bản`)."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from edoc.errors import IdentifierError
from edoc.identifiers._text import IdentifierText
from edoc.identifiers.agency import AgencyCode
from edoc.identifiers.document_number import DocumentNumber

__all__ = ["DocumentId", "DocumentIdKind", "DocumentIdParts"]


class DocumentIdKind(StrEnum):
    """Which form an identifier has."""

    #: ``OrganId,yyyy/MM/dd,số/ký hiệu``, as on the national axis.
    IN_USE = "in-use"
    #: Agency code, year and serial: Decision 1123/QĐ-UBND, Article 13.2b.
    LEGAL = "legal"
    UUID = "uuid"
    #: Everything else: to be compared, never to be read.
    OPAQUE = "opaque"


# The form in use on the national axis: "OrganId,yyyy/MM/dd,số/ký hiệu". No quoting is known, and
# the notation may hold commas, so the text is split at the first two.
_IN_USE: Final = re.compile(r"([^,]+),(\d{4})/(\d{2})/(\d{2}),(.+)", re.ASCII | re.DOTALL)


# Decision 1123/QĐ-UBND, Article 13.2b: agency code, year, serial in the year. The law gives no
# separator; the commas of the form in use are taken.
_LEGAL: Final = re.compile(r"([^,]+),(\d{4}),(\d{1,9})", re.ASCII)
# RFC 9562, section 4.
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


_HIGHEST: Final = 999_999_999


def _require_plain(organ_id: str) -> None:
    """Refuse an agency code that the identifier could not be read back with."""
    if not organ_id or "," in organ_id:
        message = "an agency code without a comma is needed"
        raise IdentifierError(message, organ_id, 0, len(organ_id))


class DocumentIdParts(NamedTuple):
    """The three parts of the form in use."""

    organ_id: AgencyCode
    promulgation_date: dt.date
    number: DocumentNumber


class DocumentId(IdentifierText):
    """The identifier of a document, to be compared and never to be interpreted by force.

    Decision 1123/QĐ-UBND, Article 13.2b asks for agency code, year and serial; on the axis the
    form ``OrganId,yyyy/MM/dd,số/ký hiệu`` and UUIDs are in use. `parts` reads the first of them.

    Example:
        >>> DocumentId("000.00.00.G22,2015/09/30,7816/VPCP-TTĐT").parts.number.notation
        'VPCP-TTĐT'
        >>> DocumentId("9fbfbad2-f1f8-4256-a2eb-50fb1061cddb").parts is None
        True
    """

    __slots__ = ()

    @classmethod
    def of(cls, organ_id: str, promulgation_date: dt.date, number: str) -> DocumentId:
        """Build the form in use.

        Raises:
            IdentifierError: The agency code is empty or has a comma in it.

        >>> str(DocumentId.of("H49.15", dt.date(2026, 1, 5), "01/QĐ-UBND"))
        'H49.15,2026/01/05,01/QĐ-UBND'
        """
        date = promulgation_date
        _require_plain(organ_id)
        return cls(f"{organ_id},{date.year:04d}/{date.month:02d}/{date.day:02d},{number}")

    @classmethod
    def legal(cls, organ_id: str, year: int, serial: int) -> DocumentId:
        """Build the form of the law: agency code, year, serial in the year.

        Raises:
            IdentifierError: Year or serial is none, or the agency code is empty or has a comma.

        Source: Decision 1123/QĐ-UBND, Article 13.2b; Quyết định 28/2018/QĐ-TTg, Điều 10.2b.

        >>> str(DocumentId.legal("H49.15", 2026, 123))
        'H49.15,2026,123'
        """
        _require_plain(organ_id)
        if not (1 <= year <= dt.MAXYEAR and 1 <= serial <= _HIGHEST):
            message = f"a year and a serial from 1 to {_HIGHEST} are needed"
            raise IdentifierError(message)
        return cls(f"{organ_id},{year:04d},{serial}")

    @property
    def kind(self) -> DocumentIdKind:
        """Which form it has.

        >>> DocumentId("18661").kind.value
        'opaque'
        """
        if self.parts is not None:
            return DocumentIdKind.IN_USE
        if _LEGAL.fullmatch(self):
            return DocumentIdKind.LEGAL
        return DocumentIdKind.UUID if _UUID.fullmatch(self) else DocumentIdKind.OPAQUE

    @property
    def parts(self) -> DocumentIdParts | None:
        """The parts of the form in use; None for every other form and for impossible dates."""
        return _parts(str(self))


# The rules ask for the same few identifiers again and again.
@lru_cache(maxsize=4096)
def _parts(text: str) -> DocumentIdParts | None:
    match = _IN_USE.fullmatch(text)
    if match is None:
        return None
    organ_id, year, month, day, number = match.groups()
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return DocumentIdParts(AgencyCode(organ_id), date, DocumentNumber(number))
