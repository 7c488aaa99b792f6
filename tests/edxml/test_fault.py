"""Faults: each kind has a text in two languages, a clause, and a place."""

from __future__ import annotations

import pytest

import edoc
from edoc import Fault
from edoc._xml.source import BytesSource
from edoc.edxml.fault import FAULTS
from edoc.edxml.fault_collector import Locator
from edoc.edxml.reader import read_source
from edoc.messages import has_text

NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


def package(header: str, prolog: str = "") -> bytes:
    return (
        f'{prolog}<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader>\n  <MessageHeader>{header}</MessageHeader>'
        "</edXMLHeader><edXMLBody/></edXMLEnvelope><AttachmentEncoded/></edXML>"
    ).encode()


@pytest.mark.parametrize("code", FAULTS)
def test_every_kind_of_fault_has_a_text_and_a_clause(code: str) -> None:
    assert has_text(f"fault.{code}")
    assert FAULTS[code].code == code
    assert FAULTS[code].clause


def test_a_fault_says_what_it_is_in_both_languages() -> None:
    (fault,) = edoc.read(package("<DueDate>2014/02/30</DueDate>")).faults
    assert fault.message == fault.describe() == 'the date "2014/02/30" does not exist'
    assert fault.describe("vi") != fault.describe("en")
    assert "2014/02/30" in fault.describe("vi")
    assert fault.serious
    assert fault.clause == "QCVN 102:2016/BTTTT, section 1.4"


def test_a_spelling_that_every_reader_understands_is_not_serious() -> None:
    assert not Fault(code="base64-blanks", message="m", path="/edXML").serious


def test_faults_can_be_collected_in_sets() -> None:
    data = package("<DueDate/><SteeringType/>")
    first, second = edoc.read(data).faults
    assert {*edoc.read(data).faults, first, second} == {first, second}


def test_line_and_column_count_characters_from_one() -> None:
    (fault,) = edoc.read(package("<Subject>văn bản 😀</Subject><DueDate/>")).faults
    assert (fault.line, fault.column) == (2, 3 + len("<MessageHeader><Subject>văn bản 😀</Subject>"))


def test_a_byte_order_mark_is_no_character_of_the_first_line() -> None:
    data = package("").replace(b"<edXMLBody/>", b"<odd/><edXMLBody/>").replace(b"\n  ", b"")
    (bare,) = edoc.read(data).faults
    (marked,) = edoc.read(b"\xef\xbb\xbf" + data).faults
    assert (marked.line, marked.column) == (bare.line, bare.column) == (1, data.index(b"<odd/>") + 1)


def test_the_path_counts_twins_only_where_there_are_several() -> None:
    one = edoc.read(package("<To><OrganIdd/></To>")).faults
    two = edoc.read(package("<To/><To><OrganIdd/></To>")).faults
    assert [fault.path for fault in one] == ["/edXML/edXMLEnvelope/edXMLHeader/MessageHeader/To/OrganIdd"]
    assert [fault.path for fault in two] == ["/edXML/edXMLEnvelope/edXMLHeader/MessageHeader/To[2]/OrganIdd"]


def test_faults_stand_in_the_order_of_the_document() -> None:
    faults = edoc.read(package("<DueDate/><From><Nick/></From><SteeringType>x</SteeringType>")).faults
    assert [fault.code for fault in faults] == ["empty-value", "unknown-element", "number-unreadable"]
    assert [fault.column for fault in faults] == sorted(fault.column or 0 for fault in faults)


def test_a_long_text_is_cut_in_the_fault_and_kept_in_the_field() -> None:
    text = "x" * 1000
    document = edoc.read(package(f"<SteeringType>{text}</SteeringType>"))
    assert isinstance(document, edoc.DocumentPackage)
    assert document.header.steering_type == text
    assert document.faults[0].text == "x" * 200


def test_where_nothing_is_asked_for_nothing_is_located() -> None:
    result = read_source(BytesSource(package("")), edoc.Limits())
    assert Locator(result.parsed).locate(set()) == {}
    (place,) = Locator(result.parsed).locate({result.parsed.root}).values()
    assert place == ("/edXML", 1, 1, 0)


def test_the_json_of_a_fault_has_the_fields_of_the_contract() -> None:
    (fault,) = edoc.read(package("<DueDate/>")).faults
    assert set(fault.model_dump(mode="json")) == {"code", "message", "path", "line", "column", "text"}
