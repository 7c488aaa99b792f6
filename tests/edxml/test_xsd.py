"""The schema of the strict form: everything that is written passes it, what departs from it does not."""

from __future__ import annotations

from typing import Literal

import pytest
import xmlschema
from lxml import etree

from edoc import Attachment, DocumentPackage, StatusMessage
from edoc.edxml.xsd import document_xsd, status_xsd
from edoc.testing import sample_package, sample_status


@pytest.fixture(scope="module")
def document_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(document_xsd().encode()))


@pytest.fixture(scope="module")
def status_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(status_xsd().encode()))


@pytest.mark.parametrize("business", ["0", "1", "2", "3"])
def test_every_document_that_is_written_passes(
    business: Literal["0", "1", "2", "3"], document_schema: etree.XMLSchema
) -> None:
    data = sample_package(3, business=business).to_bytes()
    document_schema.assertValid(etree.fromstring(data))


def test_every_status_message_that_is_written_passes(status_schema: etree.XMLSchema) -> None:
    status_schema.assertValid(etree.fromstring(sample_status(3).to_bytes()))


def test_a_second_implementation_agrees() -> None:
    assert xmlschema.XMLSchema(document_xsd()).is_valid(sample_package(4, business="3").to_bytes().decode())
    assert xmlschema.XMLSchema(status_xsd()).is_valid(sample_status(4).to_bytes().decode())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<edXML:Priority>", "<edXML:Unknown/><edXML:Priority>"),
        ("<edXML:Direction>false", "<edXML:Direction>0"),
        ("<edXML:PageAmount>1", "<edXML:PageAmount> một"),
        ("<edXML:PromulgationDate>2026/", "<edXML:PromulgationDate>26/"),
        ("<AttachmentEncoded>", "<AttachmentEncoded><Attachment/>"),
    ],
)
def test_what_departs_from_the_strict_form_does_not_pass(
    right: str, wrong: str, document_schema: etree.XMLSchema
) -> None:
    text = sample_package(5).to_bytes().decode()
    assert right in text
    assert not document_schema.validate(etree.fromstring(text.replace(right, wrong).encode()))


def test_a_document_is_no_status_message(document_schema: etree.XMLSchema, status_schema: etree.XMLSchema) -> None:
    assert not status_schema.validate(etree.fromstring(sample_package().to_bytes()))
    assert not document_schema.validate(etree.fromstring(sample_status().to_bytes()))


def test_an_empty_package_and_an_attachment_of_every_field_pass(
    document_schema: etree.XMLSchema, status_schema: etree.XMLSchema
) -> None:
    full = Attachment.of(b"x", name="a.txt", description="d").model_copy(update={"field_name": "f", "mime_type": "m"})
    package = sample_package(attachments=[full])
    document_schema.assertValid(etree.fromstring(package.to_bytes()))
    document_schema.assertValid(etree.fromstring(DocumentPackage.model_validate({"header": {}}).to_bytes()))
    status_schema.assertValid(etree.fromstring(StatusMessage.model_validate({"header": {}}).to_bytes()))
