"""The command tree: help, version, exit codes, and what happens when something goes wrong."""

from __future__ import annotations

import ast
import errno
import io
import os
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
import pytest

from edoc._version import __version__
from edoc.cli import app
from edoc.cli.click_words import speaking
from edoc.cli.exit_codes import ExitCode
from edoc.messages import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.messages import Language

    Command = Callable[..., tuple[int, str, str]]

COMMANDS = tuple(app.cli.list_commands(click.Context(app.cli)))


def test_the_commands_are_these(edoc: Command) -> None:
    code, out, _ = edoc("--help")
    assert code == 0
    listed = [line.split()[0] for line in out.partition("Commands:")[2].splitlines() if line.strip()]
    assert tuple(listed) == COMMANDS


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_every_option_has_help(edoc: Command, name: str, option: str) -> None:
    code, out, err = edoc(name, option)
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: edoc {name} ")
    command = app.cli.get_command(click.Context(app.cli), name)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_does(edoc: Command, name: str) -> None:
    _, out, _ = edoc("--help")
    command = app.cli.get_command(click.Context(app.cli), name)
    assert command is not None
    described = next(line for line in out.splitlines() if line.startswith(f"  {name} "))
    assert len(described.split(None, 1)[1]) > 10


def test_help_tells_the_exit_codes(edoc: Command) -> None:
    _, out, _ = edoc("--help")
    for code in ExitCode:
        assert f" {code.value} " in " ".join(out.split())


def test_the_version_is_that_of_the_package(edoc: Command) -> None:
    assert edoc("--version")[:2] == (0, f"edoc, version {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["show"],
        ["validate"],
        ["extract"],
        ["build"],
        ["build", "spec.json"],
        ["show", "--colour", "a.edxml"],
        ["show", "--format", "xml", "a.edxml"],
        ["show", "--lang", "fr", "a.edxml"],
        ["schema", "nothing"],
    ],
)
def test_wrong_usage_is_said_on_standard_error(edoc: Command, arguments: list[str]) -> None:
    code, out, err = edoc(*arguments)
    assert (code, out) == (2, "")
    assert "Usage: edoc" in err


def _raising(error: BaseException) -> click.Command:
    @click.command("show")
    def command() -> NoReturn:
        raise error

    return command


def _instead_of_show(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    monkeypatch.setattr("edoc.cli.show.command", _raising(error))


def test_a_fault_of_edoc_is_said_to_be_one(edoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    _instead_of_show(monkeypatch, ZeroDivisionError("out of order"))
    code, out, err = edoc("show")
    assert (code, out) == (70, "")
    assert "internal error: ZeroDivisionError: out of order" in err
    assert "EDOC_DEBUG=1" in err
    assert "Traceback" not in err


def test_a_fault_of_edoc_can_be_traced(edoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    _instead_of_show(monkeypatch, ZeroDivisionError("out of order"))
    monkeypatch.setenv("EDOC_DEBUG", "1")
    code, _, err = edoc("show")
    assert code == 70
    assert "Traceback" in err
    assert "EDOC_DEBUG" not in err


def test_an_interrupt_ends_as_shells_count_it(edoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    _instead_of_show(monkeypatch, KeyboardInterrupt())
    assert edoc("show")[0] == 130


def test_the_process_ends_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    _instead_of_show(monkeypatch, ZeroDivisionError())
    with pytest.raises(SystemExit) as ended:
        app.main(["show"])
    assert ended.value.code == 70


def test_output_may_go_where_encodings_cannot_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)
    assert app.run(["--version"]) == 0
    assert app.run(["schema", "show"]) == 0
    assert __version__ in out.getvalue()
    assert '"edoc/show/1"' in out.getvalue()


@pytest.mark.parametrize("text", ["\x07bell", "\x9b2Jcsi", "\u202ebidi", "\x1b[2J", "\r"])
def test_an_error_does_not_steer_the_terminal(
    edoc: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    code, _, err = edoc("build", tmp_path / f"{text}.json", "-o", tmp_path / "out.edxml")
    assert code == 4
    assert ascii(text)[1:-1] in err
    assert not set(text) & set("\x07\x9b\u202e\x1b\r") & set(err)


def test_a_fault_of_edoc_does_not_steer_the_terminal(edoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    _instead_of_show(monkeypatch, ZeroDivisionError("\x07\x9b2J"))
    assert not set("\x07\x9b") & set(edoc("show")[2])


def test_what_the_output_cannot_encode_is_written_as_an_escape(good: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "edoc", "show", "--lang", "vi", str(good)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert done.returncode == 0
    assert b"V\\u0102N B\\u1ea2N" in done.stdout


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "junit", "html", "markdown"])
def test_programs_are_given_utf8_whatever_the_system_writes(tmp_path: Path, form: str) -> None:
    path = tmp_path / "refused.edxml"
    path.write_bytes(b"<a/>")
    done = subprocess.run(
        [sys.executable, "-m", "edoc", "validate", "--lang", "vi", "--format", form, str(path)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1258"},
    )
    assert "không" in done.stdout.decode()


def test_a_schema_is_utf8_whatever_the_system_writes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "edoc", "schema", "document-xsd"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1258"},
    )
    assert "Số, ký hiệu" in done.stdout.decode()


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by the shell")
@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        ("<&-", "show -", 1),
        ("<&-", "build - -o built.edxml", 2),
        (">&-", "show good.edxml", 0),
        (">&-", "validate good.edxml --output json=report.json", 0),
        ("2>&-", "show good.edxml good.edxml", 0),
        ("<&- >&- 2>&-", "extract good.edxml good.edxml -o out", 0),
        ("<&- >&- 2>&-", "show missing.edxml", 4),
    ],
)
def test_a_standard_stream_may_be_closed(good: Path, closed: str, arguments: str, code: int) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m edoc {arguments} {closed}'],
        capture_output=True,
        check=False,
        cwd=good.parent,
    )
    assert done.returncode == code
    assert b"internal error" not in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["schema", "show"], ["show"], ["validate", "--format", "json"]])
def test_whoever_stops_reading_is_told_neither_a_fault_nor_that_all_went_well(bad: Path, arguments: list[str]) -> None:
    files = [str(bad)] if arguments[0] in {"show", "validate"} else []
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "edoc", *arguments, *files], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_importing_the_entry_point_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    import_module("edoc.__main__")
    assert capsys.readouterr() == ("", "")


def test_a_process_exits_with_each_code(process: Command, good: Path, bad: Path, refused: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.edxml"
    assert process("validate", good)[0] == 0
    assert process("validate", bad)[0] == 1
    assert process("show", refused)[0] == 1
    assert process("validate")[0] == 2
    assert process("validate", missing)[0] == 4
    assert process("validate", good, bad, missing)[0] == 4


def test_a_process_exits_with_the_codes_of_an_open_question_and_of_a_fault(good: Path) -> None:
    start = "import sys; import edoc.cli.app as app; import edoc.conformance.rule as engine; "
    crash = "engine.CATALOGUE['HDR-012'] = __import__('dataclasses').replace(engine.CATALOGUE['HDR-012'], check=len); "
    lost = "engine.CATALOGUE.clear(); engine.CATALOGUE['HDR-012'] = None; "
    for spoil, code in ((crash, 3), (lost, 70)):
        script = f"{start}{spoil}app.main(['validate', sys.argv[1]])"
        done = subprocess.run([sys.executable, "-c", script, str(good)], capture_output=True, check=False)
        assert done.returncode == code, done.stderr


def test_an_output_that_cannot_be_written_is_no_fault_of_edoc(edoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("edoc.cli.schema.schema_text", full)
    code, _, err = edoc("schema", "show")
    assert (code, err) == (2, "edoc: the output cannot be written: no space left\n")


def test_that_the_output_cannot_be_written_is_told_in_the_language_asked_for(
    edoc: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("edoc.cli.rules.rule_set", broken)
    code, _, err = edoc("rules", "--lang", "vi")
    assert (code, err) == (2, "edoc: không ghi được kết quả: Input/output error\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Cách dùng: edoc [TÙY CHỌN] LỆNH [THAM SỐ]..."),
        (("shw",), "Lỗi: Không có lệnh 'shw'."),
        (("show",), "Lỗi: Thiếu tham số 'FILE...'."),
        (("show", "--colour", "a"), "Lỗi: Không có tùy chọn '--colour'."),
        (("show", "--forma", "json", "a"), "Có phải ý bạn là"),
        (("show", "a", "--format"), "Lỗi: Tùy chọn '--format' cần một giá trị."),
        (("show", "a", "--format", "xml"), "cho '--format': 'xml' không thuộc 'text', 'json'."),
        (("extract", "a", "--force=1"), "Lỗi: Tùy chọn '--force' không nhận giá trị."),
        (("schema", "show", "show"), "Lỗi: Thừa tham số (show)"),
        (("schema", "show", "show", "cert"), "Lỗi: Thừa các tham số (show cert)"),
        (("register", "incoming", "a", "--organ", "H49"), "Lỗi: Thiếu tùy chọn '--year'."),
        (("register", "incoming", "a", "--organ", "H49", "--year", "x"), "'x' không phải là số hợp lệ."),
        (("register", "incoming", "a", "--organ", "H49", "--year", "0"), "0 nằm ngoài khoảng 1<=x<=9999."),
        (("register", "in", "a"), "không thuộc 'outgoing', 'incoming', 'handling'."),
        (("validate", "a", "--output", "b"), "'b' không đúng dạng FORMAT=PATH với một trong các dạng text,"),
        (("verify", "a", "--at", "mai"), "'mai' không phải thời điểm; hãy viết 2026-11-24T08:30:00"),
        (("status", "tell"), "Lỗi: Không có lệnh 'tell'."),
        (("status", "new", "--code", "03"), "khi không có DOC, --code 03 cần --recipient, --issuer, --document-id"),
        (("status", "new", "--code", "14"), "không có thông điệp trạng thái mang mã '14'"),
    ],
)
@pytest.mark.parametrize("asked", ["before", "environment"])
def test_the_words_of_the_library_are_vietnamese_too(
    edoc: Command, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str, asked: str
) -> None:
    if asked == "environment":
        monkeypatch.setenv("EDOC_LANG", "vi")
    code, out, err = edoc(*(("--lang", "vi") if asked == "before" else ()), *arguments)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())
    assert not re.search(r"Usage|Error|Invalid|Missing|Try |Did you|Options|\[OPTIONS", err)
    assert edoc("show")[2].startswith("Usage: " if asked == "before" else "Cách dùng: ")


def test_the_language_may_stand_behind_what_is_wrong(edoc: Command) -> None:
    assert "Không có tùy chọn '--colour'" in edoc("show", "--colour", "a", "--lang=vi")[2]
    assert "No such option '--colour'" in edoc("show", "--colour", "--", "--lang", "vi")[2]


VIETNAMESE_PAGES = [
    *((name,) for name in COMMANDS),
    *(("status", name) for name in ("trace", "next", "new", "diagram")),
]


@pytest.mark.parametrize("path", [(), *VIETNAMESE_PAGES], ids=" ".join)
def test_every_help_is_vietnamese_where_that_is_asked_for(edoc: Command, path: tuple[str, ...]) -> None:
    code, out, err = edoc(*path, "--help", "--lang", "vi")
    assert (code, err) == (0, "")
    assert out.startswith(f"Cách dùng: {' '.join(('edoc', *path))} [TÙY CHỌN]")
    english = texts("cli"), texts("cli-sign")
    shown = " ".join(out.split())
    kept = {"Ngôn ngữ hiển thị / Language of the output."}
    assert [said for texts_ in english for said in texts_.values() if said in shown and said not in kept] == []
    assert not re.search(r"Usage|Options|Commands|required\]|default:|Show ", shown)


def test_every_sentence_that_click_has_for_users_is_in_the_catalogue() -> None:
    """A newer click may have new ones: they would be told in English."""
    known = set(texts("click").values())
    assert sorted(_sentences_of_click() - known - FOR_PROGRAMMERS) == []


def _sentences_of_click() -> set[str]:
    found: set[str] = set()
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types"):
        source = Path(str(import_module(f"click.{name}").__file__)).read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                found |= {str(item.value) for item in node.args if isinstance(item, ast.Constant)}
    return {sentence for sentence in found if not sentence.startswith("No options defined but a name was passed")}


#: What click says to whoever writes a command, and what edoc never asks it for.
FOR_PROGRAMMERS = {
    "Aborted!",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Choice({choices})",
    "Could not determine name for option with declarations {decls!r}",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Invalid start character for option ({option})",
    "Name '{name}' defined twice",
    "Unknown color {colour!r}",
}


def test_two_threads_speak_two_languages() -> None:
    both = threading.Barrier(2)

    def usage(language: Language) -> str:
        with speaking(language):
            both.wait(10)
            said = app.cli.get_usage(click.Context(app.cli, info_name="edoc"))
            both.wait(10)
            return said.partition(":")[0]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(usage, LANGUAGES)) == ["Cách dùng", "Usage"]


def test_what_the_catalogue_lacks_click_says_itself() -> None:
    with speaking("vi"):
        assert click.core._("Nothing of the kind.") == "Nothing of the kind."  # type: ignore[attr-defined]
        assert click.core.ngettext("one of it", "many of it", 2) == "many of it"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("validate", "--profile", "lax", "a", "--lang", "vi"), "không có bộ quy tắc 'lax'"),
        (("--lang", "vi", "rules", "--profile", "lax"), "không có bộ quy tắc 'lax'"),
        (("explain", "HDR-999", "--lang", "vi"), "không có quy tắc 'HDR-999'; gần giống: "),
        (("explain", "zzzzzzzzz", "--lang", "vi"), "lệnh edoc rules liệt kê các quy tắc"),
        (("stats", "--organ", "H49", "--period", "2026-Q9", "a", "--lang", "vi"), "'2026-Q9' không phải kỳ báo cáo"),
        (("verify", "a", "b", "--format", "html", "--lang", "vi"), "--format html lập một trang cho một gói tin"),
        (("--lang", "vi", "verify", "a", "b", "--evidence", "c"), "--evidence lưu chứng cứ của một gói tin"),
    ],
)
def test_wrong_usage_is_told_in_the_language_asked_for(edoc: Command, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = edoc(*arguments)
    assert code == 2
    assert said in err
