"""Complaints of xmlschema and of libxml2, in words of the catalogue: what stood there, and what was expected."""

from __future__ import annotations

import pytest
import xmlschema
from lxml import etree

from edoc.conformance import validate
from edoc.conformance.strict_words import Complaint, explained, told
from edoc.edxml.xsd import document_xsd
from edoc.messages import LANGUAGES, text
from edoc.testing import sample_package

#: One element of every kind that the words are for; edXML's own schema has no lengths and no limits.
SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x" xmlns="urn:x"
    elementFormDefault="qualified">
  <xs:simpleType name="Date"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{4}/[0-9]{2}/[0-9]{2}"/>
  </xs:restriction></xs:simpleType>
  <xs:element name="r"><xs:complexType><xs:sequence>
    <xs:element name="date" type="Date" minOccurs="0"/>
    <xs:element name="code" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
      <xs:pattern value="A[0-9]"/><xs:pattern value="B"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="truth" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="true"/><xs:enumeration value="false"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="number" type="xs:int" minOccurs="0"/>
    <xs:element name="day" type="xs:date" minOccurs="0"/>
    <xs:element name="short" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
      <xs:maxLength value="3"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="long" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
      <xs:minLength value="3"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="small" minOccurs="0"><xs:simpleType><xs:restriction base="xs:int">
      <xs:maxInclusive value="5"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="two" minOccurs="0" maxOccurs="2"/>
    <xs:element name="part" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="in" type="xs:string"/>
      <xs:any namespace="urn:y" processContents="strict" minOccurs="0"/></xs:sequence>
      <xs:attribute name="must" use="required" type="xs:string"/><xs:attribute name="n" type="xs:int"/>
    </xs:complexType></xs:element>
    <xs:element name="empty" minOccurs="0"><xs:complexType/></xs:element>
    <xs:element name="fixed" type="xs:string" fixed="x" minOccurs="0"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
FAST, EXPLAINING = etree.XMLSchema(etree.fromstring(SCHEMA.encode())), xmlschema.XMLSchema10(SCHEMA)


def _root(body: str) -> etree._Element:
    return etree.fromstring(f'<r xmlns="urn:x">{body}</r>'.encode())


def _explained(body: str) -> Complaint:
    (error, *_) = EXPLAINING.iter_errors(_root(body))  # type: ignore[arg-type]  # lxml's element
    child = getattr(error, "invalid_child", None)
    element = error.elem if child is None else child
    assert element is not None
    return explained(error, element.tag.rpartition("}")[2])


def _told(body: str, name: str) -> Complaint:
    assert not FAST.validate(_root(body))
    return told(FAST.error_log[0].message, name)


#: What is wrong, the element, the text, and what is said by xmlschema and by libxml2.
BOTH = [
    ("<part must=''><out/></part>", "out", "strict-child", {"expected": "in"}),
    ("<part must=''/>", "part", "strict-incomplete", {"expected": "in"}),
    ("<part><in/></part>", "part", "strict-no-attribute", {"attribute": "must"}),
    ("<part must='' other=''><in/></part>", "part", "strict-attribute", {"attribute": "other"}),
    ("<number><a/></number>", "number", "strict-children", {}),
    ("<part must=''>x<in/></part>", "part", "strict-text", {}),
    ("<truth>yes</truth>", "truth", "strict-choice", {"text": "yes", "expected": "true, false"}),
    ("<number>a</number>", "number", "strict-type", {"text": "a", "expected": "word:expects-count"}),
    ("<day>2026/01/02</day>", "day", "strict-type", {"text": "2026/01/02", "expected": "date"}),
]


@pytest.mark.parametrize(("body", "name", "key", "params"), BOTH)
def test_both_libraries_are_put_into_the_same_words(body: str, name: str, key: str, params: dict[str, str]) -> None:
    wanted = Complaint(f"rule.{key}", {"name": name, **params}, params.get("text"))
    assert _explained(body) == wanted
    assert _told(body, name) == wanted


@pytest.mark.parametrize(
    ("body", "key", "params"),
    [
        ("<date>2026-01-02</date>", "strict-pattern", {"name": "date", "text": "2026-01-02", "expected": "yyyy/MM/dd"}),
        ("<code>C</code>", "strict-pattern", {"name": "code", "text": "C", "expected": "A[0-9] | B"}),
        ("<short>abcd</short>", "strict-length", {"name": "short", "found": "4", "expected": "≤ 3"}),
        ("<long>ab</long>", "strict-length", {"name": "long", "found": "2", "expected": "≥ 3"}),
        ("<small>6</small>", "strict-range", {"name": "small", "found": "6", "expected": "≤ 5"}),
        ("<two/><two/><two/>", "strict-too-many", {"name": "two", "found": "3", "most": "2"}),
        ("<fixed/><two/>", "strict-misplaced", {"name": "two"}),
        ("<empty>x</empty>", "strict-text", {"name": "empty"}),
        ("<part must=''><in/><out/></part>", "strict-misplaced", {"name": "out"}),
    ],
)
def test_what_xmlschema_explains_names_what_was_expected(body: str, key: str, params: dict[str, str]) -> None:
    found = _explained(body)
    assert (found.key, found.params) == (f"rule.{key}", params)


@pytest.mark.parametrize(
    ("body", "name", "key", "params"),
    [
        ("<date>x</date>", "date", "strict-pattern", {"text": "x", "expected": "[0-9]{4}/[0-9]{2}/[0-9]{2}"}),
        ("<fixed/><date/>", "date", "strict-misplaced", {}),
        ("<date/><nothing/>", "nothing", "strict-pattern", {"text": "", "expected": "[0-9]{4}/[0-9]{2}/[0-9]{2}"}),
    ],
)
def test_what_libxml2_alone_says_is_put_into_words_too(body: str, name: str, key: str, params: dict[str, str]) -> None:
    assert _told(body, name) == Complaint(f"rule.{key}", {"name": name, **params}, params.get("text"))


def test_what_is_unusual_stays_in_the_words_of_the_library_and_is_marked_so() -> None:
    assert _explained("<fixed>y</fixed>").params == {"name": "fixed", "reason": "must have the fixed value 'x'"}
    attribute = _told("<part must='' n='a'><in/></part>", "part")
    assert attribute.key == "rule.strict-form"
    assert "attribute 'n'" in attribute.params["reason"]
    for language, said in zip(LANGUAGES, ("nguyên văn của thư viện: ", "in the words of the library: "), strict=True):
        assert said in text(attribute.key, language, **attribute.params)


def test_the_forms_of_dates_in_the_schema_of_edxml_are_told_as_people_write_them() -> None:
    schema = xmlschema.XMLSchema10(document_xsd())
    for name, form in (("Date", "yyyy/MM/dd"), ("Timestamp", "yyyy/MM/dd HH:mm:ss")):
        (error,) = schema.types[name].iter_errors("mai")
        assert explained(error, "PromulgationDate").params["expected"] == form


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_says_what_was_expected_in_the_language_asked_for(language: str) -> None:
    data = sample_package(1).to_bytes().replace(b"<edXML:MessageHeader>", b"<edXML:MessageHeader>x", 1)
    (finding,) = [finding for finding in validate(data, profile="strict").findings if finding.rule == "FMT-050"]
    said = {"vi": "có chữ nằm giữa các phần tử", "en": "has text beside its elements"}[language]
    assert said in finding.describe("vi" if language == "vi" else "en")
