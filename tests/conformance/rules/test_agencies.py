"""Agency codes: where each is looked for, how long it may be, and which two are one agency."""

from __future__ import annotations

import pytest
from judging import is_called

from edoc.conformance import validate
from edoc.testing.defects.editing import changes, document, inside, sub, text, without

_TWO = r"(<edXML:To>.*?<edXML:OrganId>)[^<]*(.*?<edXML:To>.*?<edXML:OrganId>)[^<]*"


def _rules(data: bytes, profile: str = "vxp") -> set[str]:
    return {finding.rule for finding in validate(data, profile=profile).findings}


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [
        ("000.00.00.G12", "G12", True),
        ("G12", "000.00.00.G12", True),
        ("H51.15", "h51.15", True),
        ("H51.15", "H\uff15\uff11.15", True),  # digits of full width
        ("H51.15", "H51\u200b.15", True),  # a blank of no width
        ("000.00.00.G12", "g\u200b12", True),  # both at once
        ("H51.15", "H51\t.15", True),
        ("vxp.saas.03", "VXP.saas.03", True),
        ("H51.15", "H51.16", False),
        ("H51.15", "h51.16", False),
        ("000.00.15.H51", "H51.15", False),  # below the first level only a register could tell
        ("H51.15", "H51.15", False),  # the same code twice is of another rule
    ],
)
def test_two_codes_of_one_agency_are_told_in_either_order(first: str, second: str, fires: bool) -> None:
    assert ("IDN-108" in _rules(sub(_TWO, rf"\g<1>{first}\g<2>{second}")(document()))) == fires


@pytest.mark.parametrize(
    ("code", "fires"),
    [
        ("G12", False),
        ("vxp.saas.03", False),
        ("000.00.01.Z27", False),
        ("Y10.20.30.40", False),
        ("Y10.20.30.40.5", True),
    ],
)
def test_the_decree_takes_codes_of_thirteen_characters_at_most(code: str, fires: bool) -> None:
    data = inside("To", text("OrganId", code))(document())
    assert ("IDN-104" in _rules(data, "decree-30-2020")) == fires


@pytest.mark.parametrize(
    ("business", "where", "path"),
    [("2", "Receiver", "BussinessDocumentInfo"), ("3", "ReplacementInfo", "ReplacementInfoList")],
)
def test_codes_in_the_lists_of_a_business_are_judged_as_well(business: str, where: str, path: str) -> None:
    data = inside(where, text("OrganId", "vxp.saas.03"))(document(business))
    (found,) = [finding for finding in validate(data).findings if finding.rule == "IDN-102"]
    assert (found.text, (found.location.path or "").rpartition("/")[2]) == ("vxp.saas.03", path)


@pytest.mark.parametrize(
    ("code", "called"),
    [
        ("000.00.01.Z27", False),
        ("Y10.20.30.40", False),
        ("Y10.20.30.40.5", True),  # too long for the decree
        ("vxp.saas.03", True),
        ("000.00.01 Z27", True),
        ("0100000000", True),  # an enterprise
        ("02.29.W00", True),  # the axis
        ("H02", True),  # closed before the day of the document
    ],
)
def test_rules_about_odd_codes_are_called_where_a_party_has_one(code: str, called: bool) -> None:
    assert is_called("IDN-101", inside("To", text("OrganId", code))(document())) == called


def test_a_closed_code_is_as_good_as_any_where_nobody_knows_the_day() -> None:
    assert not is_called(
        "IDN-106", changes(inside("To", text("OrganId", "H02")), without("PromulgationInfo"))(document())
    )
