"""The strategies: only what XML can carry, and every part of the format missing or there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, find, given, settings

from edoc.edxml.header import OtherInfo
from edoc.edxml.trace import TraceHeader
from edoc.testing.strategies import attachments, models, packages, status_messages, xml_text

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from edoc import Attachment
    from edoc.edxml.model import Model

pytestmark = pytest.mark.property

#: XML 1.0 (Fifth Edition), production 2.
CHARACTERS = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
#: One example is enough: it need not be the smallest.
FIRST = settings(phases=[Phase.generate], max_examples=2000)


@given(xml_text())
def test_a_text_has_only_characters_that_xml_allows(text: str) -> None:
    assert CHARACTERS.fullmatch(text)


@pytest.mark.parametrize("awkward", ["\r", "\u202e", "]]>", "\U0001f600"])
def test_awkward_texts_occur(awkward: str) -> None:
    assert awkward in find(xml_text(), lambda text: awkward in text, settings=FIRST)


@pytest.mark.parametrize("model", [TraceHeader, OtherInfo])
@pytest.mark.parametrize("full", [True, False])
def test_any_field_of_a_model_may_be_there_or_missing(model: type[Model], full: bool) -> None:
    for name in model.model_fields:

        def wanted(made: Model, name: str = name) -> bool:
            return (getattr(made, name) not in {None, ()}) == full

        assert wanted(find(models(model), wanted, settings=FIRST))


@given(attachments())
@settings(max_examples=30)
def test_an_attachment_has_a_name_and_content(attachment: Attachment) -> None:
    assert attachment.attachment_name
    assert len(attachment.read()) == attachment.size


@pytest.mark.parametrize(
    ("strategy", "part"),
    [
        (packages(), "attachments"),
        (packages(), "manifest"),
        (packages(), "signature"),
        (status_messages(), "trace_header_list"),
    ],
    ids=["attachments", "manifest", "signature", "trace-of-a-status"],
)
def test_every_part_of_a_package_occurs(strategy: SearchStrategy[Any], part: str) -> None:
    found = find(strategy, lambda package: bool(getattr(package, part)), settings=FIRST)
    assert getattr(found, part)
