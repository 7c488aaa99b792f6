"""Value objects for the identifiers of the standard and the law, and its code lists: no XML.

Each value object is a `str` that keeps the text as it was given: text in equals text out, and
``==`` compares text. What the text means is read from it by properties; what it does not follow
is told by them too, never by an exception on reading.
"""

from edoc.identifiers.agency import AgencyCode, AgencyFamily
from edoc.identifiers.codelists import (
    BUSINESS_DOC_TYPES,
    PRIORITIES,
    RECEIVER_TYPES,
    STATUS_CODES,
    STEERING_TYPES,
    CodeEntry,
    CodeList,
)
from edoc.identifiers.content_id import ContentId
from edoc.identifiers.document_id import DocumentId
from edoc.identifiers.document_number import DocumentNumber

__all__ = [
    "BUSINESS_DOC_TYPES",
    "PRIORITIES",
    "RECEIVER_TYPES",
    "STATUS_CODES",
    "STEERING_TYPES",
    "AgencyCode",
    "AgencyFamily",
    "CodeEntry",
    "CodeList",
    "ContentId",
    "DocumentId",
    "DocumentNumber",
]
