"""Sample packages: valid, invented, and the same for the same seed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc.conformance import Verdict
from edoc.edxml.attachment import Attachment
from edoc.testing import sample_package, sample_pdf, sample_status

if TYPE_CHECKING:
    from edoc.testing.factory import BusinessType

KINDS: list[BusinessType] = ["0", "1", "2", "3"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_a_sample_conforms_to_the_strictest_profile(seed: int, kind: BusinessType) -> None:
    result = edoc.validate(sample_package(seed, business=kind).to_bytes(), profile="strict")
    assert (result.verdict, result.findings) == (Verdict.CONFORMANT, ())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_bytes(kind: BusinessType) -> None:
    assert sample_package(3, business=kind).to_bytes() == sample_package(3, business=kind).to_bytes()
    assert sample_status(3).to_bytes() == sample_status(3).to_bytes()


def test_another_seed_gives_another_package() -> None:
    assert len({sample_package(seed).to_bytes() for seed in range(10)}) == 10


def test_a_sample_is_read_as_it_was_made() -> None:
    package = sample_package(4, business="3")
    assert edoc.read(package.to_bytes()) == package


def test_a_revocation_names_the_document_that_is_revoked() -> None:
    package = sample_package(business="1")
    (revoked,) = package.header.response_for
    assert package.trace_header_list is not None
    assert package.trace_header_list.business is not None
    assert revoked.document_id == package.trace_header_list.business.document_id
    assert revoked.document_id != package.header.document_id


def test_an_update_says_what_changes_and_for_whom() -> None:
    package = sample_package(business="2")
    assert package.trace_header_list is not None
    business = package.trace_header_list.business
    assert business is not None
    (changes,) = business.business_document_info
    assert changes.receivers[0].organ_id == package.header.recipients[0].organ_id
    assert business.document_id is not None


def test_a_replacement_names_who_had_the_old_document() -> None:
    package = sample_package(business="3", recipients=3)
    assert package.trace_header_list is not None
    assert package.trace_header_list.business is not None
    (replaced,) = package.trace_header_list.business.replacement_info
    assert replaced.organ_ids == tuple(item.organ_id for item in package.header.recipients)


@pytest.mark.parametrize("count", [1, 100])
def test_recipients_are_as_many_as_asked_for_and_all_different(count: int) -> None:
    codes = {item.organ_id for item in sample_package(recipients=count).header.recipients}
    assert len(codes) == count
    assert all(code is not None and code.family.value == "qcvn-102-2016" for code in codes)


def test_attachments_can_be_given() -> None:
    package = sample_package(attachments=[Attachment.of(b"abc", name="a.txt")])
    assert [(item.attachment_name, item.read()) for item in package.attachments] == [("a.txt", b"abc")]
    assert sample_package(attachments=[]).attachments == ()


@pytest.mark.parametrize("code", ["01", "02", "03", "04", "05", "06", "13", "15", "16"])
def test_a_status_conforms_and_describes_its_code(code: str) -> None:
    status = sample_status(2, code)
    assert edoc.validate(status.to_bytes(), profile="strict").findings == ()
    assert (status.header.status_code, bool(status.header.description)) == (code, True)


def test_a_status_with_an_unknown_code_is_made_without_a_description() -> None:
    status = sample_status(code="99")
    assert status.header.description is None
    assert [finding.rule for finding in edoc.validate(status.to_bytes()).findings] == ["STS-001"]


def test_a_status_reports_on_the_document_that_is_given() -> None:
    document = sample_package(9)
    answered = sample_status(about=document).header.response_for
    assert answered is not None
    assert answered.document_id == document.header.document_id
    assert document.header.promulgation_info is not None
    assert answered.promulgation_date == document.header.promulgation_info.promulgation_date


def test_a_status_can_report_on_a_document_that_says_little() -> None:
    document = edoc.DocumentPackage.new(sender="H49.15", recipients=["H49.16"], code="05/SM-VP", subject="V/v mẫu")
    header = document.header.model_copy(update={"sender": None, "code": None})
    status = sample_status(about=document.model_copy(update={"header": header}))
    assert status.header.response_for == edoc.ResponseFor()
    assert edoc.read(status.to_bytes()).kind == "status"


@pytest.mark.parametrize("pages", [1, 3])
def test_a_pdf_is_whole_and_its_table_points_at_its_objects(pages: int) -> None:
    pdf = sample_pdf("mot (hai) \\ ba", pages)
    start = int(pdf.rpartition(b"startxref\n")[2].split()[0])
    table = pdf[start:].split(b"trailer")[0].split(b"\n")[3:-1]
    assert pdf[start:].startswith(b"xref\n0 %d\n" % (len(table) + 1))
    for number, entry in enumerate(table, 1):
        assert pdf[int(entry[:10]) :].startswith(b"%d 0 obj\n" % number)
    assert len(re.findall(rb"/Type /Page\b[^s]", pdf)) == pages
    assert b"(mot hai  ba) Tj" in pdf


def test_text_that_is_not_ascii_becomes_question_marks_in_a_pdf() -> None:
    assert b"(C?ng v?n) Tj" in sample_pdf("Công văn")
