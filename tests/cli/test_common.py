"""What commands share: which files are meant, in which language, with which progress."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import edoc as library
from edoc.cli.common import describe, expand, json_text, with_progress
from edoc.messages import wrong_usage
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]
    Piped = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with packages, and other files, at two depths."""
    top = tmp_path / "inbox"
    (top / "2026").mkdir(parents=True)
    (top / "empty").mkdir()
    for name in ("b.edxml", "a.edxml", "2026/c.edxml", "d[1].edxml"):
        sample_package(1).write(top / name)
    (top / "readme.txt").write_text("no package")
    (top / "folder.edxml").mkdir()
    monkeypatch.chdir(top)
    return top


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        (["a.edxml"], ["a.edxml"]),
        (["a.edxml", "a.edxml"], ["a.edxml", "a.edxml"]),
        (["readme.txt"], ["readme.txt"]),
        (["."], ["2026/c.edxml", "a.edxml", "b.edxml", "d[1].edxml"]),
        (["2026"], ["2026/c.edxml"]),
        (["?.edxml"], ["a.edxml", "b.edxml"]),
        (["**/c.edxml"], ["2026/c.edxml"]),
        (["b.edxml", "2026", "a*"], ["b.edxml", "2026/c.edxml", "a.edxml"]),
        (["d[1].edxml"], ["d[1].edxml"]),
        (["missing.edxml"], ["missing.edxml"]),
        (["x*.edxml"], ["x*.edxml"]),
        (["empty"], ["empty"]),
        ([""], [""]),
        (["a\x00b"], ["a\x00b"]),
    ],
)
def test_a_file_a_folder_and_a_glob_name_packages(folder: Path, named: list[str], meant: list[str]) -> None:
    assert [name.replace(os.sep, "/") for name in expand(named)] == meant


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 3000, "a\x00b", ""])
@pytest.mark.parametrize("command", ["show", "validate", "extract"])
def test_a_name_that_no_file_can_have_is_an_input_that_is_missing(
    edoc: Command, folder: Path, command: str, name: str
) -> None:
    code, _, err = edoc(command, name)
    assert code == 4
    assert "internal error" not in err


@pytest.mark.parametrize("name", ["empty", "x*.edxml", "missing.edxml"])
def test_what_names_no_package_is_an_input_that_is_missing(edoc: Command, folder: Path, name: str) -> None:
    code, _, err = edoc("show", name)
    assert code == 4
    assert name in err


@pytest.mark.parametrize("arguments", [[], ["--lang", "en"]])
def test_english_is_spoken_when_asked_for(edoc: Command, good: Path, arguments: list[str]) -> None:
    assert edoc("show", good, *arguments)[1].startswith("DOCUMENT\n")


@pytest.mark.parametrize(
    ("environment", "arguments", "first"),
    [
        ({"EDOC_LANG": "en"}, ["--lang", "vi"], "VĂN BẢN"),
        ({"EDOC_LANG": "vi"}, ["--lang", "en"], "DOCUMENT"),
        ({"EDOC_LANG": "vi", "LC_ALL": "en_US.UTF-8"}, [], "VĂN BẢN"),
        ({"EDOC_LANG": "en", "LC_ALL": "vi_VN.UTF-8"}, [], "DOCUMENT"),
        ({"LC_ALL": "vi_VN.UTF-8", "LANG": "en_US.UTF-8"}, [], "VĂN BẢN"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "vi_VN.UTF-8"}, [], "DOCUMENT"),
        ({"LANG": "vi_VN.UTF-8"}, [], "VĂN BẢN"),
        ({"LANG": "VI"}, [], "VĂN BẢN"),
        ({"EDOC_LANG": "", "LANG": "vi_VN"}, [], "VĂN BẢN"),
        ({"LANG": "fr_FR.UTF-8"}, [], "DOCUMENT"),
        ({"LANG": "C"}, [], "DOCUMENT"),
        ({}, [], "DOCUMENT"),
    ],
)
def test_the_option_comes_before_edoc_lang_before_the_locale(
    edoc: Command,
    good: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    arguments: list[str],
    first: str,
) -> None:
    for name in ("EDOC_LANG", "LC_ALL", "LANG", "LC_MESSAGES", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert edoc("show", good, *arguments)[1].splitlines()[0] == first


def test_the_locale_of_the_process_is_asked_last(edoc: Command, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EDOC_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: ("vi_VN", "UTF-8"))
    assert edoc("show", good)[1].startswith("VĂN BẢN\n")


def test_a_language_that_edoc_does_not_speak_is_wrong_usage(
    edoc: Command, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDOC_LANG", "fr")
    assert edoc("show", good)[0] == 2


def test_a_pipe_gets_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(with_progress([1, 2, 3], "counting")) == [1, 2, 3]
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_progress_on_standard_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert list(with_progress([1, 2, 3], "counting")) == [1, 2, 3]
    out, err = capsys.readouterr()
    assert out == ""
    assert "counting" in err


@pytest.mark.parametrize("items", [[], [1]])
def test_short_work_needs_no_progress(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, items: list[int]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(with_progress(items, "counting")) == items
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("command", ["show", "validate", "extract"])
def test_on_a_real_terminal_progress_leaves_standard_output_alone(folder: Path, command: str, tmp_path: Path) -> None:
    import pty  # noqa: PLC0415 - not there on every system

    ours, theirs = pty.openpty()
    options = ["-o", str(tmp_path / "out")] if command == "extract" else []
    done = subprocess.run(
        [sys.executable, "-m", "edoc", command, *options, "."],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
        cwd=folder,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 0
    assert command in shown
    assert "\x1b" not in done.stdout.decode()


def test_a_refusal_is_said_in_vietnamese_with_its_place_and_what_to_do(edoc: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(b"<a>\n<b></a>")
    code, out, err = edoc("show", "--lang", "vi", path)
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}:2:")
    assert "XML" in err
    assert err.rstrip().endswith("(đề nghị bên gửi gửi lại tệp đúng như hệ thống gửi đã tạo)")


def test_a_refusal_without_a_text_of_its_own_is_said_in_english() -> None:
    assert describe(library.PackageError("odd", source="a"), "vi") == "a: odd"


@pytest.mark.parametrize(
    ("error", "language", "said"),
    [
        (library.InputMissingError(2, "no such file", "a"), "en", "a: no such file"),
        (library.InputMissingError(2, "no such file", "a"), "vi", "a: không tìm thấy tệp"),
        (library.InputError(13, "cannot open: Permission denied", "a"), "en", "a: cannot open: Permission denied"),
        (library.NotEdxmlError("no envelope", source="a", line=1, hint="none"), "en", "a:1: no envelope (none)"),
        (library.OutputExistsError(17, "the file exists", "a"), "vi", "a: tệp đã có; dùng --force nếu muốn ghi đè"),
        (library.InputError(0, "odd", "a"), "vi", "a: odd"),
        (library.UsageError("so not"), "en", "so not"),
        (library.UsageError("so not"), "vi", "so not"),
        (wrong_usage("recipient-needed", count=2), "vi", "văn bản có 2 nơi nhận: hãy chỉ rõ nơi nhận nào"),
    ],
)
def test_an_error_is_put_into_words(error: library.EdocError, language: str, said: str) -> None:
    assert describe(error, "vi" if language == "vi" else "en") == said


def test_json_is_on_one_line_for_pipes_and_keeps_its_letters() -> None:
    assert json_text({"a": "ă"}, compact=True) == '{"a": "ă"}'
    assert json_text({"a": "ă"}) == '{\n  "a": "ă"\n}'


@pytest.mark.parametrize("command", ["show", "validate", "extract"])
def test_a_dash_is_standard_input(process_with: Piped, good: Path, tmp_path: Path, command: str) -> None:
    options = ["-o", str(tmp_path / "out")] if command == "extract" else []
    code, out, err = process_with(good.read_bytes(), command, *options, "-")
    assert (code, err) == (0, "")
    assert {"show": "DOCUMENT", "validate": "CONFORMANT", "extract": "cong-van.pdf"}[command] in out


def test_nothing_on_standard_input_is_an_empty_package(process_with: Piped) -> None:
    code, out, _ = process_with(b"", "validate", "-")
    assert code == 1
    assert "FMT-002" in out


def test_standard_input_may_stand_among_files(process_with: Piped, good: Path, status: Path, tmp_path: Path) -> None:
    code, out, err = process_with(good.read_bytes(), "extract", "-o", str(tmp_path / "out"), str(status), "-")
    assert (code, err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out" / "-").iterdir()) == ["cong-van.pdf", "ghi-chu.txt"]
    assert len(out.splitlines()) == 2


def test_a_dash_in_this_process_is_its_standard_input(
    edoc: Command, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(good.read_bytes())))
    assert edoc("show", "-")[1].startswith("DOCUMENT\n")
