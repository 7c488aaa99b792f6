"""New documents: defaults, derived identifiers, and what is refused."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

import pytest

import edoc
from edoc import (
    VIETNAM,
    Attachment,
    Business,
    Code,
    DocumentPackage,
    FieldError,
    Manifest,
    Organization,
    RawText,
    Reference,
    TraceHeader,
    UsageError,
)
from edoc.edxml.header import DocumentType, OtherInfo, PromulgationInfo
from edoc.testing import sample_package, sample_pdf

if TYPE_CHECKING:
    from pathlib import Path

LEAST: dict[str, Any] = {"sender": "H49.15", "recipients": ["H49.16"], "code": "05/SM-VP", "subject": "V/v thử nghiệm"}


def new(**more: object) -> DocumentPackage:
    return DocumentPackage.new(**(LEAST | more))


def test_the_least_that_is_needed() -> None:
    package = new()
    assert package.header.sender == Organization(organ_id="H49.15")
    assert package.header.recipients == (Organization(organ_id="H49.16"),)
    assert package.header.code == Code(code_number="05", code_notation="SM-VP")
    assert package.header.subject == "V/v thử nghiệm"


def test_what_is_left_out_has_the_defaults_of_a_new_document() -> None:
    package = new()
    assert package.header.document_id is None
    assert package.header.promulgation_info is None
    assert package.header.other_info == OtherInfo(priority=0)
    assert package.header.steering_type == 0
    assert package.trace_header_list is not None
    assert package.trace_header_list.trace_headers == ()
    assert package.trace_header_list.business == Business(
        business_doc_type="0", business_doc_reason="Văn bản điện tử mới", paper="0"
    )
    assert package.manifest == Manifest(version="1.0", references=())
    assert (package.signature, package.attachments, package.faults) == (None, (), ())


def test_whole_structures_are_taken_as_they_are() -> None:
    package = new(
        sender=Organization(organ_id="A", organ_name="a"),
        recipients=[{"organ_id": "B", "organ_name": "b"}, Organization(organ_id="C")],
        code=Code(code_number="1"),
        document_type=DocumentType(type=2),
        other_info={"priority": 3},
        attachments=[Attachment.of(sample_pdf(), name="a.pdf")],
    )
    assert package.header.sender == Organization(organ_id="A", organ_name="a")
    assert [item.organ_id for item in package.header.recipients] == ["B", "C"]
    assert package.header.code == Code(code_number="1")
    assert package.header.document_type == DocumentType(type=2)
    assert package.header.other_info == OtherInfo(priority=3)
    assert len(package.attachments) == 1


def test_short_forms_stand_for_structures(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(sample_pdf())
    package = new(document_type="Công văn", other_info=2, attachments=[path, str(path)])
    assert package.header.document_type == DocumentType(type_name="Công văn")
    assert package.header.other_info == OtherInfo(priority=2)
    assert [item.attachment_name for item in package.attachments] == ["a.pdf", "a.pdf"]


def test_a_code_without_a_slash_is_a_number_alone() -> None:
    assert new(code="74").header.code == Code(code_number="74")


def test_the_document_id_is_derived_from_sender_date_and_code() -> None:
    package = new(promulgation_date="2026-01-05")
    assert package.header.document_id == "H49.15,2026/01/05,05/SM-VP"
    assert package.header.promulgation_info == PromulgationInfo(promulgation_date=dt.date(2026, 1, 5))


def test_a_given_document_id_is_kept() -> None:
    assert new(promulgation_date="2026-01-05", document_id="x").header.document_id == "x"


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"sender": {"organ_name": "Sở Mẫu"}, "promulgation_date": "2026-01-05"},
        {"promulgation_date": RawText("hôm nay")},
    ],
)
def test_without_a_date_or_an_agency_code_no_document_id_is_invented(more: dict[str, object]) -> None:
    assert new(**more).header.document_id is None


def test_a_place_alone_is_a_promulgation_too() -> None:
    assert new(place="Mẫu").header.promulgation_info == PromulgationInfo(place="Mẫu")


def test_the_time_of_sending_is_the_first_hop() -> None:
    package = new(sent_at="2026-01-05T08:00:00+07:00")
    assert package.trace_header_list is not None
    assert package.trace_header_list.trace_headers == (
        TraceHeader(organ_id="H49.15", timestamp=dt.datetime(2026, 1, 5, 8, tzinfo=VIETNAM)),
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"sujet": "x"}, r"NewDocument\.sujet: "),
        ({"subject": None}, r"NewDocument\.subject: "),
        ({"recipients": []}, r"NewDocument\.recipients: a document needs at least one recipient"),
        ({"recipients": "H49.16"}, r"NewDocument\.recipients: "),
        ({"sender": 7}, r"NewDocument\.sender: "),
        ({"code": 7}, r"NewDocument\.code: "),
        ({"document_type": 7}, r"NewDocument\.document_type: "),
        ({"other_info": "x"}, r"NewDocument\.other_info: "),
        (
            {"due_date": "05/01/2026"},
            r"NewDocument\.due_date: a date ",
        ),
        ({"sender": {"organ_nam": "x"}}, r"NewDocument\.sender\.organ_nam: "),
        ({"attachments": [7]}, r"NewDocument\.attachments\.0"),
    ],
)
def test_a_field_that_is_unknown_or_does_not_fit_is_named(more: dict[str, object], said: str) -> None:
    with pytest.raises(FieldError, match=said):
        new(**more)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(FieldError, match=r"NewDocument\.subject: Field required"):
        DocumentPackage.new(**{name: value for name, value in LEAST.items() if name != "subject"})


def test_a_file_that_is_missing_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(edoc.InputMissingError):
        new(attachments=[tmp_path / "none.pdf"])


# ---- attachments and the manifest -----------------------------------------------------------


def test_the_manifest_lists_what_is_carried_with_the_same_types() -> None:
    package = new(
        attachments=[
            Attachment.of(sample_pdf(), name="a.pdf", content_id="1", description="d"),
            Attachment.of(b"x", name="b.txt", content_id="2"),
        ]
    )
    assert package.manifest is not None
    assert package.manifest.references == (
        Reference(content_id="1", content_type="application/pdf", description="d", attachment_name="a.pdf"),
        Reference(content_id="2", content_type="application/zip", attachment_name="b.txt"),
    )


def test_content_ids_are_derived_so_that_equal_input_gives_equal_output() -> None:
    def made() -> list[str | None]:
        same = [Attachment.of(b"x", name="a.pdf") for _ in range(3)]
        return [item.content_id for item in new(attachments=same).attachments]

    ids = made()
    assert None not in ids
    assert len(set(ids)) == 3
    assert made() == ids


def test_a_derived_content_id_never_meets_a_given_one() -> None:
    first = Attachment.of(b"x", name="a.pdf")
    (derived,) = new(attachments=[first]).attachments
    taken = Attachment.of(b"y", name="b.pdf", content_id=derived.content_id)
    package = new(attachments=[first, taken])
    assert len({item.content_id for item in package.attachments}) == 2
    assert package.attachments[1].content_id == derived.content_id


def test_two_attachments_of_one_content_id_are_refused() -> None:
    two = [Attachment.of(b"x", name=name, content_id="1") for name in ("a.pdf", "b.pdf")]
    with pytest.raises(FieldError, match="two attachments have the same content id"):
        new(attachments=two)
    with pytest.raises(FieldError, match="two attachments have the same content id"):
        sample_package().with_attachments(two)


def test_a_file_whose_name_is_no_text_needs_another_name(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"c\xf4ng v\xe3n.pdf")
    try:
        path.write_bytes(b"%PDF-1.7")
    except OSError:
        pytest.skip("the file system takes text alone")
    with pytest.raises(FieldError, match=r"attachment_name: the character U\+DCF4 \(character 2\) cannot be written"):
        new(attachments=[path]).to_bytes()
    assert edoc.read(new(attachments=[Attachment.of(path, name="công văn.pdf")]).to_bytes()).attachments


def test_lines_of_the_manifest_that_still_fit_stay_as_they_are(tmp_path: Path) -> None:
    package = sample_package()
    assert package.manifest is not None
    own = package.manifest.references[0].model_copy(update={"description": "ghi tay"})
    package = package.model_copy(update={"manifest": Manifest(version="2", references=(own,))})
    path = tmp_path / "new.pdf"
    path.write_bytes(sample_pdf())
    renamed = package.attachments[0].model_copy(update={"attachment_name": "khac.pdf"})
    kept = package.with_attachments([*package.attachments, path])
    other = package.with_attachments([renamed])
    assert kept.manifest is not None
    assert other.manifest is not None
    assert kept.manifest.version == "2"
    assert kept.manifest.references[0] is own
    assert [line.attachment_name for line in kept.manifest.references] == ["cong-van.pdf", "ghi-chu.txt", "new.pdf"]
    assert other.manifest.references[0].description == package.attachments[0].description


def test_a_line_of_the_manifest_that_no_longer_fits_is_written_anew() -> None:
    package = sample_package()
    name, content_id = package.attachments[0].attachment_name, package.attachments[0].content_id
    other = Attachment.of(b"x", name=name, content_id=content_id, content_type="application/zip", description="khác")
    manifest = package.with_attachments([other]).manifest
    assert manifest is not None
    assert (manifest.references[0].content_type, manifest.references[0].description) == ("application/zip", "khác")


def test_a_package_without_a_manifest_gets_one_with_its_attachments() -> None:
    package = DocumentPackage.model_validate({"header": {}})
    assert package.manifest is None
    made = package.with_attachments([Attachment.of(b"x", name="a.pdf")])
    assert made.manifest is not None
    assert made.manifest.references[0].attachment_name == "a.pdf"
    assert made.attachments[0].content_id == made.manifest.references[0].content_id


def test_errors_of_building_are_usage_errors() -> None:
    with pytest.raises(UsageError):
        new(nothing=1)


@pytest.mark.parametrize(
    ("field", "value"), [("recipients", "H49.16"), ("recipients", {"organ_id": "A"}), ("attachments", "a.pdf")]
)
def test_one_item_in_the_place_of_a_list_is_refused_in_words(field: str, value: object) -> None:
    fields: dict[str, Any] = {"sender": "H49.15", "recipients": ["H49.16"], "code": "05/SM-VP", "subject": "x"}
    with pytest.raises(edoc.FieldError, match=f"{field}: .*a list is needed"):
        edoc.DocumentPackage.new(**(fields | {field: value}))


def test_no_package_is_built_with_more_attachments_than_can_be_read() -> None:
    package = sample_package(1)
    with pytest.raises(edoc.FieldError, match="at most 1000"):
        package.with_attachments([package.attachments[0]] * 1001)
