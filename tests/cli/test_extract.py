"""``edoc extract``: every attachment, inside the folder, over nothing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import edoc as library
from edoc.edxml.attachment import Attachment
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., tuple[int, str, str]]


def _tree(folder: Path) -> dict[str, bytes | None]:
    """Give everything below *folder*."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def _package(path: Path, *names: str) -> Path:
    attached = [Attachment.of(str(number).encode(), name=name) for number, name in enumerate(names)]
    sample_package(1, attachments=attached).write(path)
    return path


def test_every_attachment_is_written_bit_for_bit(edoc: Command, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    code, said, err = edoc("extract", good, "-o", out)
    assert (code, err) == (0, "")
    assert said.splitlines() == [str(out / "cong-van.pdf"), str(out / "ghi-chu.txt")]
    assert _tree(out) == {str(item.attachment_name): item.read() for item in library.read(good).attachments}


def test_the_working_folder_is_where_files_go_by_default(
    edoc: Command, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert edoc("extract", good)[0] == 0
    assert set(_tree(tmp_path / "here")) == {"cong-van.pdf", "ghi-chu.txt"}


def test_json_is_that_of_show_with_the_path_of_every_file(edoc: Command, good: Path, tmp_path: Path) -> None:
    code, said, _ = edoc("extract", good, "-o", tmp_path / "out", "--format", "json")
    assert code == 0
    extracted = json.loads(said)
    paths = [Path(item.pop("path")) for item in extracted["attachments"]]
    assert all(path.is_absolute() and path.is_file() for path in paths)
    assert extracted == json.loads(edoc("show", "--format", "json", good)[1])


HOSTILE = (
    "../../x",
    "..\\..\\x.txt",
    "/etc/passwd",
    "C:\\Windows\\x.ini",
    "\\\\server\\share\\x.txt",
    "CON",
    "con.txt",
    "NUL.pdf",
    "LPT1.",
    ".",
    "..",
    "...",
    "",
    " ",
    "a\x7f.txt",
    "a:b.txt",
    "a?*<>|.txt",
    "\u202efdp.exe",
    ".edoc",
    "-rf",
    "a" * 300 + ".pdf",
    "ă" * 300 + ".pdf",
    "a" * 300,
    "a.txt. . ",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_becomes_a_flat_file_in_the_folder(edoc: Command, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.edxml"
    data = sample_package(1, attachments=[Attachment.of(b"0", name="NAME.txt")]).to_bytes()
    escaped = name.replace("<", "&lt;").replace(">", "&gt;")
    path.write_bytes(data.replace(b"NAME.txt", escaped.encode()))
    before = _tree(tmp_path)
    out = tmp_path / "deep" / "er" / "out"
    assert edoc("extract", path, "-o", out)[0] == 0
    (written,) = out.iterdir()
    assert written.is_file()
    assert len(written.name.encode()) <= 255
    assert not set(written.name) & set('/\\:*?"<>|\x7f\u202e')
    assert written.stem.upper() not in {"CON", "NUL", "LPT1", ""}
    assert not written.name.endswith((".", " "))
    if name.endswith(".pdf"):
        assert written.suffix == ".pdf"
    left = {key: value for key, value in _tree(tmp_path).items() if not key.startswith("deep")}
    assert left == before


def test_names_that_collide_on_some_systems_are_numbered(edoc: Command, tmp_path: Path) -> None:
    names = ("a.txt", "A.TXT", "x/a.txt", "á.txt", "a\u0301.txt", "", "..", "a" * 300 + ".txt", "a" * 301 + ".txt")
    path = _package(tmp_path / "a.edxml", *(f"{number}.txt" for number in range(len(names))))
    data = path.read_bytes()
    for number, name in enumerate(names):
        data = data.replace(f">{number}.txt<".encode(), f">{name}<".encode())
    path.write_bytes(data)
    assert edoc("extract", path, "-o", tmp_path / "out")[0] == 0
    written = _tree(tmp_path / "out")
    assert len({name.casefold() for name in written}) == len(names)
    assert {"a.txt", "A (2).TXT", "a (3).txt", "á.txt", "á (2).txt", "attachment", "attachment (2)"} <= set(written)
    assert all(len(name.encode()) <= 255 for name in written)


def test_an_existing_file_is_kept_and_the_others_are_written(edoc: Command, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "cong-van.pdf").write_bytes(b"mine")
    code, said, err = edoc("extract", good, "-o", out, "--format", "json")
    assert code == 2
    assert str(out / "cong-van.pdf") in err
    assert (out / "cong-van.pdf").read_bytes() == b"mine"
    first, second = json.loads(said)["attachments"]
    assert "path" not in first
    assert Path(second["path"]).read_bytes() == library.read(good).attachments[1].read()


def test_an_existing_file_is_replaced_when_asked_for(edoc: Command, good: Path, tmp_path: Path) -> None:
    (tmp_path / "cong-van.pdf").write_bytes(b"mine")
    assert edoc("extract", good, "-o", tmp_path, "--force")[0] == 0
    assert (tmp_path / "cong-van.pdf").read_bytes() == library.read(good).attachments[0].read()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("exists", [False, True])
def test_a_link_in_the_folder_does_not_lead_outside(
    edoc: Command, good: Path, tmp_path: Path, force: bool, exists: bool
) -> None:
    outside, out = tmp_path / "outside.pdf", tmp_path / "out"
    out.mkdir()
    if exists:
        outside.write_bytes(b"mine")
    (out / "cong-van.pdf").symlink_to(outside)
    assert edoc("extract", good, "-o", out, *(["--force"] if force else []))[0] == (0 if force else 2)
    assert outside.exists() == exists
    assert not exists or outside.read_bytes() == b"mine"
    assert (out / "cong-van.pdf").is_symlink() != force


def test_a_folder_that_cannot_be_made_is_said(edoc: Command, good: Path, status: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    code, out, err = edoc("extract", good, "-o", tmp_path / "out")
    assert (code, out) == (2, "")
    assert "cannot make the folder" in err
    assert str(tmp_path / "out") in err


def test_an_attachment_that_fails_does_not_keep_the_others(edoc: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(sample_package(1).to_bytes().replace(b">JVBER", b">!!!!!"))
    code, out, err = edoc("extract", path, "-o", tmp_path / "out")
    assert code == 1
    assert "base64" in err
    assert out == f"{tmp_path / 'out' / 'ghi-chu.txt'}\n"
    assert set(_tree(tmp_path / "out")) == {"ghi-chu.txt"}


def test_a_status_message_has_nothing_to_extract(edoc: Command, status: Path, tmp_path: Path) -> None:
    assert edoc("extract", status, "-o", tmp_path / "out") == (0, "", "")
    assert _tree(tmp_path / "out") == {}


def test_each_of_several_packages_gets_a_folder_of_its_own(edoc: Command, good: Path, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    same = tmp_path / "b" / "good.edxml"
    same.write_bytes(good.read_bytes())
    code, said, _ = edoc("extract", good, same, "-o", tmp_path / "out", "--format", "json")
    assert code == 0
    assert {str(Path(name).parent) for name in _tree(tmp_path / "out")} == {".", "good", "good (2)"}
    assert [len(json.loads(line)["attachments"]) for line in said.splitlines()] == [2, 2]


def test_a_package_that_cannot_be_read_does_not_keep_the_others(
    edoc: Command, good: Path, refused: Path, tmp_path: Path
) -> None:
    code, out, err = edoc("extract", refused, good, tmp_path / "missing.edxml", "-o", tmp_path / "out")
    assert code == 4
    assert len(err.splitlines()) == 2
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize("name", ["...edxml", "..edxml", ".edxml", "....edxml", " .edxml", "...", ". ..edxml"])
def test_the_name_of_a_package_does_not_lead_outside_the_folder(
    edoc: Command, good: Path, tmp_path: Path, name: str
) -> None:
    hostile = tmp_path / "in" / name
    hostile.parent.mkdir()
    hostile.write_bytes(good.read_bytes())
    out = tmp_path / "to" / "out"
    assert edoc("extract", good, hostile, "-o", out)[0] == 0
    files = sorted(path.relative_to(tmp_path / "to") for path in (tmp_path / "to").rglob("*") if path.is_file())
    assert len(files) == 4
    assert all(len(path.parts) == 3 and path.parts[0] == "out" for path in files), files


@pytest.mark.shared
def test_no_attack_leaves_the_folder(edoc: Command, shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "er" / "out"
    for path in sorted((shared / "attacks").glob("att_*.edxml")):
        below = out / path.stem
        code, said, err = edoc("extract", path, "-o", below)
        assert code in {0, 1}, (path.name, err)
        for line in said.splitlines():
            assert Path(line).parent == below, path.name
            assert len(os.path.basename(line).encode()) <= 255
        assert all(item.is_file() for item in below.iterdir())
    assert sorted(item.name for item in tmp_path.iterdir()) == ["deep"]
    assert sorted(item.name for item in (tmp_path / "deep" / "er").iterdir()) == ["out"]


def test_files_are_extracted_and_shown_as_long_as_there_is_time_and_the_others_are_named(
    edoc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = _package(tmp_path / "goi.edxml", "a.pdf", "b.pdf")
    parsed = library.read(package)
    for command in (("show",), ("extract", "-o", tmp_path / "ra")):
        code, out, err = edoc(*command, "--limit", "seconds=0.000001", package)
        assert (code, out) == (1, "")
        assert "the limit seconds = 1e-06 is exceeded" in err
    monkeypatch.setattr("edoc.cli.extract.read", lambda *_, **__: parsed)
    code, out, err = edoc("extract", "-o", tmp_path / "ra", "--limit", "seconds=0.000001", package)
    assert (code, out) == (1, "")
    for attachment in parsed.attachments:
        assert f"attachment:{attachment.content_id}: the limit seconds = 1e-06 is exceeded" in err
    assert _tree(tmp_path / "ra") == {}
