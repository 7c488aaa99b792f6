"""The table of the format: each row once, each model made from it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import pytest

from edoc import Attachment, DocumentHeader, Manifest, Signature, StatusHeader, TraceHeaderList
from edoc.edxml.model import Model
from edoc.edxml.table import Attribute, Element, Kind, Structure, plan, rows

PARTS = (DocumentHeader, StatusHeader, TraceHeaderList, Manifest, Attachment, Signature)


@pytest.mark.parametrize("model", PARTS)
def test_every_field_of_a_model_stands_in_its_plan_once(model: type[Model]) -> None:
    made = plan(model)
    planned = [entry.attribute for entry in (*made.attributes, *made.fields)]
    assert sorted(planned) == sorted(model.model_fields)


@pytest.mark.parametrize("model", PARTS)
def test_every_row_says_what_it_is_in_both_languages(model: type[Model]) -> None:
    for row in rows(model, "/x"):
        assert row.spec.vi, row.path
        assert row.spec.en, row.path


def test_rows_of_attributes_wrappers_lists_and_value_attributes() -> None:
    found = {row.path: row for row in rows(Signature, "/Signature")}
    transform = found["/Signature/SignedInfo/Reference/Transforms/Transform/@Algorithm"]
    assert (transform.attribute, transform.kind, transform.cardinality) == (
        "signed_info.references[].transforms",
        "texts",
        "0..n",
    )
    uri = found["/Signature/SignedInfo/Reference/@URI"]
    assert (uri.attribute, uri.kind, uri.cardinality) == ("signed_info.references[].uri", "text", "0..1")
    assert isinstance(uri.spec, Attribute)


def test_structures_come_before_what_is_in_them() -> None:
    paths = [row.path for row in rows(DocumentHeader, "/MessageHeader")]
    assert paths.index("/MessageHeader/From") + 1 == paths.index("/MessageHeader/From/OrganId")
    assert paths[-1] == "/MessageHeader/ToPlaces/Place"


def test_fields_stand_in_the_order_of_the_national_sdk() -> None:
    assert [entry.element.name for entry in plan(DocumentHeader).fields] == [
        "From",
        "To",
        "DocumentId",
        "Code",
        "PromulgationInfo",
        "DocumentType",
        "Subject",
        "Content",
        "SignerInfo",
        "DueDate",
        "OtherInfo",
        "ResponseFor",
        "SteeringType",
        "TaskCode",
        "ApplicationType",
        "Place",
    ]


def test_the_kinds_of_fields_follow_from_their_types() -> None:
    kinds = {entry.attribute: entry.kind for entry in plan(DocumentHeader).fields}
    assert kinds["sender"] is Kind.STRUCT
    assert kinds["recipients"] is Kind.STRUCTS
    assert kinds["document_id"] is Kind.TEXT
    assert kinds["due_date"] is Kind.DATE
    assert kinds["steering_type"] is Kind.INT
    assert kinds["to_places"] is Kind.TEXTS
    assert {entry.attribute: entry.kind for entry in plan(StatusHeader).fields}["timestamp"] is Kind.TIMESTAMP


def test_a_field_that_is_not_of_the_format_stays_out_of_the_plan() -> None:
    class Small(Model):
        __edxml__: ClassVar = Structure(name="Small", vi="Nhỏ", en="small")

        plain: str = ""
        noted: Annotated[str, "a note, no element"] = ""
        text: Annotated[str | None, Element(name="Text", vi="Chữ", en="text")] = None

    assert [entry.attribute for entry in plan(Small).fields] == ["text"]
