"""What holds for every package and for any bytes at all."""

from __future__ import annotations

import contextlib
import functools

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import edoc
from edoc.edxml.xsd import document_xsd, status_xsd
from edoc.testing import sample_package, sample_status
from edoc.testing.strategies import attachments, packages, status_messages, xml_text

pytestmark = pytest.mark.property

SEEDS = [sample_package(1).to_bytes(), sample_package(2, business="3").to_bytes(), sample_status(3).to_bytes()]


@functools.cache
def _libxml2(kind: str) -> etree.XMLSchema:
    text = document_xsd() if kind == "document" else status_xsd()
    return etree.XMLSchema(etree.fromstring(text.encode()))


@functools.cache
def _second_opinion(kind: str) -> xmlschema.XMLSchema10:
    return xmlschema.XMLSchema10(document_xsd() if kind == "document" else status_xsd())


@settings(max_examples=150)
@given(packages() | status_messages())
def test_every_package_is_written_and_read_back_equal(package: edoc.DocumentPackage | edoc.StatusMessage) -> None:
    again = edoc.read(package.to_bytes())
    assert again == package
    assert again.to_bytes() == package.to_bytes()
    assert not [fault for fault in again.faults if fault.code not in {"attachment-no-name", "empty-value"}]


@settings(max_examples=150)
@given(packages() | status_messages())
def test_everything_that_is_written_passes_the_xsd_of_both_validators(
    package: edoc.DocumentPackage | edoc.StatusMessage,
) -> None:
    data = package.to_bytes()
    root = etree.fromstring(data)
    assert _libxml2(package.kind).validate(root), _libxml2(package.kind).error_log
    assert _second_opinion(package.kind).is_valid(data.decode())


@settings(max_examples=150)
@given(packages(), packages())
def test_a_package_that_was_read_can_be_changed_into_any_other(
    one: edoc.DocumentPackage, other: edoc.DocumentPackage
) -> None:
    read = edoc.read(one.to_bytes())
    fields = {name: getattr(other, name) for name in ("header", "trace_header_list", "manifest", "attachments")}
    changed = read.model_copy(update=fields)
    assert edoc.read(changed.to_bytes()) == changed


@given(xml_text())
def test_any_text_survives_in_a_package_that_is_changed(text: str) -> None:
    package = edoc.read(SEEDS[0])
    assert isinstance(package, edoc.DocumentPackage)
    again = edoc.read(package.with_header(subject=text, to_places=(text, text)).to_bytes())
    assert isinstance(again, edoc.DocumentPackage)
    assert again.header.subject == text
    assert again.header.to_places == (text, text)


@given(attachments())
def test_any_attachment_is_delivered_bit_for_bit(attachment: edoc.Attachment) -> None:
    package = sample_package(4, attachments=[attachment])
    carried = edoc.read(package.to_bytes()).attachments[0]
    assert carried.read() == attachment.read()


@given(st.binary(max_size=400))
def test_any_bytes_give_a_package_or_one_clear_error(data: bytes) -> None:
    _read_or_refuse(data)


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4),
)
def test_a_damaged_package_gives_a_package_or_one_clear_error(
    seed: bytes, damage: list[tuple[float, int, bytes]]
) -> None:
    data = seed
    for place, length, inserted in damage:
        at = int(place * len(data))
        data = data[:at] + inserted + data[at + length :]
    _read_or_refuse(data)


def _read_or_refuse(data: bytes) -> None:
    try:
        package = edoc.read(data)
    except edoc.PackageError:
        return
    package.to_json_dict()
    assert package.to_bytes() == data
    for attachment in package.attachments:
        with contextlib.suppress(edoc.PackageError):
            _ = attachment.read() if attachment.has_content else b""
