"""``edoc show``: what a package says, for people and for programs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

import edoc as library
from edoc.edxml.attachment import Attachment
from edoc.schemas import schema_text
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]

SCHEMA = Draft202012Validator(json.loads(schema_text("show")))


def test_a_document_is_shown_with_labels_dates_and_meanings(edoc: Command, good: Path) -> None:
    code, out, err = edoc("show", good)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "DOCUMENT"
    for line in (
        "  sender:",
        "    agency code: 000.00.01.Z27",
        "    number: 30",
        "    date of issue: 11/09/2026",
        "    priority: 1 (urgent)",
        "  steering type: 0 (not a steering document)",
        "    type of business: 0 (new document)",
        "    time: 11/09/2026 08:38:48",
        "Attachments: 2",
        "  2. ghi-chu.txt (20 bytes, zip)",
    ):
        assert line in lines, line
    assert lines.count("  recipient:") == 2
    assert "faults" not in out


def test_a_document_is_shown_in_vietnamese(edoc: Command, good: Path) -> None:
    lines = edoc("show", "--lang", "vi", good)[1].splitlines()
    assert lines[0] == "VĂN BẢN"
    for line in ("  Bên gửi:", "    Độ khẩn: 1 (Khẩn)", "    Ngày ban hành: 11/09/2026"):
        assert line in lines, line


def test_digests_and_sizes_are_of_the_files(edoc: Command, good: Path) -> None:
    out = edoc("show", good)[1]
    package = library.read(good)
    for number, item in enumerate(package.attachments, 1):
        assert f"  {number}. {item.attachment_name} ({item.size:,} bytes, {item.encoding})" in out
        assert f"     SHA-256 {item.sha256}" in out


def test_a_status_message_is_shown_without_attachments(edoc: Command, status: Path) -> None:
    code, out, _ = edoc("show", status)
    assert code == 0
    assert out.startswith("STATUS MESSAGE\n")
    assert "  status code: 03 (accepted)" in out
    assert "attachments" not in out


def test_faults_are_told_with_their_place(edoc: Command, bad: Path) -> None:
    code, out, _ = edoc("show", bad)
    assert code == 0
    assert "Faults: 1\n" in out
    assert re.search(r'^  \d+:\d+: the date "2026/02/30" does not exist$', out, re.MULTILINE)
    assert "/edXML/edXMLEnvelope/edXMLHeader/MessageHeader/PromulgationInfo/PromulgationDate" in out
    assert "    date of issue: 2026/02/30" in out


def test_faults_are_told_in_vietnamese_in_both_formats(edoc: Command, bad: Path) -> None:
    said = '"2026/02/30"'
    assert f"ngày {said} không tồn tại" in edoc("show", "--lang", "vi", bad)[1]
    (fault,) = json.loads(edoc("show", "--lang", "vi", "--format", "json", bad)[1])["faults"]
    assert fault["message"] == f"ngày {said} không tồn tại"


def test_what_cannot_be_decoded_is_said_so(edoc: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(sample_package(1).to_bytes().replace(b">JVBER", b">!!!!!"))
    code, out, _ = edoc("show", path)
    assert code == 0
    assert "  1. cong-van.pdf (cannot be decoded)" in out
    shown = json.loads(edoc("show", "--format", "json", path)[1])
    assert (shown["attachments"][0]["size"], shown["attachments"][0]["sha256"]) == (None, None)
    SCHEMA.validate(shown)


def test_an_attachment_without_a_name_is_a_question_mark(edoc: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(sample_package(1).to_bytes().replace(b"<AttachmentName>cong-van.pdf</AttachmentName>", b"", 1))
    assert "  1. ? (" in edoc("show", path)[1]


def test_codes_that_no_list_has_are_shown_as_they_are(edoc: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(sample_package(1).to_bytes().replace(b"<edXML:Priority>1<", b"<edXML:Priority>9<"))
    assert "    priority: 9\n" in edoc("show", path)[1]


def test_attributes_are_shown_with_the_fields(edoc: Command, good: Path) -> None:
    out = edoc("show", good)[1]
    assert "manifest\n  version: 1.0\n  reference:\n" in out


@pytest.mark.parametrize("name", ["good", "bad", "status"])
def test_json_follows_the_contract(edoc: Command, request: pytest.FixtureRequest, name: str) -> None:
    code, out, err = edoc("show", "--format", "json", request.getfixturevalue(name))
    assert (code, err) == (0, "")
    shown = json.loads(out)
    SCHEMA.validate(shown)
    assert shown["schema"] == "edoc/show/1"
    assert shown["kind"] == ("status" if name == "status" else "document")


def test_several_packages_are_one_line_of_json_each(edoc: Command, good: Path, status: Path) -> None:
    code, out, _ = edoc("show", "--format", "json", good, status)
    assert code == 0
    shown = [json.loads(line) for line in out.splitlines()]
    assert [item["kind"] for item in shown] == ["document", "status"]


def test_several_packages_are_told_apart_in_text(edoc: Command, good: Path, status: Path) -> None:
    out = edoc("show", good, status)[1]
    assert out.startswith(f"== {good}\nDOCUMENT\n")
    assert f"\n== {status}\nSTATUS MESSAGE\n" in out


def test_a_package_that_cannot_be_read_does_not_hide_the_others(
    edoc: Command, good: Path, refused: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.edxml"
    code, out, err = edoc("show", refused, missing, good)
    assert code == 4
    assert "DOCUMENT" in out
    assert len(err.splitlines()) == 2
    assert str(refused) in err.splitlines()[0]
    assert err.splitlines()[1] == f"{missing}: no such file"
    assert edoc("show", refused, good)[0] == 1


STEERING = "\x7f\x85\x9b\u200b\u202e\u2028"


@pytest.fixture
def steering(tmp_path: Path) -> Path:
    """A package with characters that steer a terminal wherever XML lets them stand."""
    path = tmp_path / "steering.edxml"
    package = sample_package(1, attachments=[Attachment.of(b"a", name=f"a{STEERING}.txt", description=STEERING)])
    data = package.with_header(subject=f"a{STEERING}b\rc\td").to_bytes().decode()
    data = data.replace("<edXML:Direction>false", f"<edXML:Direction>{STEERING}")
    path.write_text(data.replace("2026/09/11</edXML:P", f"{STEERING}&#13;</edXML:P"), "utf-8", newline="")
    return path


@pytest.mark.parametrize("command", ["show", "validate", "extract"])
@pytest.mark.parametrize("format_", ["text", "json"])
def test_nothing_in_a_package_steers_the_terminal(
    edoc: Command, steering: Path, tmp_path: Path, command: str, format_: str
) -> None:
    options = ["-o", str(tmp_path / "out")] if command == "extract" else []
    _, out, err = edoc(command, "--format", format_, *options, steering)
    assert out != ""
    assert not set(STEERING + "\r\t") & set(out + err)


def test_a_line_break_in_a_text_does_not_make_a_line(edoc: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    attached = [Attachment.of(b"a", name="a\nfaults: 0.txt")]
    package = sample_package(1, attachments=attached).with_header(subject="a\nfaults: 0")
    path.write_bytes(package.to_bytes().replace(b"<edXML:Direction>false", b"<edXML:Direction>\nfaults: 0\n"))
    lines = edoc("show", path)[1].splitlines()
    assert "Faults: 1" in lines
    assert not any(line.startswith("faults: 0") for line in lines)


@pytest.mark.parametrize("name", ["a\x07b.edxml", "a\x9bb.edxml", "a\udc80b.edxml"])
def test_a_strange_file_name_is_shown_as_it_is_and_steers_nothing(
    edoc: Command, good: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    try:
        path.write_bytes(good.read_bytes())
    except (OSError, UnicodeError):
        pytest.skip("the file system does not take such a name")
    code, out, err = edoc("show", path, good, tmp_path / f"no{name}")
    assert code == 4
    assert ascii(name)[1:-1] in out
    assert ascii(name)[1:-1] in err
    assert not set("\x07\x9b\udc80") & set(out + err)
    code, out, _ = edoc("validate", path)
    assert code == 0
    assert ascii(name)[1:-1] in out
