"""The strategies: only what XML can carry, and every part of the format missing or there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import edoc
from edoc.edxml.header import DocumentHeader, OtherInfo, StatusHeader
from edoc.edxml.trace import TraceHeader, TraceHeaderList
from edoc.testing.strategies import attachments, models, packages, status_messages, xml_text

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from edoc.edxml.model import Model

pytestmark = pytest.mark.property

#: XML 1.0 (Fifth Edition), production 2.
CHARACTERS = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


@given(xml_text())
def test_a_text_has_only_characters_that_xml_allows(text: str) -> None:
    assert CHARACTERS.fullmatch(text)


@pytest.mark.parametrize("awkward", ["\r", "\u202e", "]]>", "\U0001f600"])
def test_awkward_texts_occur(awkward: str) -> None:
    assert awkward in find(xml_text(), lambda text: awkward in text)


@pytest.mark.parametrize("model", [DocumentHeader, StatusHeader, TraceHeaderList, TraceHeader, OtherInfo])
@pytest.mark.parametrize("full", [True, False])
def test_any_field_of_a_model_may_be_there_or_missing(model: type[Model], full: bool) -> None:
    for name in model.model_fields:

        def wanted(made: Model, name: str = name) -> bool:
            return (getattr(made, name) not in {None, ()}) == full

        assert wanted(find(models(model), wanted, settings=settings(max_examples=2000)))


@given(st.one_of(packages(), status_messages()))
@settings(max_examples=30)
def test_a_package_is_written_and_read_back(package: edoc.DocumentPackage | edoc.StatusMessage) -> None:
    assert edoc.read(package.to_bytes()) == package


@given(attachments())
@settings(max_examples=30)
def test_an_attachment_has_a_name_and_content(attachment: edoc.Attachment) -> None:
    assert attachment.attachment_name
    assert len(attachment.read()) == attachment.size


@pytest.mark.parametrize(
    ("strategy", "part"),
    [(packages(), "attachments"), (packages(), "manifest"), (status_messages(), "trace_header_list")],
)
def test_every_part_of_a_package_occurs(strategy: SearchStrategy[Any], part: str) -> None:
    found = find(strategy, lambda package: bool(getattr(package, part)), settings=settings(max_examples=2000))
    assert getattr(found, part)
