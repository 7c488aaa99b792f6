"""The required fields of a document's header, and the letters of the article that asks for them."""

from __future__ import annotations

import pytest
from judging import fires, is_called

from edoc.conformance import CATALOGUE
from edoc.conformance.rules.header import REQUIRED, Required
from edoc.edxml.header import DocumentHeader
from edoc.edxml.table import rows
from edoc.testing.defects.editing import added, document, inside, sub, text, without

TABLE = {row.attribute: row for row in rows(DocumentHeader)}


@pytest.mark.parametrize("field", REQUIRED, ids=[field.slug for field in REQUIRED])
def test_a_required_field_is_in_the_table_under_the_same_letter(field: Required) -> None:
    row = TABLE[field.attribute]
    assert row.path == "/" + "/".join(field.elements)
    letters = {row.spec.article, TABLE[field.attribute.partition(".")[0]].spec.article}
    assert field.letter in letters


@pytest.mark.parametrize("field", REQUIRED, ids=[field.slug for field in REQUIRED])
def test_the_clause_of_a_required_field_names_its_letter(field: Required) -> None:
    places = [clause.id for clause in CATALOGUE[field.id].clauses]
    assert places == [f"qd-28-2018:10.2{field.letter}", f"qd-1123-2019:13.2{field.letter}"]


@pytest.mark.parametrize(
    ("value", "fatal"),
    [("0", False), ("+1", False), ("-2147483648", False), ("", True), (" 0", True), ("x", True), ("0<b>1</b>", False)],
)
def test_the_national_sdk_parses_the_whole_text_of_a_steering_type_as_a_number(value: str, fatal: bool) -> None:
    data = sub("(?<=<edXML:SteeringType>)[^<]*", value)(document())
    assert fires("FMT-044", data) == fatal


@pytest.mark.parametrize("gone", ["SteeringType", "MessageHeader", "edXMLHeader"])
def test_a_steering_type_that_is_not_there_stops_nobody(gone: str) -> None:
    assert not fires("FMT-044", without(gone)(document()))


@pytest.mark.parametrize(("first", "second", "missing"), [(True, False, False), (False, True, True)])
def test_the_time_of_sending_is_that_of_the_first_hop(first: bool, second: bool, missing: bool) -> None:
    time = "<edXML:Timestamp>2026/09/11 09:00:00</edXML:Timestamp>"
    hop = f"<edXML:TraceHeader><edXML:OrganId>000.00.02.Z82</edXML:OrganId>{time * second}</edXML:TraceHeader>"
    sent = document() if first else without("Timestamp")(document())
    assert fires("TRC-001", added("TraceHeaderList", hop)(sent)) == missing


@pytest.mark.parametrize("field", REQUIRED, ids=[field.slug for field in REQUIRED])
def test_the_rules_of_required_fields_are_called_where_one_is_missing(field: Required) -> None:
    broken = inside(field.elements[0], text(field.elements[-1], ""))(document())
    assert is_called(field.id, broken)
    assert not is_called(field.id, document())
