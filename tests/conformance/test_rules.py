"""Rules in several shapes of one fault; one defect for every rule is proved in `tests/testing/test_defects.py`."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from typing import Final, NamedTuple

import pytest

from edoc.conformance import CATALOGUE, Finding, Severity, rule_set, validate
from edoc.testing import sample_package, sample_status

VXP: Final = rule_set("vxp")
DOCUMENT: Final = sample_package(1).to_bytes()
STATUS: Final = sample_status(1).to_bytes()

HEADER: Final = "/edXML/edXMLEnvelope/edXMLHeader"
MESSAGE: Final = f"{HEADER}/MessageHeader"
TRACE: Final = f"{HEADER}/TraceHeaderList"
MANIFEST: Final = "/edXML/edXMLEnvelope/edXMLBody/edXMLManifest"
ATTACHED: Final = "/edXML/AttachmentEncoded"
NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


def sub(data: bytes, pattern: str, new: str, count: int = 1) -> bytes:
    """Replace *pattern* below the writer; it must be there."""
    changed, times = re.subn(pattern, lambda match: match.expand(new), data.decode(), count=count, flags=re.DOTALL)
    assert times, pattern
    return changed.encode()


def inside(outer: str, pattern: str, new: str, data: bytes = DOCUMENT) -> bytes:
    """Replace *pattern* inside the first element *outer*."""
    found = re.search(f"<(edXML:)?{outer}[ >].*?</(edXML:)?{outer}>", data.decode(), re.DOTALL)
    assert found is not None, outer
    return data.replace(found.group().encode(), sub(found.group().encode(), pattern, new), 1)


def text(name: str, value: str, data: bytes = DOCUMENT) -> bytes:
    """Give the first element *name* another text."""
    return sub(data, rf"(<(edXML:)?{name}>)[^<]*<", rf"\g<1>{value}<")


def without(name: str, data: bytes = DOCUMENT) -> bytes:
    """Leave the first element *name* out."""
    return sub(data, rf"\s*<(edXML:)?{name}[ >](?:(?!</(edXML:)?{name}>).)*</(edXML:)?{name}>", "")


def renamed(old: str, new: str, data: bytes = DOCUMENT) -> bytes:
    """Call the elements *old* another name."""
    return sub(data, rf"(</?(?:edXML:)?){old}(?=[ >])", rf"\g<1>{new}", count=0)


def content(number: int, value: bytes | str) -> bytes:
    """Give the attachment *number* another content: base64 as text, or bytes to encode."""
    new = value if isinstance(value, str) else base64.b64encode(value).decode()
    head, *rest = re.split(
        r"(?<=ContentTransferEncoded xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">)", DOCUMENT.decode()
    )
    rest[number - 1] = new + rest[number - 1][rest[number - 1].index("<") :]
    return (head + "".join(rest)).encode()


def zipped(*files: bytes) -> bytes:
    """Make a zip archive of *files*."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, file in enumerate(files):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), file, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def named(*names: str) -> bytes:
    """Make a zip archive with entries of these names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"" if name.endswith("/") else b"content")
    return buffer.getvalue()


def damaged(archive: bytes) -> bytes:
    """Change a byte of the first entry's compressed content."""
    at = archive.index(b"0.txt") + len(b"0.txt") + 3
    return archive[:at] + bytes([archive[at] ^ 0xFF]) + archive[at + 1 :]


def in_header(xml: str) -> bytes:
    """Put *xml* at the end of the header."""
    return sub(DOCUMENT, "(?=</edXML:edXMLHeader>)", xml)


def utf16(declared: str) -> bytes:
    """Write the document in UTF-16 with a byte-order mark."""
    return DOCUMENT.decode().replace("UTF-8", declared, 1).encode("utf-16")


class Case(NamedTuple):
    """A rule, a package on which it fires, and the path that the finding must name."""

    rule: str
    data: bytes
    path: str | None = None


FIRST_TO: Final = f"{MESSAGE}/To[1]"

REFUSED: Final = (
    Case("FMT-001", DOCUMENT.replace(b"</edXML>", b"")),
    Case("FMT-001", DOCUMENT.replace(b"<edXML:Subject>", b"<edXML:Subject>\x01")),
    Case("FMT-002", b""),
    Case("FMT-002", b" \n"),
    Case("FMT-003", b"1212" + DOCUMENT),
    Case("FMT-012", b"%PDF-1.7\n"),
    Case("FMT-012", b"\x89PNG\r\n\x1a\n"),
    Case("FMT-004", DOCUMENT.replace(b"<edXML:Subject>", b'<edXML:Subject xlink:href="a">')),
    Case("FMT-005", DOCUMENT.replace(b"<edXML ", b"<!DOCTYPE edXML><edXML ", 1)),
    Case("FMT-006", text("Subject", "&chu;")),
    Case("FMT-007", DOCUMENT.replace(b"UTF-8", b"ISO-8859-1")),
    Case("FMT-007", DOCUMENT.decode().encode("utf-32")),
    Case("FMT-008", DOCUMENT.replace(b"<edXML:Subject>", b"<edXML:Subject>\xff")),
    Case("FMT-008", utf16("UTF-16")[:-1]),
    Case("FMT-009", utf16("UTF-8")),
    Case("FMT-010", b"<edXML/>", "/edXML"),
    Case("FMT-010", DOCUMENT.replace(NAMESPACE.encode(), b"urn:other"), "/edXML"),
    Case("FMT-011", b"<a>" * 150 + b"</a>" * 150, "/a" * 101),
)

FOUND: Final = (
    Case("FMT-020", utf16("UTF-16"), "/edXML"),
    Case("FMT-021", renamed("edXML", "Package"), "/Package"),
    Case("FMT-022", without("edXMLHeader"), "/edXML/edXMLEnvelope"),
    Case("FMT-023", without("MessageHeader"), HEADER),
    Case("FMT-024", without("AttachmentEncoded"), "/edXML"),
    Case("FMT-025", renamed("MessageHeader", "Status", STATUS), f"{HEADER}/Status"),
    Case("FMT-026", in_header("<edXML:DigitalSignature/>"), f"{HEADER}/DigitalSignature"),
    Case("FMT-027", renamed("Bussiness", "Business"), f"{TRACE}/Business"),
    Case(
        "FMT-028",
        sub(DOCUMENT, "edXML:Subject>(.*?)</edXML:Subject>", r'Subject xmlns="urn:x">\1</Subject>'),
        f"{MESSAGE}/Subject",
    ),
    Case("FMT-029", in_header("<edXML:Other/>"), f"{HEADER}/Other"),
    Case("FMT-030", text("Subject", "a<edXML:b/>c"), f"{MESSAGE}/Subject/b"),
    Case("FMT-031", sub(DOCUMENT, "(<edXML:Subject>.*?</edXML:Subject>)", r"\1\1"), f"{MESSAGE}/Subject[2]"),
    Case("FMT-032", text("Priority", ""), f"{MESSAGE}/OtherInfo/Priority"),
    Case("FMT-033", text("PromulgationDate", "11/09/2026"), f"{MESSAGE}/PromulgationInfo/PromulgationDate"),
    Case("FMT-034", text("PromulgationDate", "2026/02/30"), f"{MESSAGE}/PromulgationInfo/PromulgationDate"),
    Case("FMT-035", text("PromulgationDate", "hôm nay"), f"{MESSAGE}/PromulgationInfo/PromulgationDate"),
    Case("FMT-036", text("Timestamp", "2026-09-11T08:38:48"), f"{TRACE}/TraceHeader/Timestamp"),
    Case("FMT-037", text("Timestamp", "2026/02/30 08:38:48"), f"{TRACE}/TraceHeader/Timestamp"),
    Case("FMT-038", text("Timestamp", "bây giờ"), f"{TRACE}/TraceHeader/Timestamp"),
    Case("FMT-039", text("Priority", "khẩn"), f"{MESSAGE}/OtherInfo/Priority"),
    Case("FMT-040", text("Direction", "True"), f"{MESSAGE}/OtherInfo/Direction"),
    Case("FMT-041", text("Direction", "1"), f"{MESSAGE}/OtherInfo/Direction"),
    Case("FMT-042", text("PromulgationDate", "2026/9/1"), f"{MESSAGE}/PromulgationInfo/PromulgationDate"),
    Case("FMT-043", text("Timestamp", "2026/9/11 8:38:48"), f"{TRACE}/TraceHeader/Timestamp"),
    Case("FMT-044", text("SteeringType", " 1"), f"{MESSAGE}/SteeringType"),
    Case("FMT-044", text("SteeringType", ""), f"{MESSAGE}/SteeringType"),
    Case(
        "FMT-050",
        sub(DOCUMENT, "(<edXML:Subject>.*?</edXML:Subject>)(.*?)(?=</edXML:MessageHeader>)", r"\2\1"),
        f"{MESSAGE}/Subject",
    ),
    Case("HDR-001", inside("From", "<edXML:OrganId>.*?</edXML:OrganId>", ""), f"{MESSAGE}/From"),
    Case("HDR-001", without("From"), MESSAGE),
    Case("HDR-001", text("OrganId", " "), f"{MESSAGE}/From/OrganId"),
    Case("HDR-002", without("DocumentId"), MESSAGE),
    Case("HDR-002", text("DocumentId", ""), f"{MESSAGE}/DocumentId"),
    Case("HDR-003", without("CodeNumber"), f"{MESSAGE}/Code"),
    Case("HDR-004", without("CodeNotation"), f"{MESSAGE}/Code"),
    Case("HDR-004", without("Code"), MESSAGE),
    Case("HDR-005", without("PromulgationDate"), f"{MESSAGE}/PromulgationInfo"),
    Case("HDR-005", text("PromulgationDate", ""), f"{MESSAGE}/PromulgationInfo/PromulgationDate"),
    Case("HDR-006", text("TypeName", ""), f"{MESSAGE}/DocumentType/TypeName"),
    Case("HDR-007", text("Subject", "\t"), f"{MESSAGE}/Subject"),
    Case("HDR-008", text("Position", ""), f"{MESSAGE}/SignerInfo/Position"),
    Case("HDR-009", without("SignerInfo"), MESSAGE),
    Case("HDR-010", without("Priority"), f"{MESSAGE}/OtherInfo"),
    Case("HDR-011", inside("From", "<edXML:OrganName>.*?</edXML:OrganName>", ""), f"{MESSAGE}/From"),
    Case("HDR-012", without("To", without("To")), MESSAGE),
    Case("HDR-013", inside("To", "<edXML:OrganId>.*?</edXML:OrganId>", ""), FIRST_TO),
    Case("HDR-013", inside("To", "<edXML:OrganId>.*?<", "<edXML:OrganId> <"), FIRST_TO),
    Case("TRC-001", without("TraceHeader"), TRACE),
    Case("TRC-001", without("TraceHeaderList"), HEADER),
    Case("TRC-001", without("edXMLHeader"), "/edXML/edXMLEnvelope"),
    Case("TRC-001", without("Timestamp"), TRACE),
    Case("STS-001", text("StatusCode", "99", STATUS), f"{MESSAGE}/StatusCode"),
    Case("STS-001", without("StatusCode", STATUS), MESSAGE),
    Case("STS-002", without("From", STATUS), MESSAGE),
    Case("STS-002", text("OrganId", " ", STATUS), f"{MESSAGE}/From/OrganId"),
    Case("STS-003", without("ResponseFor", STATUS), MESSAGE),
    Case("STS-003", text("DocumentId", "", STATUS), f"{MESSAGE}/ResponseFor/DocumentId"),
    Case("STS-004", without("Timestamp", STATUS), MESSAGE),
    Case(
        "ATT-001",
        sub(DOCUMENT, "(</edXML:edXMLEnvelope>)(.*)(?=</edXML>)", r"\2\1"),
        "/edXML/edXMLEnvelope/AttachmentEncoded",
    ),
    Case("ATT-002", renamed("Attachment", "Tep"), f"{ATTACHED}/Tep[1]"),
    Case(
        "ATT-003", sub(DOCUMENT, "<AttachmentEncoded>", "<AttachmentEncoded><Attachment/>"), f"{ATTACHED}/Attachment[1]"
    ),
    Case("ATT-004", inside("Attachment", "<AttachmentName>.*?</AttachmentName>", ""), f"{ATTACHED}/Attachment[1]"),
    Case("ATT-005", without("ContentTransferEncoded"), f"{ATTACHED}/Attachment[1]"),
    Case("ATT-006", inside("Attachment", "<ContentType>.*?</ContentType>", ""), f"{ATTACHED}/Attachment[1]"),
    Case("ATT-007", content(1, "TWF1\nTWF1"), f"{ATTACHED}/Attachment[1]/ContentTransferEncoded"),
    Case("ATT-008", content(1, "-_-_"), f"{ATTACHED}/Attachment[1]/ContentTransferEncoded"),
    Case("ATT-009", content(1, "TWE"), f"{ATTACHED}/Attachment[1]/ContentTransferEncoded"),
    Case("ATT-010", content(1, "TWF1!"), f"{ATTACHED}/Attachment[1]/ContentTransferEncoded"),
    Case("ATT-011", content(1, "${noiDung}"), f"{ATTACHED}/Attachment[1]/ContentTransferEncoded"),
    Case("ATT-012", content(2, b"plain"), f"{ATTACHED}/Attachment[2]/ContentTransferEncoded"),
    Case("ATT-013", content(1, zipped(b"plain")), f"{ATTACHED}/Attachment[1]/ContentTransferEncoded"),
    Case("ATT-014", content(2, zipped()), f"{ATTACHED}/Attachment[2]/ContentTransferEncoded"),
    Case("ATT-015", content(2, zipped(b"one", b"two")), f"{ATTACHED}/Attachment[2]/ContentTransferEncoded"),
    Case("ATT-016", content(2, zipped(b"cut")[:-9]), f"{ATTACHED}/Attachment[2]/ContentTransferEncoded"),
    Case("ATT-017", content(2, zipped(bytes(4 << 20))), f"{ATTACHED}/Attachment[2]/ContentTransferEncoded"),
    Case("ATT-019", content(2, named("HS/", "HS/a.txt")), f"{ATTACHED}/Attachment[2]/ContentTransferEncoded"),
    Case(
        "ATT-020",
        content(2, named("[Content_Types].xml", "word/document.xml")).replace(b"ghi-chu.txt", b"ghi-chu.docx"),
        f"{ATTACHED}/Attachment[2]/ContentTransferEncoded",
    ),
    Case("ATT-108", content(2, damaged(zipped(b"content " * 9))), f"{ATTACHED}/Attachment[2]"),
    Case(
        "ATT-018",
        sub(DOCUMENT, "(?=</edXML:edXMLEnvelope>)", "<AttachmentEncoded/>"),
        "/edXML/edXMLEnvelope/AttachmentEncoded",
    ),
    Case("ATT-100", without("Attachment", without("Attachment")), ATTACHED),
    Case("ATT-100", without("AttachmentEncoded"), "/edXML"),
    Case("ATT-101", inside("Attachment", "<ContentId>.*?</ContentId>", ""), f"{ATTACHED}/Attachment[1]"),
    Case("ATT-102", sub(DOCUMENT, "(<Attachment>.*?</Attachment>)", r"\1\1"), f"{ATTACHED}/Attachment[2]"),
    Case("ATT-103", sub(DOCUMENT, "(<edXML:Reference>.*?</edXML:Reference>)", r"\1\1"), f"{MANIFEST}/Reference[2]"),
    Case("ATT-104", without("Reference"), f"{ATTACHED}/Attachment[1]"),
    Case("ATT-104", without("edXMLBody"), f"{ATTACHED}/Attachment[1]"),
    Case("ATT-105", without("Attachment"), f"{MANIFEST}/Reference[1]"),
    Case("ATT-105", inside("Reference", "<edXML:ContentId>.*?</edXML:ContentId>", ""), f"{MANIFEST}/Reference[1]"),
    Case("ATT-106", inside("Reference", "cong-van.pdf", "khac.pdf"), f"{MANIFEST}/Reference[1]"),
    Case("ATT-107", inside("Reference", "application/pdf", "text/plain"), f"{MANIFEST}/Reference[1]"),
)

BOTH: Final = (*REFUSED, *FOUND)


def _names(cases: tuple[Case, ...]) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for case in cases:
        seen[case.rule] = seen.get(case.rule, 0) + 1
        names.append(f"{case.rule}-{seen[case.rule]}")
    return names


def _of_rule(case: Case) -> Finding:
    found = [finding for finding in validate(case.data).findings if finding.rule == case.rule]
    assert found, sorted({finding.rule for finding in validate(case.data).findings})
    return found[0]


@pytest.mark.parametrize("data", [DOCUMENT, STATUS], ids=["document", "status"])
@pytest.mark.parametrize("profile", ["vxp", "strict"])
def test_no_rule_fires_on_a_valid_package(data: bytes, profile: str) -> None:
    result = validate(data, profile=profile)
    assert (result.findings, result.not_run, result.verdict.value) == ((), (), "conformant")


@pytest.mark.parametrize("case", FOUND, ids=_names(FOUND))
def test_a_rule_fires_and_points_at_the_element(case: Case) -> None:
    finding = _of_rule(case)
    place = finding.location
    assert place.path == case.path
    assert place.line is not None
    assert place.column is not None
    decoded = case.data.decode("utf-16" if case.rule == "FMT-020" else "utf-8")
    there = decoded.split("\n")[place.line - 1][place.column - 1 :]
    name = re.sub(r"\[\d+\]$", "", (place.path or "").rpartition("/")[2])
    assert re.match(rf"<(edXML:)?{name}[ >/]", there), there[:40]


@pytest.mark.parametrize("case", REFUSED, ids=_names(REFUSED))
def test_a_refusal_is_the_only_finding_and_later_rules_did_not_run(case: Case) -> None:
    result = validate(case.data)
    assert [finding.rule for finding in result.findings] == [case.rule]
    assert result.findings[0].location.path == case.path
    assert result.findings[0].severity is Severity.ERROR
    assert result.verdict.value == "non_conformant"
    assert [entry.rule for entry in result.not_run] != []
    applied = {rule.id for rule in CATALOGUE.values() if rule.check and not rule.needs and VXP.weight(rule) != "off"}
    assert {entry.rule for entry in result.not_run} == applied
    assert all(case.rule in entry.reason for entry in result.not_run)


@pytest.mark.parametrize("case", BOTH, ids=_names(BOTH))
def test_a_finding_says_the_same_thing_in_both_languages(case: Case) -> None:
    finding = _of_rule(case)
    assert finding.describe("en") == finding.message
    assert finding.describe("vi") != finding.message
    assert not re.search(r"\{\w+\}", finding.describe("vi") + finding.message)
    assert finding.clause == CATALOGUE[case.rule].clause("en")


@pytest.mark.parametrize("case", BOTH, ids=_names(BOTH))
@pytest.mark.parametrize("profile", ["vxp", "strict"])
def test_an_error_and_nothing_less_makes_a_package_non_conformant(case: Case, profile: str) -> None:
    result = validate(case.data, profile=profile)
    finding = next(finding for finding in result.findings if finding.rule == case.rule)
    assert finding.severity is rule_set(profile).weight(CATALOGUE[case.rule])
    assert (result.verdict.value == "non_conformant") == bool(result.errors)


def _weighs(profile: str, severity: Severity) -> set[str]:
    return {rule.id for rule in CATALOGUE.values() if rule_set(profile).weight(rule) is severity}


@pytest.mark.parametrize("profile", ["qcvn-102-2016", "qcvn-102-2016-amd1-2022", "strict"])
def test_what_the_axis_forgives_is_an_error_where_the_letter_counts(profile: str) -> None:
    forgiven = {
        *("FMT-021", "FMT-024", "FMT-027", "FMT-028", "FMT-029", "FMT-032", "FMT-039", "FMT-041", "FMT-042", "FMT-043"),
        *("ATT-002", "ATT-006", "ATT-007", "ATT-013", "ATT-101", "ATT-104", "ATT-106", "HDR-008", "TRC-001"),
    }
    assert forgiven <= _weighs("vxp", Severity.WARNING)
    assert forgiven <= _weighs(profile, Severity.ERROR)


@pytest.mark.parametrize("id_", ["FMT-050", "FMT-042", "HDR-008", "HDR-010", "HDR-011", "TRC-001", "ATT-106"])
def test_a_package_may_be_conformant_to_one_profile_and_not_to_the_other(id_: str) -> None:
    data = next(case.data for case in FOUND if case.rule == id_)
    assert validate(data).verdict.value == "conformant"
    assert validate(data, profile="strict").verdict.value == "non_conformant"


@pytest.mark.parametrize("missing", ["MessageHeader", "edXMLHeader"])
def test_without_a_header_every_required_field_is_missing_and_points_at_what_is_there(missing: str) -> None:
    result = validate(without(missing))
    found = {finding.rule: finding.location.path for finding in result.findings if finding.rule.startswith("HDR")}
    where = HEADER if missing == "MessageHeader" else "/edXML/edXMLEnvelope"
    assert found == {f"HDR-{number:03}": where for number in range(1, 13)}


def test_blank_content_ids_are_missing_and_not_repeated() -> None:
    data = sub(DOCUMENT, "<ContentId>.*?</ContentId>", "<ContentId></ContentId>", count=0)
    rules = [finding.rule for finding in validate(data).findings if finding.rule.startswith("ATT-10")]
    assert rules.count("ATT-101") == 2
    assert "ATT-102" not in rules


def test_a_document_without_a_manifest_does_not_lack_references() -> None:
    rules = {finding.rule for finding in validate(without("edXMLManifest")).findings}
    assert "ATT-104" in rules
    assert not rules & {"ATT-103", "ATT-105", "ATT-106", "ATT-107"}


def test_a_line_of_the_manifest_without_a_name_is_not_compared() -> None:
    data = inside("Reference", "<edXML:AttachmentName>.*?</edXML:AttachmentName>", "")
    assert "ATT-106" not in {finding.rule for finding in validate(data).findings}


def test_attachments_in_the_flat_variant_are_judged_like_the_others() -> None:
    flat = sub(DOCUMENT, "(</edXML:edXMLEnvelope>)(.*)(?=</edXML>)", r"\2\1")
    flat = flat.replace(b"<AttachmentEncoded>", b"").replace(b"</AttachmentEncoded>", b"")
    assert "ATT-104" not in {finding.rule for finding in validate(flat).findings}
    assert "ATT-104" in {finding.rule for finding in validate(without("Reference", flat)).findings}
