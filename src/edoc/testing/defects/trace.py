"""Defects of hops, of the business, and of status messages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from edoc.testing.defects.defect import Defect
from edoc.testing.defects.editing import MESSAGE, TRACE, added, changes, document, inside, status, sub, text, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.testing.defects.defect import Change
    from edoc.testing.factory import BusinessType

__all__ = ["defects"]

_NONE: Final[frozenset[str]] = frozenset()
_BUSINESS: Final = f"{TRACE}/Bussiness"
_INFO: Final = f"{_BUSINESS}/BussinessDocumentInfo"
_REPLACED: Final = f"{_BUSINESS}/ReplacementInfoList"


def _hop(code: str, time: str) -> Change:
    """Add a hop."""
    parts = (f"<edXML:OrganId>{code}</edXML:OrganId>" if code else "") + (
        f"<edXML:Timestamp>{time}</edXML:Timestamp>" if time else ""
    )
    return added("TraceHeaderList", f"<edXML:TraceHeader>{parts}</edXML:TraceHeader>")


def _in_business(step: Change) -> Change:
    return inside("Bussiness", step)


#: Rule, the business of the package, change, path, companions.
_DOCUMENTS: Final[tuple[tuple[str, BusinessType, Change, str, frozenset[str]], ...]] = (
    ("TRC-001", "0", without("TraceHeader"), TRACE, _NONE),
    ("TRC-002", "0", _hop("000.00.02.Z82", "2026/09/10 08:00:00"), f"{TRACE}/TraceHeader[2]", _NONE),
    ("TRC-003", "0", _hop("null", "2026/09/12 08:00:00"), f"{TRACE}/TraceHeader[2]", _NONE),
    ("TRC-004", "0", _hop("000.00.02.Z82", ""), f"{TRACE}/TraceHeader[2]", _NONE),
    ("TRC-005", "0", _hop("000.00.01.Z27", "2026/09/11 08:38:48"), f"{TRACE}/TraceHeader[2]", _NONE),
    ("TRC-006", "0", inside("TraceHeader", text("OrganId", "000.00.07.Z70")), f"{TRACE}/TraceHeader", _NONE),
    ("TRC-010", "0", without("Bussiness"), TRACE, _NONE),
    ("TRC-011", "0", text("BussinessDocType", "7"), f"{_BUSINESS}/BussinessDocType", _NONE),
    ("TRC-012", "2", without("BussinessDocReason"), _BUSINESS, _NONE),
    ("TRC-013", "3", without("StaffInfo"), _BUSINESS, _NONE),
    (
        "TRC-014",
        "0",
        sub("(?=<edXML:BussinessDocType>)", "<edXML:DocumentId>000.00.01.Z27,2026/09/04,07/SM-VP</edXML:DocumentId>"),
        f"{_BUSINESS}/DocumentId",
        _NONE,
    ),
    ("TRC-015", "1", changes(without("ResponseFor"), _in_business(without("DocumentId"))), _BUSINESS, _NONE),
    ("TRC-016", "1", _in_business(without("DocumentId")), _BUSINESS, _NONE),
    (
        "TRC-017",
        "1",
        lambda data: data.replace(b"000.00.01.Z27,2026/09/04,07/SM-VP", b"000.00.09.Z27,2026/09/04,07/SM-VP"),
        _BUSINESS,
        _NONE,
    ),
    ("TRC-020", "2", _in_business(without("DocumentId")), _BUSINESS, _NONE),
    ("TRC-021", "2", without("BussinessDocumentInfo"), _BUSINESS, _NONE),
    ("TRC-022", "2", text("DocumentInfo", "có"), f"{_INFO}/DocumentInfo", _NONE),
    ("TRC-023", "2", without("ReceiverList"), f"{_INFO}/DocumentReceiver", _NONE),
    ("TRC-024", "2", text("ReceiverType", "2"), f"{_INFO}/ReceiverList", _NONE),
    ("TRC-025", "2", inside("Receiver", text("OrganId", "000.00.08.Z80")), f"{_INFO}/ReceiverList", _NONE),
    ("TRC-026", "2", text("ReceiverType", "0"), f"{_INFO}/ReceiverList", _NONE),
    ("TRC-030", "3", inside("ReplacementInfo", without("DocumentId")), _REPLACED, _NONE),
    ("TRC-031", "3", without("OrganIdList"), _REPLACED, _NONE),
    (
        "TRC-032",
        "3",
        inside("ReplacementInfo", text("DocumentId", "000.00.01.Z27,2026/09/11,30/SM-VP")),
        _REPLACED,
        _NONE,
    ),
    (
        "TRC-033",
        "3",
        changes(
            lambda data: data.replace(b"30/SM-VP", b"30/TB-SM").replace(b">SM-VP<", b">TB-SM<"),
            text("TypeName", "Thông báo"),
            inside("ReplacementInfo", text("DocumentId", "000.00.01.Z27,2026/09/04,07/QĐ-SM")),
        ),
        _REPLACED,
        _NONE,
    ),
    (
        "TRC-034",
        "0",
        sub(
            "(?=<edXML:StaffInfo>)",
            "<edXML:BussinessDocumentInfo><edXML:DocumentInfo>1</edXML:DocumentInfo></edXML:BussinessDocumentInfo>",
        ),
        _INFO,
        _NONE,
    ),
)

_ANSWERED: Final = f"{MESSAGE}/ResponseFor"
#: Rule, the code of the message, change, path, companions.
_STATUSES: Final[tuple[tuple[str, str, Change, str, frozenset[str]], ...]] = (
    ("STS-001", "03", text("StatusCode", "99"), f"{MESSAGE}/StatusCode", _NONE),
    ("STS-002", "03", without("From"), MESSAGE, _NONE),
    ("STS-003", "03", inside("ResponseFor", without("DocumentId")), _ANSWERED, _NONE),
    ("STS-004", "03", without("Timestamp"), MESSAGE, _NONE),
    ("STS-010", "02", text("Description", "Từ chối tiếp nhận"), f"{MESSAGE}/Description", _NONE),
    ("STS-011", "13", text("Description", "sai tệp"), f"{MESSAGE}/Description", _NONE),
    ("STS-012", "03", without("Staff"), f"{MESSAGE}/StaffInfo", _NONE),
    ("STS-013", "03", text("Staff", "Hệ thống QLVB"), f"{MESSAGE}/StaffInfo/Staff", _NONE),
    ("STS-014", "03", inside("ResponseFor", without("OrganId")), _ANSWERED, _NONE),
    ("STS-015", "03", inside("ResponseFor", without("Code")), _ANSWERED, _NONE),
    (
        "STS-020",
        "03",
        inside("ResponseFor", changes(text("OrganId", "000.00.02.Z82"), without("DocumentId"))),
        f"{_ANSWERED}/OrganId",
        frozenset({"STS-003"}),
    ),
    (
        "STS-021",
        "13",
        inside("From", text("OrganId", "000.00.05.Z10")),
        f"{MESSAGE}/From/OrganId",
        _NONE,
    ),
    ("STS-022", "03", inside("ResponseFor", text("OrganId", "000.00.05.Z10")), f"{_ANSWERED}/OrganId", _NONE),
    ("STS-023", "03", inside("ResponseFor", text("Code", "31/SM-VP")), f"{_ANSWERED}/Code", _NONE),
    ("STS-024", "03", text("Timestamp", "2026/09/10 09:30:01"), f"{MESSAGE}/Timestamp", _NONE),
)


def defects() -> Iterator[Defect]:
    """Give them all."""
    for rule, business, change, path, companions in _DOCUMENTS:
        yield Defect(rule=rule, valid=partial(document, business), change=change, path=path, companions=companions)
    for rule, code, change, path, companions in _STATUSES:
        yield Defect(rule=rule, valid=partial(status, code), change=change, path=path, companions=companions)
    yield Defect(
        rule="STS-025",
        valid=partial(status, "15"),
        change=changes(text("StatusCode", "16"), text("Description", "Văn bản đã được xử lý xong")),
        profile="decree-30-2020",
        path=f"{MESSAGE}/StatusCode",
    )
