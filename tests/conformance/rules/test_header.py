"""The required fields of a document's header, and the letters of the article that asks for them."""

from __future__ import annotations

import pytest

from edoc.conformance import CATALOGUE
from edoc.conformance.rules.header import REQUIRED, Required
from edoc.edxml.header import DocumentHeader
from edoc.edxml.table import rows

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
