"""Documents and status messages as values: frozen, comparable, copied with checks."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc import Attachment, DocumentPackage, FieldError, Organization, StatusMessage
from edoc.testing import sample_package, sample_pdf, sample_status

if TYPE_CHECKING:
    from pathlib import Path


def test_packages_are_equal_when_they_say_the_same_wherever_they_were_read() -> None:
    made = sample_package(3)
    read = edoc.read(made.to_bytes())
    assert read == made
    assert hash(read) == hash(made)
    assert read != made.with_header(subject="khác")
    assert made != sample_status(3)
    assert made != "package"


def test_faults_do_not_count_when_packages_are_compared() -> None:
    data = sample_package(3).to_bytes()
    odd = edoc.read(data.replace(b"</edXML:edXMLHeader>", b"<edXML:Odd/></edXML:edXMLHeader>"))
    assert odd.faults
    assert odd == edoc.read(data)


def test_a_package_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        sample_package().header = None  # type: ignore[misc, assignment]  # wrong on purpose


def test_with_header_replaces_fields_and_checks_them() -> None:
    package = sample_package()
    changed = package.with_header(subject="mới", due_date="2026-12-31", recipients=[{"organ_id": "X"}])
    assert changed.header.subject == "mới"
    assert changed.header.recipients == (Organization(organ_id="X"),)
    assert (changed.attachments, changed.header.sender) == (package.attachments, package.header.sender)
    assert package.header.subject != "mới"
    for wrong, said in (({"subjct": "x"}, "subjct"), ({"subject": 7}, "subject"), ({"due_date": "mai"}, "due_date")):
        with pytest.raises(FieldError, match=rf"DocumentHeader\.{said}"):
            package.with_header(**wrong)


def test_model_copy_checks_what_is_replaced() -> None:
    package = sample_package()
    assert package.model_copy() == package
    assert package.model_copy(update={"signature": None}).signature is None
    with pytest.raises(FieldError, match=r"DocumentPackage\.header"):
        package.model_copy(update={"header": None})
    with pytest.raises(FieldError, match=r"DocumentPackage\.attachment"):
        package.model_copy(update={"attachment": ()})


def test_a_status_message_carries_no_attachments() -> None:
    message = sample_status()
    with pytest.raises(FieldError, match=r"StatusMessage\.attachments"):
        message.model_copy(update={"attachments": (Attachment.of(b"x", name="a.pdf"),)})
    with pytest.raises(FieldError, match=r"StatusMessage\.header\.subject"):
        StatusMessage.model_validate({"header": {"subject": "x"}})


def test_the_json_is_the_contract_of_show() -> None:
    shown = sample_package(1).to_json_dict()
    assert json.loads(json.dumps(shown)) == shown
    assert shown["schema"] == "edoc/show/1"
    assert shown["kind"] == "document"
    assert set(shown) == {
        "schema",
        "kind",
        "header",
        "trace_header_list",
        "manifest",
        "attachments",
        "signature",
        "faults",
    }
    assert shown["header"]["due_date"] is None
    assert shown["header"]["response_for"] == []
    assert shown["trace_header_list"]["trace_headers"][0]["timestamp"].endswith("+07:00")
    first = shown["attachments"][0]
    assert (first["encoding"], first["size"]) == ("raw", len(sample_pdf("edoc sample 1")))
    assert first["sha256"] == hashlib.sha256(sample_pdf("edoc sample 1")).hexdigest()


def test_the_json_of_a_status_message_has_the_same_fields() -> None:
    shown = sample_status(1, "06").to_json_dict()
    assert (shown["schema"], shown["kind"]) == ("edoc/show/1", "status")
    assert (shown["manifest"], shown["attachments"]) == (None, [])
    assert shown["header"]["status_code"] == "06"


def test_the_digest_of_the_source_is_that_of_the_file() -> None:
    data = sample_package(1).to_bytes()
    assert edoc.read(data).source_sha256 == hashlib.sha256(data).hexdigest()
    assert sample_package(1).source_sha256 is None


def test_a_package_is_written_by_its_own_method(tmp_path: Path) -> None:
    package = sample_package(1)
    written = package.write(tmp_path / "a.edxml")
    assert (tmp_path / "a.edxml").read_bytes() == package.to_bytes()
    assert written.size == len(package.to_bytes())
    buffer = io.BytesIO()
    package.write(buffer)
    assert buffer.getvalue() == package.to_bytes()


def test_a_new_package_can_be_closed_and_still_be_written() -> None:
    with sample_package() as made:
        assert isinstance(made, DocumentPackage)
    assert made.to_bytes()


def test_a_closed_package_can_no_longer_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    large = Attachment.of(bytes(range(256)) * 1000, name="a.pdf")
    sample_package(attachments=[large]).write(path)
    with edoc.read(path) as package:
        assert package.attachments[0].read() == large.read()
    with pytest.raises(edoc.SourceChangedError, match="the package was closed"):
        package.to_bytes()
