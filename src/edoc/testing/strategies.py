"""hypothesis strategies for everything a package can say; made from the table of the format.

Needs the extra ``testing``.

Example:
    >>> from hypothesis import given
    >>> @given(packages())
    ... def every_package_is_written_and_read_back(package):
    ...     assert edoc.read(package.to_bytes()) == package
    >>> import edoc
    >>> every_package_is_written_and_read_back()
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from edoc.edxml.attachment import Attachment
from edoc.edxml.envelope_signature import Signature
from edoc.edxml.header import DocumentHeader, StatusHeader
from edoc.edxml.manifest import Manifest
from edoc.edxml.model import Model
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.scalars import VIETNAM
from edoc.edxml.table import FieldPlan, Kind, plan
from edoc.edxml.trace import TraceHeaderList

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

__all__ = ["attachments", "models", "packages", "status_messages", "xml_text"]

M = TypeVar("M", bound=Model)

_NASTY = (
    "",
    " ",
    "\r",
    "\r\n",
    "\n\t ",
    "]]>",
    "<&>\"'",
    "\u00a0",
    "e\u0302",
    "\U0001f600",
    "\ufeff",
    "\u202e",
    "cid:x",
)
_MOST = 2


def xml_text() -> SearchStrategy[str]:
    """Give texts of every character that XML allows, awkward ones often."""
    letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    return st.lists(st.one_of(st.sampled_from(_NASTY), letters, st.sampled_from("\t\n\r")), max_size=8).map("".join)


def _moments() -> SearchStrategy[dt.datetime]:
    """Give moments in the time of Vietnam, to the second."""
    first, last = dt.datetime(2, 1, 1), dt.datetime(9998, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
    moments = st.datetimes(first, last, timezones=st.just(VIETNAM))
    return moments.map(lambda moment: moment.replace(microsecond=0))


def _field(entry: FieldPlan) -> SearchStrategy[Any]:
    """Give values of one field, without None."""
    if entry.plan is not None:
        return models(entry.plan.model)
    makers: dict[Kind, Callable[[], SearchStrategy[Any]]] = {
        Kind.DATE: st.dates,
        Kind.TIMESTAMP: _moments,
        Kind.INT: lambda: st.integers(-(2**31), 2**31 - 1),
        Kind.BOOL: st.booleans,
    }
    return makers[entry.kind]() if entry.kind in makers else xml_text().map(entry.type)


def models(model: type[M]) -> SearchStrategy[M]:
    """Give instances of any model of the format, with any part of it missing.

    Args:
        model: ``DocumentHeader``, ``TraceHeaderList``, ...
    """
    made = plan(model)
    fields: dict[str, SearchStrategy[Any]] = {}
    for entry in (*made.attributes, *made.fields):
        value = st.deferred(lambda entry=entry: _field(entry))  # type: ignore[misc]  # the default binds the entry of this round
        fields[entry.attribute] = st.lists(value, max_size=_MOST).map(tuple) if entry.is_list else st.none() | value
    return st.builds(model, **fields)


def attachments() -> SearchStrategy[Attachment]:
    """Give attachments of any content, with names of the kinds that readers treat differently."""
    names = st.sampled_from(("a.pdf", "b.DOCX", "c.txt", "d.zip", "e.ZIP", "README", "Công văn số 1.xls", "f.", ".g"))
    return st.builds(
        Attachment.of,
        st.binary(max_size=300),
        name=names,
        description=st.none() | xml_text(),
        content_id=st.none() | xml_text(),
    )


def packages() -> SearchStrategy[DocumentPackage]:
    """Give document packages: everything the constructors accept and the writer writes."""
    return st.builds(
        DocumentPackage,
        header=models(DocumentHeader),
        trace_header_list=st.none() | models(TraceHeaderList),
        manifest=st.none() | models(Manifest),
        signature=st.none() | models(Signature),
        attachments=st.lists(attachments(), max_size=_MOST).map(tuple),
    )


def status_messages() -> SearchStrategy[StatusMessage]:
    """Give status messages."""
    return st.builds(
        StatusMessage,
        header=models(StatusHeader),
        trace_header_list=st.none() | models(TraceHeaderList),
        signature=st.none() | models(Signature),
    )
