"""The strict form: what libxml2 refuses is explained, and never forgotten."""

from __future__ import annotations

import re

import pytest
import xmlschema
from lxml import etree

from edoc._xml.source import BytesSource
from edoc.conformance import Finding, Severity, Verdict, validate
from edoc.conformance.rules import schema
from edoc.edxml.reader import read_source
from edoc.limits import Limits
from edoc.testing import sample_package, sample_status

DOCUMENT = sample_package(1).to_bytes()
SCHEMA_INSTANCE = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"


def _strict_form(data: bytes) -> list[Finding]:
    result = validate(data, profile="strict")
    assert result.not_run == ()
    return [finding for finding in result.findings if finding.rule == "FMT-050"]


def _last(name: str, outer: str, data: bytes) -> bytes:
    """Move the element *name* to the end of *outer*."""
    return re.sub(
        rf"(<edXML:{name}>.*?</edXML:{name}>)(.*?)(?=</edXML:{outer}>)".encode(), rb"\2\1", data, flags=re.DOTALL
    )


def test_a_departure_is_explained_in_words() -> None:
    (finding,) = _strict_form(_last("Subject", "MessageHeader", DOCUMENT))
    assert finding.message.startswith("Subject does not stand here")
    assert finding.describe("vi").startswith("Subject không đứng")
    assert finding.message == " ".join(finding.message.split())
    assert finding.severity is Severity.ERROR


def test_a_status_message_has_a_schema_of_its_own() -> None:
    (finding,) = _strict_form(_last("StatusCode", "MessageHeader", sample_status().to_bytes()))
    assert (finding.location.path or "").endswith("/MessageHeader/StatusCode")


@pytest.mark.parametrize("number", ["１", "٣", "1_0"])
def test_what_libxml2_alone_refuses_is_said_in_our_words(number: str) -> None:
    data = DOCUMENT.replace(b"<edXML:PageAmount>1<", f"<edXML:PageAmount>{number}<".encode())
    (finding,) = _strict_form(data)
    assert finding.message == f'PageAmount is "{number}"; expected in the strict form: a whole number'
    assert finding.describe("vi") == f'PageAmount là "{number}"; dạng chuẩn cần: một số nguyên'
    assert finding.text == number
    assert (finding.location.path or "").endswith("/MessageHeader/OtherInfo/PageAmount")


def test_fifty_explanations_are_enough() -> None:
    reference = b"<edXML:Reference><edXML:Description>a</edXML:Description><edXML:ContentId/></edXML:Reference>"
    data = DOCUMENT.replace(b"</edXML:edXMLManifest>", reference * 80 + b"</edXML:edXMLManifest>")
    findings = _strict_form(data)
    assert len(findings) == 51
    assert findings[-1].message.startswith("more than 50") or findings[0].message.startswith("more than 50")


def test_an_element_with_very_many_children_is_left_to_libxml2() -> None:
    """xmlschema takes minutes for them: it counts all children anew for each that does not belong."""
    many = b"<edXML:Other/>" * 10_001
    data = DOCUMENT.replace(b"</edXML:edXMLManifest>", many + b"</edXML:edXMLManifest>")
    data = data.replace(b"<edXML:Subject>", b"<!-- a --><Other/><Other/><edXML:Subject>")
    assert [str(finding.location.path).rpartition("/edXML")[2] for finding in _strict_form(data)] == [
        "Header/MessageHeader/Other[1]",
        "Manifest/Other[1]",
    ]


def test_fifty_words_of_libxml2_are_enough() -> None:
    reference = b"<edXML:Reference><edXML:Other/></edXML:Reference>"
    data = DOCUMENT.replace(b"</edXML:edXMLManifest>", reference * 10_001 + b"</edXML:edXMLManifest>")
    findings = _strict_form(data)
    assert len(findings) == 51
    assert sum(finding.message.startswith("more than 50") for finding in findings) == 1


def test_a_type_that_the_package_names_and_nobody_knows_is_a_finding() -> None:
    data = DOCUMENT.replace(b"<edXML:Subject>", f'<edXML:Subject {SCHEMA_INSTANCE} xsi:type="xs:string">'.encode())
    result = validate(data)
    assert result.not_run == ()
    assert [finding.rule for finding in result.findings] == ["FMT-050"]
    assert result.verdict is Verdict.CONFORMANT


def test_a_schema_that_the_package_names_is_not_loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    schema = tmp_path_factory.mktemp("named") / "named.xsd"
    schema.write_text(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{SIGNATURE}">'
        '<xs:element name="Signature" type="xs:int"/></xs:schema>'
    )
    hint = f'{SCHEMA_INSTANCE} xsi:schemaLocation="{SIGNATURE} {schema.as_uri()}"'
    signature = f'<Signature xmlns="{SIGNATURE}" {hint}>no number</Signature>'
    data = DOCUMENT.replace(b"</edXML:edXMLHeader>", signature.encode() + b"</edXML:edXMLHeader>")
    data = data.replace(b"<edXML ", f"<edXML {hint} ".encode(), 1)
    assert _strict_form(data) == []


def _with_direction(text: str) -> bytes:
    return DOCUMENT.replace(b"<edXML:Direction>false", f"<edXML:Direction>{text}".encode())


def test_what_the_reader_told_is_not_told_again() -> None:
    assert [finding.rule for finding in validate(_with_direction("1")).findings] == ["FMT-041"]


#: What every reader understands, and the strict form has not: faults of no weight in the profile vxp.
NOT_STRICT = {
    "truth-value": _with_direction("True"),
    "root": re.sub(b"(</?)edXML(?=[ >])", rb"\1Package", DOCUMENT),
    "unknown": DOCUMENT.replace(b"<edXML:Subject>", b"<edXML:Other/><edXML:Subject>"),
    "misspelt": re.sub(b"Bussiness(?=>)", b"Business", DOCUMENT),
    "namespace": re.sub(b"edXML:Place>([^<]*)</edXML:Place", rb'Place xmlns="urn:x">\1</Place', DOCUMENT),
    "attachment": re.sub(b"(</?)Attachment(?=>)", rb"\1Tep", DOCUMENT),
}


@pytest.mark.parametrize("name", NOT_STRICT)
def test_what_is_not_the_strict_form_is_conformant_to_the_profile_vxp_alone(name: str) -> None:
    data = NOT_STRICT[name]
    assert data != DOCUMENT
    assert validate(data).verdict is Verdict.CONFORMANT
    assert validate(data, profile="strict").verdict is Verdict.NON_CONFORMANT


@pytest.mark.parametrize("name", NOT_STRICT)
def test_what_the_reader_told_as_a_matter_of_spelling_is_not_told_again_either(name: str) -> None:
    found = {finding.rule: finding.location for finding in validate(NOT_STRICT[name], profile="strict").findings}
    places = [location for rule, location in found.items() if rule != "FMT-050"]
    assert found.get("FMT-050") not in places


def test_an_odd_value_in_an_element_that_stands_elsewhere_is_told_for_both() -> None:
    moved = _last("Direction", "OtherInfo", DOCUMENT.replace(b"Direction>false", b"Direction>False"))
    here = [finding.rule for finding in validate(moved).findings if (finding.location.path or "").endswith("Direction")]
    assert sorted(here) == ["FMT-040", "FMT-050"]


#: Elements of one name with several prefixes, and one without any.
SPACES = "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in "abc")
TREE = etree.fromstring(f'<r xmlns="urn:r"{SPACES}><c:x/><a:x/><x/><b:x/><b:y/><b:x><x/></b:x></r>')


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/*", None),
        ("/*/*", 0),
        ("/*/*[3]", 2),
        ("/*/a:x", 1),
        ("/*/b:x", 3),
        ("/*/b:x[2]", 5),
        ("/*/b:y", 4),
        ("/*/c:x", 0),
        ("/*/x", 2),
    ],
)
def test_an_element_is_found_by_the_path_that_libxml2_writes(path: str, place: int | None) -> None:
    assert schema._at(path, TREE) is (TREE if place is None else TREE[place])


def test_a_path_may_lead_further_down() -> None:
    assert schema._at("/*/b:x[2]/*", TREE) is TREE[5][0]
    assert schema._at("/*/a:x/b:y", TREE) is TREE[1]  # no further than it goes


class AskedError(Exception):
    """xmlschema was asked."""


def _ask(*_: object, **__: object) -> None:
    raise AskedError


def test_what_stands_around_a_departure_is_explained_and_not_the_whole_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved = _last("Subject", "MessageHeader", _last("Description", "Reference", DOCUMENT))
    whole = [finding.message for finding in _strict_form(moved)]
    assert len(whole) > 1
    monkeypatch.setattr(xmlschema.XMLSchema10, "iter_errors", _ask)
    assert [finding.message for finding in _strict_form(moved)] == whole


@pytest.mark.parametrize("root", ["Package", "edXML"])
def test_the_whole_package_is_explained_where_the_schema_knows_nothing_around_a_departure(
    root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = re.sub(rb"(</?)edXML(?=[ >])", rb"\1" + root.encode(), _last("Subject", "MessageHeader", DOCUMENT))
    monkeypatch.setattr(xmlschema.XMLSchema10, "iter_errors", _ask)
    result = validate(moved, profile="strict")
    assert {entry.rule for entry in result.not_run} == ({"FMT-050"} if root == "Package" else set())


@pytest.mark.parametrize(
    ("children", "attributes", "crowded"),
    [(9_999, 0, False), (10_000, 0, False), (10_001, 0, True), (0, 999, False), (0, 1_000, False), (0, 1_001, True)],
)
def test_an_element_may_have_ten_thousand_children_and_a_thousand_attributes(
    children: int, attributes: int, crowded: bool
) -> None:
    named = " ".join(f'a{number}=""' for number in range(attributes))
    other = f"<Other {named}>{'<x/>' * children}</Other>"
    data = DOCUMENT.replace(b"<edXML:Subject>", f"{other}<edXML:Subject>".encode())
    assert schema._is_crowded(read_source(BytesSource(data), Limits(attributes=2_000)).parsed) == crowded


@pytest.mark.parametrize(
    ("blamed", "right"),
    [
        ([TREE[3]], [0, 1, 2]),
        ([TREE[0]], []),
        ([TREE[1], TREE[3]], [0]),
        ([TREE[5][0]], []),
        ([TREE[5][0], TREE[3]], [0, 1, 2]),
        ([TREE[5], TREE[5][0]], [0, 1, 2, 3, 4]),
    ],
)
def test_what_stands_before_the_first_departure_is_right(blamed: list[etree._Element], right: list[int]) -> None:
    around = list(dict.fromkeys(parent for element in blamed if (parent := element.getparent()) is not None))
    assert list(schema._right(blamed, around)) == [TREE[place] for place in right]


@pytest.mark.parametrize(("complaints", "more"), [(49, False), (50, False), (51, True)])
def test_more_than_fifty_words_of_libxml2_are_said_to_be_more(
    complaints: int, more: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = [("/*", f"complaint {number}") for number in range(complaints)]
    monkeypatch.setattr(schema, "_complaints", lambda *_: log)
    findings = _strict_form(DOCUMENT)
    assert len(findings) == complaints
    assert [finding.params for finding in findings if finding.params.get("count")] == [{"count": "50"}] * more


def test_a_signature_in_another_place_is_left_to_its_own_rules_and_hides_nothing_behind_it() -> None:
    elsewhere = f'<Signature xmlns="{SIGNATURE}"/>'.encode()
    both = _last(
        "Description", "Reference", DOCUMENT.replace(b"<edXML:MessageHeader>", elsewhere + b"<edXML:MessageHeader>")
    )
    assert [(finding.location.path or "").rpartition("/")[2] for finding in _strict_form(both)] == ["Description"] * 2
