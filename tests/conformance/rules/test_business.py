"""What each business has to carry, and where a revocation names its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edoc.conformance import validate
from edoc.testing.defects.editing import changes, document, inside, text, without

if TYPE_CHECKING:
    from edoc.testing.factory import BusinessType

FOREIGN = "000.00.05.Z10,2026/09/04,07/SM-VP"


def _rules(data: bytes) -> set[str]:
    result = validate(data)
    assert result.not_run == ()
    return {finding.rule for finding in result.findings}


def test_a_new_document_needs_nobody_who_asks_for_a_change() -> None:
    assert "TRC-013" not in _rules(text("BussinessDocType", "0")(without("StaffInfo")(document("1"))))
    assert "TRC-013" in _rules(without("StaffInfo")(document("1")))


def test_a_document_without_a_type_of_business_is_not_said_to_be_new() -> None:
    assert "TRC-014" not in _rules(text("BussinessDocType", "")(document("1")))
    assert "TRC-014" in _rules(text("BussinessDocType", "0")(document("1")))


def test_what_a_new_document_names_is_told_by_its_identifier() -> None:
    data = text("BussinessDocType", "0")(document("1"))
    found = [finding for finding in validate(data).findings if finding.rule == "TRC-014"]
    named = "000.00.01.Z27,2026/09/04,07/SM-VP"
    assert [(finding.text, finding.params) for finding in found] == [(named, {"id": named})]


@pytest.mark.parametrize(("outer", "missing"), [("ResponseFor", "ResponseFor"), ("Bussiness", "Bussiness/DocumentId")])
def test_a_revocation_that_names_its_document_in_one_place_names_it(outer: str, missing: str) -> None:
    data = inside(outer, without("DocumentId"))(document("1"))
    found = {finding.rule: finding.params for finding in validate(data).findings}
    assert found["TRC-016"] == {"missing": missing}
    assert "TRC-015" not in found


@pytest.mark.parametrize(("business", "outer", "fires"), [("1", "ResponseFor", True), ("2", "ResponseFor", False)])
def test_a_revocation_alone_revokes_what_it_answers(business: BusinessType, outer: str, fires: bool) -> None:
    given = document(business) if business == "1" else _answering(document(business))
    assert ("TRC-017" in _rules(inside(outer, text("DocumentId", FOREIGN))(given))) == fires


def _answering(data: bytes) -> bytes:
    """Put the answered document of a revocation into another business."""
    answered = document("1").decode().partition("<edXML:ResponseFor>")[2].partition("</edXML:ResponseFor>")[0]
    return (
        data.decode()
        .replace("<edXML:SteeringType>", f"<edXML:ResponseFor>{answered}</edXML:ResponseFor><edXML:SteeringType>", 1)
        .encode()
    )


def test_a_change_by_nobody_known_is_not_compared() -> None:
    anonymous = changes(inside("From", without("OrganId")), inside("Bussiness", text("DocumentId", FOREIGN)))
    assert "TRC-017" not in _rules(anonymous(document("2")))
