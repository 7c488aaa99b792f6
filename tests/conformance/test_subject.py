"""Where a finding about what is missing points."""

from __future__ import annotations

import pytest

from edoc._xml.names import local_name
from edoc._xml.source import BytesSource
from edoc.conformance import rule_set
from edoc.conformance.subject import Subject
from edoc.edxml.reader import read_source
from edoc.limits import DEFAULT_LIMITS
from edoc.testing import sample_package, sample_status


def _subject(data: bytes) -> Subject:
    return Subject(read_source(BytesSource(data), DEFAULT_LIMITS))


@pytest.mark.parametrize(
    ("names", "nearest"),
    [
        (("Code", "CodeNumber"), "CodeNumber"),
        (("Code", "Other"), "Code"),
        (("Other", "CodeNumber"), "MessageHeader"),
        ((), "MessageHeader"),
    ],
)
def test_the_nearest_element_is_the_last_on_the_way_that_is_there(names: tuple[str, ...], nearest: str) -> None:
    assert local_name(str(_subject(sample_package().to_bytes()).nearest(*names).tag)) == nearest


def test_a_rule_for_one_kind_sees_the_models_of_that_kind() -> None:
    document, status = _subject(sample_package().to_bytes()), _subject(sample_status().to_bytes())
    assert document.document is document.package
    assert status.status is status.package
    with pytest.raises(AssertionError):
        _ = document.status
    with pytest.raises(AssertionError):
        _ = status.document


def test_a_rule_may_ask_which_side_the_profile_takes_in_a_conflict() -> None:
    subject = _subject(sample_package().to_bytes())
    assert subject.side("C-11") == ""
    subject.choices = rule_set("vxp").choices
    assert subject.side("C-11") == "qd-20-2020:4.2"
