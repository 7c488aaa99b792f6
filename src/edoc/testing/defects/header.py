"""Defects of the header: fields, identifiers, numbers, people, marks, texts and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.testing.defects.defect import Defect
from edoc.testing.defects.editing import MESSAGE, TRACE, added, changes, document, inside, sub, text, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.testing.defects.defect import Change

__all__ = ["defects"]

_NONE: Final[frozenset[str]] = frozenset()
_ID: Final = f"{MESSAGE}/DocumentId"
_FROM: Final = f"{MESSAGE}/From/OrganId"
_OTHER: Final = f"{MESSAGE}/OtherInfo"


def _answers(*parts: str) -> Change:
    """Put documents that are answered before SteeringType."""
    xml = "".join(f"<edXML:ResponseFor>{part}</edXML:ResponseFor>" for part in parts)
    return sub("(?=<edXML:SteeringType>)", xml)


_ANSWERED: Final = (
    "<edXML:OrganId>000.00.05.Z10</edXML:OrganId><edXML:Code>12/SM-VP</edXML:Code>"
    "<edXML:DocumentId>{id}</edXML:DocumentId><edXML:PromulgationDate>{date}</edXML:PromulgationDate>"
)
_EARLIER: Final = _ANSWERED.format(id="000.00.05.Z10,2026/01/05,12/SM-VP", date="2026/01/05")
_LATER: Final = _ANSWERED.format(id="000.00.05.Z10,2026/12/01,12/SM-VP", date="2026/12/01")
_MINE: Final = "000.00.01.Z27,2026/09/11,30/SM-VP"
_ITSELF: Final = _ANSWERED.format(id=_MINE, date="2026/01/05")
_DUE: Final = r"(?=<edXML:OtherInfo>)"


def _due(date: str) -> Change:
    return sub(_DUE, f"<edXML:DueDate>{date}</edXML:DueDate>")


def _dated(date: str) -> Change:
    """Give document and identifier another date."""
    return lambda data: data.replace(b"2026/09/11", date.encode())


#: Rule, change, path, companions.
_ROWS: Final[tuple[tuple[str, Change, str, frozenset[str]], ...]] = (
    ("HDR-001", inside("From", without("OrganId")), f"{MESSAGE}/From", _NONE),
    ("HDR-002", without("DocumentId"), MESSAGE, _NONE),
    ("HDR-003", without("CodeNumber"), f"{MESSAGE}/Code", frozenset({"IDN-124"})),
    ("HDR-004", without("CodeNotation"), f"{MESSAGE}/Code", frozenset({"IDN-124"})),
    ("HDR-005", without("PromulgationDate"), f"{MESSAGE}/PromulgationInfo", _NONE),
    ("HDR-006", text("TypeName", ""), f"{MESSAGE}/DocumentType/TypeName", _NONE),
    ("HDR-007", text("Subject", "\t"), f"{MESSAGE}/Subject", _NONE),
    ("HDR-008", text("Position", ""), f"{MESSAGE}/SignerInfo/Position", _NONE),
    ("HDR-009", without("FullName"), f"{MESSAGE}/SignerInfo", _NONE),
    ("HDR-010", without("Priority"), _OTHER, _NONE),
    ("HDR-011", inside("From", without("OrganName")), f"{MESSAGE}/From", _NONE),
    ("HDR-012", changes(without("To"), without("To")), MESSAGE, _NONE),
    ("HDR-013", inside("To", without("OrganId")), f"{MESSAGE}/To[1]", _NONE),
    ("HDR-101", text("Competence", "THAY GIÁM ĐỐC"), f"{MESSAGE}/SignerInfo/Competence", _NONE),
    ("HDR-102", text("FullName", "PGS. TS. Nguyễn Văn Mẫu"), f"{MESSAGE}/SignerInfo/FullName", _NONE),
    ("HDR-103", text("Priority", "7"), f"{_OTHER}/Priority", _NONE),
    ("HDR-104", text("Priority", "4"), f"{_OTHER}/Priority", _NONE),
    (
        "HDR-108",
        changes(text("Priority", "4"), sub("(?=<edXML:OtherInfo>)", "<edXML:DueDate>2026/09/14</edXML:DueDate>")),
        f"{_OTHER}/Priority",
        _NONE,
    ),
    ("HDR-105", text("SteeringType", "9"), f"{MESSAGE}/SteeringType", _NONE),
    ("HDR-106", text("PageAmount", "0"), f"{_OTHER}/PageAmount", _NONE),
    ("HDR-107", inside("To", without("OrganName")), f"{MESSAGE}/To[1]", _NONE),
    (
        "HDR-110",
        sub(r"(?=<edXML:PromulgationAmount>)", "<edXML:SphereOfPromulgation>Tối mật</edXML:SphereOfPromulgation>"),
        f"{_OTHER}/SphereOfPromulgation",
        _NONE,
    ),
    ("HDR-111", text("Paper", "3"), f"{TRACE}/Bussiness/Paper", _NONE),
    ("HDR-112", text("Paper", "1"), f"{TRACE}/Bussiness/Paper", _NONE),
    (
        "HDR-113",
        sub(r"(?=<edXML:Bussiness>)", "<edXML:Paper>1</edXML:Paper>"),
        f"{TRACE}/Paper",
        frozenset({"HDR-112"}),
    ),
    ("HDR-120", _answers("<edXML:OrganId>000.00.05.Z10</edXML:OrganId>"), f"{MESSAGE}/ResponseFor", _NONE),
    ("HDR-121", _answers(_ITSELF), f"{MESSAGE}/ResponseFor", _NONE),
    ("HDR-122", _answers(_EARLIER, _EARLIER), f"{MESSAGE}/ResponseFor[2]", _NONE),
    ("IDN-101", inside("To", text("OrganId", "vxp.saas.03")), f"{MESSAGE}/To[1]", _NONE),
    ("IDN-102", _answers(_EARLIER.replace("000.00.05.Z10</", "vxp.saas.03</")), f"{MESSAGE}/ResponseFor", _NONE),
    ("IDN-103", text("OrganId", "000.00.01.Z27&#10;x"), _FROM, _NONE),
    ("IDN-104", inside("To", text("OrganId", "Y10.20.30.40.50")), f"{MESSAGE}/To[1]", _NONE),
    ("IDN-105", inside("To", text("OrganId", "0100000000")), f"{MESSAGE}/To[1]", _NONE),
    ("IDN-106", inside("To", text("OrganId", "H02")), f"{MESSAGE}/To[1]", _NONE),
    ("IDN-107", sub(r"(<edXML:To>.*?</edXML:To>)", r"\1\1"), f"{MESSAGE}/To[2]", _NONE),
    (
        "IDN-108",
        sub(
            r"(<edXML:To>.*?<edXML:OrganId>)[^<]*(.*?<edXML:To>.*?<edXML:OrganId>)[^<]*", r"\g<1>000.00.00.G12\g<2>G12"
        ),
        f"{MESSAGE}/To[2]",
        _NONE,
    ),
    ("IDN-109", inside("To", text("OrganId", "000.00.01.Z27")), f"{MESSAGE}/To[1]", _NONE),
    ("IDN-110", inside("To", text("OrganId", "02.29.W00")), f"{MESSAGE}/To[1]", frozenset({"IDN-101"})),
    ("IDN-120", text("DocumentId", "000.00.01.Z27,2026&#10;30"), _ID, _NONE),
    ("IDN-121", text("DocumentId", "18661"), _ID, _NONE),
    ("IDN-122", text("DocumentId", "000.00.09.Z27,2026/09/11,30/SM-VP"), _ID, _NONE),
    ("IDN-123", text("DocumentId", "000.00.01.Z27,2026/09/10,30/SM-VP"), _ID, _NONE),
    ("IDN-124", text("DocumentId", "000.00.01.Z27,2026/09/11,31/SM-VP"), _ID, _NONE),
    ("IDN-130", changes(text("CodeNumber", "30a"), sub("30/SM-VP", "30a/SM-VP")), f"{MESSAGE}/Code/CodeNumber", _NONE),
    ("IDN-131", changes(text("CodeNumber", "3"), sub("30/SM-VP", "3/SM-VP")), f"{MESSAGE}/Code/CodeNumber", _NONE),
    (
        "IDN-132",
        changes(text("CodeNotation", "30/SM-VP"), sub("30/SM-VP<", "30/30/SM-VP<")),
        f"{MESSAGE}/Code/CodeNotation",
        _NONE,
    ),
    (
        "IDN-133",
        changes(text("CodeNotation", "sm vp"), sub("30/SM-VP", "30/sm vp")),
        f"{MESSAGE}/Code/CodeNotation",
        _NONE,
    ),
    ("IDN-134", text("TypeName", "Quyết định"), f"{MESSAGE}/Code/CodeNotation", _NONE),
    ("IDN-135", text("TypeName", "Văn bản điện tử mới"), f"{MESSAGE}/DocumentType/TypeName", _NONE),
    ("FMT-060", text("FullName", "Nguyễn " * 8 + "Mẫu"), f"{MESSAGE}/SignerInfo/FullName", _NONE),
    (
        "FMT-061",
        added(
            "MessageHeader",
            "<edXML:ToPlaces>" + f"<edXML:Place>{'Các sở, ' * 18}</edXML:Place>" * 8 + "</edXML:ToPlaces>",
        ),
        f"{MESSAGE}/ToPlaces",
        _NONE,
    ),
    ("FMT-070", text("Subject", "Thông báo \U0001f600"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-071", text("Subject", "Thông báo \x85"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-072", text("Subject", "Tho\u0302ng ba\u0301o"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-073", text("Subject", "Céng hßa x· héi chñ nghÜa"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-074", text("Subject", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-075", text("Subject", "Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-076", text("Subject", "Thông báo \u202e321"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-077", text("Subject", "Thông\u200b báo"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-078", text("Subject", "Th\ufffdng báo"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-079", text("Subject", "Thông báo \ue000"), f"{MESSAGE}/Subject", _NONE),
    ("FMT-080", text("Subject", "Th\u00c3\u00b4ng b\u00c3\u00a1o vi\u00e1\u00bb\u2021c"), f"{MESSAGE}/Subject", _NONE),
    (
        "CLK-101",
        lambda data: _dated("0026/09/11")(data).replace(b"2026/09/04", b"0026/09/04"),
        f"{MESSAGE}/PromulgationInfo/PromulgationDate",
        _NONE,
    ),
    ("CLK-102", _due("2026/09/10"), f"{MESSAGE}/DueDate", _NONE),
    (
        "CLK-103",
        changes(_due("2026/09/11"), text("Priority", "0"), text("Timestamp", "2026/09/14 08:00:00")),
        f"{MESSAGE}/DueDate",
        _NONE,
    ),
    ("CLK-104", _due("2026/09/13"), f"{MESSAGE}/DueDate", _NONE),
    ("CLK-105", text("Timestamp", "2026/09/10 08:00:00"), f"{TRACE}/TraceHeader", _NONE),
    (
        "CLK-106",
        changes(text("Priority", "0"), text("Timestamp", "2026/09/15 08:00:00")),
        f"{TRACE}/TraceHeader",
        _NONE,
    ),
    (
        "CLK-107",
        changes(text("Priority", "2"), text("Timestamp", "2026/09/14 08:00:00")),
        f"{TRACE}/TraceHeader",
        _NONE,
    ),
    ("CLK-108", _answers(_LATER), f"{MESSAGE}/ResponseFor", _NONE),
)
#: Profiles in which rules fire that are off elsewhere.
_PROFILES: Final = {"HDR-108": "decree-30-2020", "IDN-104": "decree-30-2020"}


def defects() -> Iterator[Defect]:
    """Give them all."""
    for rule, change, path, companions in _ROWS:
        profile = _PROFILES.get(rule, "vxp")
        yield Defect(rule=rule, valid=document, change=change, path=path, companions=companions, profile=profile)
