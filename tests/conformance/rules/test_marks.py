"""The two paper flags: what is said where they differ."""

from __future__ import annotations

import pytest
from judging import found, is_called

from edoc.testing.defects.editing import changes, document, sub, text


@pytest.mark.parametrize("business", ["0", "1", "2"])
@pytest.mark.parametrize("trace", ["0", "1", "2"])
def test_two_flags_that_differ_are_told_at_the_second(business: str, trace: str) -> None:
    both = changes(text("Paper", business), sub("(?=<edXML:Bussiness>)", f"<edXML:Paper>{trace}</edXML:Paper>"))
    findings = found(both(document()), "HDR-113")
    assert [(finding.text, finding.params) for finding in findings] == (
        [(trace, {"business": business, "trace": trace})] if business != trace else []
    )
    assert all((finding.location.path or "").endswith("TraceHeaderList/Paper") for finding in findings)


@pytest.mark.parametrize(("flag", "called"), [("0", False), ("1", True), ("3", True), ("-", True), ("", False)])
def test_rules_about_paper_are_called_where_a_flag_is_not_0(flag: str, called: bool) -> None:
    assert is_called("HDR-112", text("Paper", flag)(document())) == called
