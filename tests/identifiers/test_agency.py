"""Agency codes: kept as written, their family read from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edoc.identifiers import AgencyCode, AgencyFamily

FAMILY = AgencyFamily


@pytest.mark.parametrize(
    ("text", "family", "level1"),
    [
        ("000.00.15.H51", FAMILY.QCVN_102, "H51"),
        ("A1B.0C.D0.Z99", FAMILY.QCVN_102, "Z99"),
        ("000.00.00.GT2", FAMILY.QCVN_102, "GT2"),
        (" 000.00.15.H51\n", FAMILY.QCVN_102, "H51"),
        ("H51", FAMILY.DECISION_20, "H51"),
        ("H51.15.1.A2", FAMILY.DECISION_20, "H51"),
        ("\tG22.99 ", FAMILY.DECISION_20, "G22"),
        ("H51." + ".".join(["1234567890"] * 2) + ".12345678", FAMILY.DECISION_20, "H51"),
        ("0100109106", FAMILY.ENTERPRISE, None),
        ("0100109106-001", FAMILY.ENTERPRISE, None),
        ("0100109106001", FAMILY.ENTERPRISE, None),
        ("020100109106", FAMILY.ENTERPRISE, None),
        ("020100109106001", FAMILY.ENTERPRISE, None),
        ("", FAMILY.UNRECOGNISED, None),
        ("vxp.saas.03", FAMILY.UNRECOGNISED, None),
        ("000.00.15.h51", FAMILY.UNRECOGNISED, None),
        ("000.00.15", FAMILY.UNRECOGNISED, None),
        ("00.00.15.H51", FAMILY.UNRECOGNISED, None),
        ("000.00.15.H51.", FAMILY.UNRECOGNISED, None),
        ("H5", FAMILY.UNRECOGNISED, None),
        ("H51.", FAMILY.UNRECOGNISED, None),
        ("H51..1", FAMILY.UNRECOGNISED, None),
        ("H51.12345678901", FAMILY.UNRECOGNISED, None),
        ("H51.đ", FAMILY.UNRECOGNISED, None),
        ("H٥١", FAMILY.UNRECOGNISED, None),
        ("010010910", FAMILY.UNRECOGNISED, None),
        ("H51." + ".".join(["1234567890"] * 3), FAMILY.UNRECOGNISED, None),
    ],
)
def test_the_family_and_the_first_level_are_read_from_the_code(
    text: str, family: AgencyFamily, level1: str | None
) -> None:
    code = AgencyCode(text)
    assert (code.family, code.level1) == (family, level1)


@pytest.mark.parametrize(("length", "family"), [(35, FAMILY.DECISION_20), (36, FAMILY.UNRECOGNISED)])
def test_a_code_has_at_most_35_characters(length: int, family: AgencyFamily) -> None:
    code = AgencyCode("H51.1234567890.1234567890.1234567890"[:length])
    assert len(code) == length
    assert code.family is family


@pytest.mark.property
@given(text=st.text())
def test_any_text_is_kept_and_never_refused(text: str) -> None:
    code = AgencyCode(text)
    assert code == text
    assert hash(code) == hash(text)
    assert (code.level1 is None) == (code.family in {FAMILY.ENTERPRISE, FAMILY.UNRECOGNISED})
