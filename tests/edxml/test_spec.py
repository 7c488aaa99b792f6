"""Packages from a JSON specification: what `show` prints, built again; every refusal names its place."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

import edoc
from edoc import Attachment, DocumentPackage, EdocError, FieldError, InputError, InputMissingError, SpecError
from edoc.edxml.spec import build
from edoc.testing import sample_package, sample_pdf, sample_status

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.pdf").write_bytes(sample_pdf())
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "b.txt").write_bytes(b"inner")
    return tmp_path


def spec_file(folder: Path, spec: object) -> Path:
    path = folder / "spec.json"
    path.write_text(json.dumps(spec, ensure_ascii=False), "utf-8")
    return path


@pytest.mark.parametrize("business", ["0", "1", "2", "3"])
def test_what_show_prints_is_built_again_equal(business: Any, tmp_path: Path) -> None:
    package = edoc.read(sample_package(5, business=business).to_bytes())
    for attachment in package.attachments:
        attachment.save(tmp_path)
    built = build(spec_file(tmp_path, package.to_json_dict()))
    assert built == package
    assert built.to_bytes() == package.to_bytes()


def test_a_status_message_is_built_again_equal(tmp_path: Path) -> None:
    message = edoc.read(sample_status(5).to_bytes())
    built = build(spec_file(tmp_path, message.to_json_dict()))
    assert built == message
    assert built.to_bytes() == message.to_bytes()


def test_a_specification_is_a_file_or_a_dict(folder: Path) -> None:
    spec: dict[str, Any] = {"header": {"subject": "s"}, "attachments": [{"path": "a.pdf"}]}
    from_file = build(spec_file(folder, spec))
    from_text = build(str(spec_file(folder, spec)))
    from_dict = build(spec | {"attachments": [{"path": str(folder / "a.pdf")}]})
    assert from_file == from_text == from_dict
    assert from_file.kind == "document"
    assert from_file.attachments[0].attachment_name == "a.pdf"


def test_a_specification_may_be_any_mapping() -> None:
    built = build(MappingProxyType({"header": {"subject": "s"}}))
    assert isinstance(built, DocumentPackage)
    assert built.header.subject == "s"


def test_a_byte_order_mark_before_the_json_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "spec.json"
    path.write_bytes(b'\xef\xbb\xbf{"header": {}}')
    assert build(path).kind == "document"


def test_files_are_named_by_path_beside_the_specification_or_by_name_in_a_folder(folder: Path) -> None:
    spec = {"header": {}, "attachments": [{"path": "a.pdf"}, {"attachment_name": "../b.txt"}]}
    first, second = build(spec_file(folder, spec), attachments=folder / "files").attachments
    assert first.read() == sample_pdf()
    assert second.read() == b"inner"
    assert second.attachment_name == "../b.txt"


def test_fields_of_an_attachment_are_taken_over(folder: Path) -> None:
    item = {
        "path": "a.pdf",
        "attachment_name": "x.pdf",
        "content_id": "7",
        "description": "d",
        "field_name": "f",
        "mime_type": "m",
        "content_type": "application/pdf",
        "encoding": "raw",
        "size": len(sample_pdf()),
        "sha256": Attachment.of(sample_pdf(), name="x.pdf").sha256,
    }
    (made,) = build(spec_file(folder, {"header": {}, "attachments": [item]})).attachments
    assert {**made.model_dump(mode="json", exclude_none=True), "path": "a.pdf"} == item


def test_attachments_that_are_made_already_are_taken_as_they_are() -> None:
    made = Attachment.of(b"x", name="a.txt")
    assert build({"header": {}, "attachments": (made,)}).attachments == (made,)


@pytest.mark.parametrize(
    ("spec", "kind", "said"),
    [
        ([], SpecError, r"^the specification: a JSON object is needed"),
        ({"kind": "letter", "header": {}}, SpecError, r"^kind: 'document' or 'status' is needed, not 'letter'"),
        ({"kind": ["x"], "header": {}}, SpecError, r"^kind: "),
        ({"header": {}, "attachments": {}}, SpecError, r"^attachments: a list is needed"),
        ({"header": {}, "attachments": "a.pdf"}, SpecError, r"^attachments: a list is needed"),
        ({"kind": "status", "header": {}, "attachments": [{}]}, SpecError, r"^attachments: a status message has none"),
        ({"header": {}, "attachments": ["a.pdf"]}, SpecError, r"^attachments\[0\]: a JSON object is needed"),
        ({"header": {}, "attachments": [{}]}, SpecError, r"^attachments\[0\]: a path or an attachment_name is needed"),
        ({"header": {}, "attachments": [{"path": 7}]}, SpecError, r"^attachments\[0\]\.path: a text is needed"),
        (
            {"header": {}, "attachments": [{"path": "a.pdf"}, {"path": "a.pdf", "encoding": "gzip"}]},
            SpecError,
            r"^attachments\[1\]\.encoding: 'raw' or 'zip' is needed, not 'gzip'",
        ),
        (
            {"header": {}, "attachments": [{"path": "a.pdf", "encoding": ["raw"]}]},
            SpecError,
            r"^attachments\[0\]\.encoding: ",
        ),
        (
            {"header": {}, "attachments": [{"path": "a.pdf", "content_type": 7}]},
            SpecError,
            r"^attachments\[0\]\.content_type: a text is needed",
        ),
        (
            {"header": {}, "attachments": [{"path": "a.pdf", "content_type": "application/zip", "encoding": "raw"}]},
            SpecError,
            r"^attachments\[0\]: Attachment\.content_type: readers would deliver",
        ),
        (
            {"header": {}, "attachments": [{"path": "a.pdf", "format": 7}]},
            SpecError,
            r"^attachments\[0\]\.format: a text is needed",
        ),
        (
            {"header": {}, "attachments": [{"path": "a.pdf", "size": 1}]},
            SpecError,
            r"^attachments\[0\]\.size: .*, not 1$",
        ),
        ({"header": {}, "attachments": [{"path": "a.pdf", "size": [1]}]}, SpecError, r"^attachments\[0\]\.size: "),
        (
            {"header": {}, "attachments": [{"path": "a.pdf", "sha256": "00"}]},
            SpecError,
            r"^attachments\[0\]\.sha256: .*, not 00$",
        ),
        (
            {"header": {}, "attachments": [{"path": "a.pdf", "nme": "x"}]},
            SpecError,
            r"^attachments\[0\]: Attachment\.nme: ",
        ),
        (
            {"header": {}, "attachments": [{"path": "none.pdf"}]},
            InputMissingError,
            r"none\.pdf: attachments\[0\]: no such file",
        ),
        (
            {"header": {}, "attachments": [{"path": "files"}]},
            InputError,
            r"files: attachments\[0\]: is a directory",
        ),
        ({"header": {"subjct": "x"}}, FieldError, r"^DocumentPackage\.header\.subjct: "),
        ({"headr": {}}, FieldError, r"DocumentPackage\.headr: "),
        ({"kind": "status", "header": {"subject": "x"}}, FieldError, r"^StatusMessage\.header\.subject: "),
        ({"header": {"due_date": "2014/02/30"}}, FieldError, r"DocumentPackage\.header\.due_date: "),
        ({}, FieldError, r"DocumentPackage\.header: Field required"),
    ],
)
def test_every_refusal_names_its_place(folder: Path, spec: object, kind: type[EdocError], said: str) -> None:
    with pytest.raises(kind, match=said) as caught:
        build(spec_file(folder, spec))
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", r"spec\.json: not JSON: "),
        (b'{"header": }', r"spec\.json: not JSON: .*line 1 column 12"),
        (b'{"header": "\xff"}', r"spec\.json: the specification is not UTF-8 \(byte 12\)"),
        (b"[" * 200_000, r"spec\.json: not JSON: "),
    ],
)
def test_a_file_that_is_no_json_is_refused_with_the_place(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "spec.json"
    path.write_bytes(content)
    with pytest.raises(SpecError, match=said):
        build(path)


def test_a_specification_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match=r"none\.json: no such file"):
        build(tmp_path / "none.json")
    with pytest.raises(InputError, match="cannot read"):
        build(tmp_path)
    with pytest.raises(InputError, match="cannot"):
        build("a\0b.json")


def test_a_specification_of_another_type_is_refused() -> None:
    with pytest.raises(SpecError, match="a JSON object is needed"):
        build(7)  # type: ignore[arg-type]  # wrong on purpose
