"""Value objects for the identifiers of the standard and the law, and its code lists: no XML.

Each value object is a `str` that keeps the text as it was given: text in equals text out, and
``==`` compares text. What the text means is read from it by properties; what it does not follow
is told by them too, never by an exception on reading. ``parse`` is the strict way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc._lazy import lazy_names
from edoc.identifiers.agency import AgencyCode, AgencyFamily
from edoc.identifiers.answer import Answer
from edoc.identifiers.codelists import (
    BUSINESS_DOC_TYPES,
    PAPER,
    PRIORITIES,
    RECEIVER_TYPES,
    SIGNING_AUTHORITIES,
    STATUS_CODES,
    STEERING_TYPES,
    STEERING_TYPES_FROM_1,
    STEERING_TYPES_OF_PROFILE,
    CodeEntry,
    CodeList,
    signing_authority,
)
from edoc.identifiers.content_id import ContentId
from edoc.identifiers.document_id import DocumentId, DocumentIdKind
from edoc.identifiers.document_number import DocumentNumber
from edoc.identifiers.document_types import DOCUMENT_TYPES, DocumentTypeEntry

if TYPE_CHECKING:
    from edoc.identifiers.number_series import DocumentNumberSeries, InMemorySeriesStore, SeriesKey, SeriesStore
    from edoc.identifiers.number_series_sqlite import SqliteSeriesStore
    from edoc.identifiers.registry import (
        AgencyEntry,
        AgencyRegistry,
        LayeredRegistry,
        TableRegistry,
        load_registry,
        shipped_registry,
    )
    from edoc.identifiers.tcvn6909 import TextProblem, check_text, to_nfc

#: What the reader of packages does not need is imported when it is first used.
_HOMES = {
    "edoc.identifiers.number_series": ("DocumentNumberSeries", "InMemorySeriesStore", "SeriesKey", "SeriesStore"),
    "edoc.identifiers.number_series_sqlite": ("SqliteSeriesStore",),
    "edoc.identifiers.registry": (
        "AgencyEntry",
        "AgencyRegistry",
        "LayeredRegistry",
        "TableRegistry",
        "load_registry",
        "shipped_registry",
    ),
    "edoc.identifiers.tcvn6909": ("TextProblem", "check_text", "to_nfc"),
}

__all__ = [
    "BUSINESS_DOC_TYPES",
    "DOCUMENT_TYPES",
    "PAPER",
    "PRIORITIES",
    "RECEIVER_TYPES",
    "SIGNING_AUTHORITIES",
    "STATUS_CODES",
    "STEERING_TYPES",
    "STEERING_TYPES_FROM_1",
    "STEERING_TYPES_OF_PROFILE",
    "AgencyCode",
    "AgencyEntry",
    "AgencyFamily",
    "AgencyRegistry",
    "Answer",
    "CodeEntry",
    "CodeList",
    "ContentId",
    "DocumentId",
    "DocumentIdKind",
    "DocumentNumber",
    "DocumentNumberSeries",
    "DocumentTypeEntry",
    "InMemorySeriesStore",
    "LayeredRegistry",
    "SeriesKey",
    "SeriesStore",
    "SqliteSeriesStore",
    "TableRegistry",
    "TextProblem",
    "check_text",
    "load_registry",
    "shipped_registry",
    "signing_authority",
    "to_nfc",
]

__getattr__, __dir__ = lazy_names(__name__, _HOMES, __all__)
