"""What the reader refused or found faulty: in which layer each of its rules stands."""

from __future__ import annotations

import pytest

from edoc.conformance.rule import Layer
from edoc.conformance.rules.reading import FAULT_RULES, REFUSAL_RULES


@pytest.mark.parametrize("code", sorted(REFUSAL_RULES))
def test_what_is_wrong_with_an_encoding_is_a_matter_of_bytes_and_every_other_refusal_of_xml(code: str) -> None:
    assert REFUSAL_RULES[code].layer is (Layer.BYTES if code.startswith("encoding") else Layer.XML)


@pytest.mark.parametrize("code", sorted(FAULT_RULES))
def test_faults_of_attachments_are_about_contents_and_the_others_about_the_model(code: str) -> None:
    entry = FAULT_RULES[code]
    assert entry.layer is (Layer.CONTENT if entry.family == "ATT" else Layer.MODEL)
