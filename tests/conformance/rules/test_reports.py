"""What a status message says: how long a reason is, which side reports, and what contradicts the identifier."""

from __future__ import annotations

import pytest
from judging import fires, found, params

from edoc.testing.defects.editing import changes, inside, status, text, without

ISSUER, RECIPIENT, THIRD = "000.00.01.Z27", "000.00.02.Z82", "000.00.05.Z10"
IDENTIFIER = "000.00.01.Z27,2026/09/11,30/SM-VP"


def _answered(name: str, value: str) -> bytes:
    return inside("ResponseFor", text(name, value))(status())


@pytest.mark.parametrize(
    ("length", "told"), [(9, True), (10, False), (11, False), (999, False), (1000, False), (1001, True)]
)
def test_a_reason_has_from_ten_to_a_thousand_characters(length: int, told: bool) -> None:
    said = {"length": str(length), "least": "10", "most": "1000"}
    assert params("STS-011", text("Description", "x" * length)(status("13"))) == [said] * told


def test_a_long_reason_is_shown_by_its_first_sixty_characters() -> None:
    (finding,) = found(text("Description", "x" * 1001)(status("13")), "STS-011")
    assert finding.text == "x" * 60


@pytest.mark.parametrize("code", ["02", "03", "15", "16"])
def test_a_recipient_reports_every_code_but_13(code: str) -> None:
    said = {"code": code, "sender": ISSUER, "issuer": ISSUER}
    (finding,) = found(inside("From", text("OrganId", ISSUER))(status(code)), "STS-021")
    assert finding.params == said
    assert finding.message == f"status {code} is reported by a recipient; {ISSUER} issued the document"
    assert not fires("STS-021", status(code))


def test_the_issuer_alone_reports_13() -> None:
    (finding,) = found(inside("From", text("OrganId", THIRD))(status("13")), "STS-021")
    assert finding.message == f"status 13 is reported by the issuer; {THIRD} is not {ISSUER}, which issued the document"
    assert not fires("STS-021", status("13"))


@pytest.mark.parametrize("rule", ["STS-021", "STS-022"])
@pytest.mark.parametrize(
    ("name", "value"), [("DocumentId", ""), ("DocumentId", "18661"), ("StatusCode", ""), ("StatusCode", "99")]
)
def test_sides_are_told_where_the_identifier_names_an_issuer_and_the_code_is_known(
    rule: str, name: str, value: str
) -> None:
    wrong = changes(inside("From", text("OrganId", ISSUER)), inside("ResponseFor", text("OrganId", THIRD)))(status())
    assert fires(rule, wrong)
    assert not fires(rule, text(name, value)(wrong))


@pytest.mark.parametrize("rule", ["STS-021", "STS-022", "STS-023"])
def test_a_message_about_no_document_is_of_no_side(rule: str) -> None:
    assert not fires(rule, without("ResponseFor")(status()))


def test_a_message_of_nobody_is_of_no_side() -> None:
    assert not fires("STS-021", inside("From", text("OrganId", " "))(status("13")))


def test_a_message_to_nobody_is_not_said_to_go_to_the_wrong_side() -> None:
    assert not fires("STS-022", inside("ResponseFor", text("OrganId", " "))(status()))


@pytest.mark.parametrize("number", ["29/SM-VP", "30/SM-VP", "31/SM-VP"])
def test_another_number_than_that_of_the_identifier_is_told(number: str) -> None:
    said = {"stated": number, "named": "30/SM-VP"}
    assert params("STS-023", _answered("Code", number)) == [said] * (number != "30/SM-VP")


@pytest.mark.parametrize("day", ["10", "11", "12"])
def test_another_date_than_that_of_the_identifier_is_told(day: str) -> None:
    said = {"stated": f"date:2026-09-{day}", "named": "date:2026-09-11"}
    assert params("STS-023", _answered("PromulgationDate", f"2026/09/{day}")) == [said] * (day != "11")


@pytest.mark.parametrize("identifier", ["", "18661"])
def test_an_identifier_without_parts_contradicts_nothing(identifier: str) -> None:
    assert not fires("STS-023", _answered("DocumentId", identifier))


@pytest.mark.parametrize(("day", "told"), [("10", True), ("11", False), ("12", False)])
def test_a_status_may_be_of_the_day_of_its_document(day: str, told: bool) -> None:
    assert fires("STS-024", text("Timestamp", f"2026/09/{day} 08:00:00")(status())) == told


@pytest.mark.parametrize(("code", "told"), [("15", False), ("16", True), ("17", False)])
def test_a_refusal_alone_is_reminded_of_revocations(code: str, told: bool) -> None:
    data = text("StatusCode", code)(status("16"))
    assert fires("STS-025", data, "decree-30-2020") == told
