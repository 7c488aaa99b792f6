"""Agency codes: where each is looked for, how long it may be, and which two are one agency."""

from __future__ import annotations

import pytest

from edoc.conformance import validate
from edoc.testing.defects.editing import document, inside, sub, text

_TWO = r"(<edXML:To>.*?<edXML:OrganId>)[^<]*(.*?<edXML:To>.*?<edXML:OrganId>)[^<]*"


def _rules(data: bytes, profile: str = "vxp") -> set[str]:
    return {finding.rule for finding in validate(data, profile=profile).findings}


@pytest.mark.parametrize(("first", "second"), [("000.00.00.G12", "G12"), ("G12", "000.00.00.G12")])
def test_two_codes_of_one_agency_are_told_in_either_order(first: str, second: str) -> None:
    assert "IDN-108" in _rules(sub(_TWO, rf"\g<1>{first}\g<2>{second}")(document()))


@pytest.mark.parametrize(
    ("code", "fires"), [("G12", False), ("000.00.01.Z27", False), ("Y10.20.30.40", False), ("Y10.20.30.40.5", True)]
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
