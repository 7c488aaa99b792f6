"""Content ids: without the ``cid:`` that the package writes."""

from __future__ import annotations

import pytest

from edoc.identifiers import ContentId


@pytest.mark.parametrize(
    ("written", "kept"),
    [("cid:209", "209"), ("209", "209"), ("cid:cid:209", "cid:209"), ("CID:209", "CID:209"), ("cid:", ""), ("", "")],
)
def test_one_scheme_is_taken_off(written: str, kept: str) -> None:
    parsed = ContentId.parse(written)
    assert parsed == kept
    assert type(parsed) is ContentId


@pytest.mark.parametrize("text", ["209", "", "cid:209", "a b"])
def test_the_form_of_the_package_is_read_back_as_it_was(text: str) -> None:
    assert ContentId.parse(ContentId(text).uri) == text
    assert ContentId(text).uri == "cid:" + text
