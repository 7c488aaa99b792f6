"""Names with namespaces, in lxml's notation."""

from __future__ import annotations

import pytest

from edoc._xml.names import EDXML, clark, local_name, namespace


def test_a_name_is_written_as_lxml_writes_it() -> None:
    assert clark(EDXML, "To") == "{http://www.mic.gov.vn/TBT/QCVN_102_2016}To"


def test_a_name_is_one_object_however_often_it_is_made() -> None:
    """Tables by such names are looked up by many threads without waiting, where there is no interpreter's lock."""
    assert clark(EDXML, "the MessageHeader"[4:]) is clark(EDXML, "MessageHeader")


@pytest.mark.parametrize(
    ("tag", "uri", "local"),
    [
        ("{urn:x}To", "urn:x", "To"),
        ("To", "", "To"),
        ("{}To", "", "To"),
        ("{urn:with}brace}To", "urn:with", "To"),
    ],
)
def test_a_name_is_taken_apart(tag: str, uri: str, local: str) -> None:
    assert namespace(tag) == uri
    assert local_name(tag) == local


def test_writing_and_taking_apart_are_inverse() -> None:
    tag = clark(EDXML, "MessageHeader")
    assert (namespace(tag), local_name(tag)) == (EDXML, "MessageHeader")
