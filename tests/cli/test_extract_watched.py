"""Extraction watched from below: whatever a package says, nothing is written but into the folder given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

from edoc.edxml.attachment import Attachment
from edoc.testing import sample_package

if TYPE_CHECKING:
    from pathlib import Path

#: Runs the command line and writes down every path that the process opens for writing, makes, renames or removes.
_WATCHED = """\
import json, os, sys

seen = []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"}

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, (str, bytes)) and isinstance(flags, int) and flags & WRITES:
            seen.append(os.fsdecode(path))
    elif event in CHANGES:
        seen.extend(os.fsdecode(path) for path in arguments[:2] if isinstance(path, (str, bytes)))

sys.dont_write_bytecode = True
from edoc.cli.app import run
sys.addaudithook(watch)
code = run(sys.argv[2:])
writes = list(seen)
with open(sys.argv[1], "w") as file:
    json.dump({"code": code, "writes": writes}, file)
"""

HOSTILE = (
    "../../x.pdf",
    "..\\..\\x.txt",
    "/etc/cron.d/x",
    "C:\\Windows\\x.ini",
    "\\\\server\\share\\x.txt",
    "CON",
    "a.txt:stream",
    "a\x7f\u202e.txt",
    "~/x.txt",
    "$HOME/x.txt",
    "-rf",
    "x" * 400 + ".txt",
)


def watched(tmp_path: Path, *arguments: str) -> tuple[int, list[Path]]:
    """Run the command line as a process; give its code and every path it would have changed."""
    result = tmp_path / "watched.json"
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-c", _WATCHED, str(result), *arguments],
        cwd=work,
        check=True,
        capture_output=True,
        timeout=120,
        env=os.environ | {"HOME": str(work), "EDOC_LANG": "en"},
    )
    found = json.loads(result.read_text("utf-8"))
    assert [path for path in work.iterdir() if not path.name.startswith(".coverage")] == []
    return int(found["code"]), [work / path for path in found["writes"]]


def assert_inside(folder: Path, writes: list[Path]) -> None:
    for path in writes:
        assert path == folder or folder in path.parents, path
        assert ".." not in path.parts


def test_hostile_names_are_written_into_the_folder_and_nowhere_else(tmp_path: Path) -> None:
    attached = [
        Attachment.of(str(number).encode(), name=name, content_type="text/plain") for number, name in enumerate(HOSTILE)
    ]
    sample_package(1, attachments=attached).write(tmp_path / "a.edxml")
    out = tmp_path / "out"
    code, writes = watched(tmp_path, "extract", str(tmp_path / "a.edxml"), "-o", str(out))
    assert code == 0
    assert len(writes) > len(HOSTILE)
    assert_inside(out, writes)
    assert len(list(out.iterdir())) == len(HOSTILE)


@pytest.mark.shared
def test_every_attack_stays_inside_the_folder(tmp_path: Path, shared: Path) -> None:
    attacks = sorted((shared / "attacks").glob("*.edxml"))
    assert len(attacks) > 50
    out = tmp_path / "out"
    _, writes = watched(tmp_path, "extract", *map(str, attacks), "-o", str(out))
    assert_inside(out, writes)
    names = [path.name for path in out.rglob("*") if path.is_file()]
    assert len(names) > 50
    for name in names:
        assert unicodedata.is_normalized("NFC", name)
        assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in name)
        assert name.rstrip(". ") == name
    for folder in (path for path in out.rglob("*") if path.is_dir()):
        inside = [unicodedata.normalize("NFC", path.name).casefold() for path in folder.iterdir()]
        assert len(set(inside)) == len(inside)


def test_a_second_time_nothing_is_replaced(tmp_path: Path) -> None:
    sample_package(1).write(tmp_path / "a.edxml")
    out = tmp_path / "out"
    watched(tmp_path, "extract", str(tmp_path / "a.edxml"), "-o", str(out))
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    code, _ = watched(tmp_path, "extract", str(tmp_path / "a.edxml"), "-o", str(out))
    assert code == 2
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before
