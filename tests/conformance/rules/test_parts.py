"""What a package has or lacks: rules about what is not there are not called."""

from __future__ import annotations

import pytest

from edoc._xml.source import BytesSource
from edoc.conformance.rules import parts
from edoc.conformance.subject import Subject
from edoc.edxml.attachment import Attachment
from edoc.edxml.reader import read_source
from edoc.limits import DEFAULT_LIMITS
from edoc.testing import sample_docx, sample_package, sample_pdf
from edoc.testing.defects.editing import added, changes, document, sub, text, without
from edoc.testing.files import zip_of

SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">{}</Signature>'
ANSWER = "<edXML:ResponseFor><edXML:Code>12/SM-VP</edXML:Code></edXML:ResponseFor>"
FILES = {"pdf": sample_pdf(), "docx": sample_docx(), "zip": zip_of({"a.txt": b"a"}), "txt": b"a"}


def _parts(data: bytes) -> set[str]:
    """Give the names of the parts that a package has, as the catalogue of parts names them."""
    subject = Subject(read_source(BytesSource(data), DEFAULT_LIMITS))
    return {name for name in parts.__all__ if getattr(parts, name).is_there(subject)}


def _carrying(*extensions: str) -> bytes:
    attached = [Attachment.of(FILES[name], name=f"{at}.{name}") for at, name in enumerate(extensions)]
    return sample_package(1, attachments=attached).to_bytes()


def _signed(inner: str) -> bytes:
    return added("edXMLHeader", SIGNATURE.format(inner))(document())


@pytest.mark.parametrize(
    ("files", "kinds"),
    [
        ((), set()),
        (("pdf",), {"PDF"}),
        (("txt",), set()),
        (("pdf", "txt"), {"PDF"}),
        (("txt", "txt", "docx"), {"OFFICE"}),
        (("zip",), {"ARCHIVED"}),
    ],
)
def test_attachments_are_there_by_their_number_and_by_their_kinds(files: tuple[str, ...], kinds: set[str]) -> None:
    one, several = {"ATTACHED", "OPENED"}, {"SEVERAL_ATTACHED", "SEVERAL_OPENED"}
    there = kinds | (one if files else set()) | (several if len(files) > 1 else set())
    assert _parts(_carrying(*files)) & {*one, *several, "PDF", "OFFICE", "ARCHIVED"} == there


@pytest.mark.parametrize(("gone", "there"), [(0, True), (1, False), (2, False)])
def test_several_recipients_are_two_and_more(gone: int, there: bool) -> None:
    data = changes(*[without("To")] * gone)(document())
    assert ("SEVERAL_RECIPIENTS" in _parts(data)) == there


@pytest.mark.parametrize(("hops", "there"), [(0, set()), (1, {"HOPS"}), (2, {"HOPS", "SEVERAL_HOPS"})])
def test_several_hops_are_two_and_more(hops: int, there: set[str]) -> None:
    data = added("TraceHeaderList", "<edXML:TraceHeader/>" * hops)(without("TraceHeader")(document()))
    assert _parts(data) & {"HOPS", "SEVERAL_HOPS"} == there


@pytest.mark.parametrize(("data", "there"), [(document(), False), (_signed(""), False), (_signed("<KeyInfo/>"), True)])
def test_a_signature_has_something_in_it(data: bytes, there: bool) -> None:
    assert ("SIGNED" in _parts(data)) == there


@pytest.mark.parametrize(("gone", "there"), [("Place", True), ("Appendixes", False), ("OtherInfo", False)])
def test_annexes_are_there_where_the_header_declares_some(gone: str, there: bool) -> None:
    assert ("ANNEXES" in _parts(without(gone)(document()))) == there


@pytest.mark.parametrize(
    ("data", "there"),
    [
        (document("0"), set()),
        (document("1"), {"CHANGE", "ANSWERED", "MENTIONED"}),
        (document("2"), {"CHANGE", "CHANGED", "MENTIONED"}),
        (document("3"), {"CHANGE", "REPLACED", "MENTIONED"}),
        (text("BussinessDocType", "7")(document("3")), {"REPLACED", "MENTIONED"}),
        (without("Bussiness")(document("3")), set()),
        (sub("(?=<edXML:SteeringType>)", ANSWER)(document("0")), {"ANSWERED", "MENTIONED"}),
    ],
)
def test_a_business_has_its_own_parts(data: bytes, there: set[str]) -> None:
    assert _parts(data) & {"CHANGE", "CHANGED", "REPLACED", "ANSWERED", "MENTIONED"} == there


@pytest.mark.parametrize(("count", "there"), [(1, True), (2, False)])
def test_a_manifest_has_lines(count: int, there: bool) -> None:
    data = document()
    for _ in range(count):
        data = without("Reference")(data)
    assert ("LISTED" in _parts(data)) == there


def test_a_deadline_is_there_where_one_is_written() -> None:
    assert "DUE" not in _parts(document())
    assert "DUE" in _parts(sub("(?=<edXML:OtherInfo>)", "<edXML:DueDate>2026/09/30</edXML:DueDate>")(document()))
