"""``edoc status``: what became of a document, what may come next, a status written, the machine drawn."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

import edoc as library
from edoc.cli.status_drawn import draw
from edoc.messages import LANGUAGES
from edoc.schemas import schema_text
from edoc.status.exports import EXPORTS, export_text
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

    from edoc.messages import Language

PACKAGE = sample_package()
FIRST, SECOND = (item.organ_id for item in PACKAGE.header.recipients)
AT = ("--at", "2026-11-02T10:00:00")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    PACKAGE.write(tmp_path / "doc.edxml")
    return tmp_path / "doc.edxml"


@pytest.fixture
def status(tmp_path: Path) -> Path:
    folder = tmp_path / "statuses"
    folder.mkdir()
    for code in ("01", "03"):
        sample_status(int(code), code, about=PACKAGE).write(folder / f"{code}.edxml")
    return folder


def _wrong(tmp_path: Path, right: bytes, wrong: bytes) -> Path:
    data = sample_status(code="03", about=PACKAGE).to_bytes()
    assert right in data
    (tmp_path / "wrong.edxml").write_bytes(data.replace(right, wrong))
    return tmp_path / "wrong.edxml"


def test_office_hours_come_from_a_file(edoc: Command, document: Path, status: Path, tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text('base = "vietnam"\n[week]\nmonday = ["08:00-10:00"]\ntuesday = ["08:00-10:00"]\n', "utf-8")
    asked = (document, status / "01.edxml", *AT, "--profile", "cv-4089-2017", "--calendar", path)

    ran = edoc("status", "trace", *asked, "--format", "json")
    deadlines = json.loads(ran.out)["receivers"][0]["deadlines"]
    # Monday 2 November 2026, 09:30, and two hours of working time
    assert {item["id"]: str(item["due_at"])[:16] for item in deadlines}["D-3"] == "2026-11-03T09:30"
    assert "03/11/2026 09:30" in edoc("status", "next", *asked).out
    assert edoc("status", "next", document, *AT, "--calendar", tmp_path / "none.toml").code == 4


def test_a_trace_tells_state_history_and_deadlines(edoc: Command, document: Path, status: Path) -> None:
    ran = edoc("status", "trace", document, status, *AT)

    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[1].startswith(f"{FIRST} ")
    assert lines[1].endswith(": ACCEPTED (accepted)")
    assert "  02/11/2026 09:30:01  01 arrived: applied → ARRIVED (implied: IN_TRANSIT)" in lines
    assert "  02/11/2026 09:30:03  03 accepted: applied → ACCEPTED" in lines
    assert any(line.startswith("  D-5 ") for line in lines)
    assert lines[-1] == "Nothing is wrong with these messages."


def test_the_json_of_a_trace_follows_its_contract(edoc: Command, document: Path, status: Path) -> None:
    ran = edoc("status", "trace", document, status, "--format", "json", *AT)

    traced = json.loads(ran.out)
    Draft202012Validator(json.loads(schema_text("status-trace"))).validate(traced)
    assert traced["schema"] == "edoc/status-trace/1"
    assert traced["document_id"] == PACKAGE.header.document_id
    first, second = traced["receivers"]
    assert (first["organ_id"], first["state"]) == (FIRST, "ACCEPTED")
    assert [(step["status_code"], step["by"]) for step in first["history"]] == [("01", FIRST), ("03", FIRST)]
    assert second["state"] == "SENT"
    assert {entry["id"] for entry in first["deadlines"]} >= {"D-1", "D-5"}


@pytest.mark.parametrize(
    ("right", "wrong", "problem", "code"),
    [
        (b"517/SM-VP</edXML:DocumentId>", b"518/SM-VP</edXML:DocumentId>", "another-document", 1),
        (str(FIRST).encode(), b"000.00.09.Z99", "not-a-recipient", 1),
        (str(FIRST).encode(), b"vxp.saas.03", "recipient-unknown", 3),
        (b"2026/11/02 09:30:00", b"2026/11/02 11:30:00", "in-the-future", 1),
        (b"2026/11/02 09:30:00", b"2026/01/02 09:30:00", "before-the-document", 1),
        (b"2026/11/02 09:30:00", b" ", "missing-time", 1),
        (b"2026/11/02 09:30:00", b"soon", "unreadable-time", 1),
        (b"StatusCode>03<", b"StatusCode>14<", "unknown-code", 1),
        *((b"StatusCode>03<", b"StatusCode>%02d<" % number, "unknown-code", 1) for number in range(7, 13)),
    ],
)
def test_bad_input_is_a_named_problem(  # noqa: PLR0917 - fixtures
    right: bytes, wrong: bytes, problem: str, code: int, edoc: Command, document: Path, tmp_path: Path
) -> None:
    path = _wrong(tmp_path, right, wrong)

    ran = edoc("status", "trace", document, path, "--format", "json", *AT)
    told = edoc("status", "trace", document, path, "--lang", "vi", *AT)

    traced = json.loads(ran.out)
    found = [item["code"] for part in (traced, *traced["receivers"]) for item in part["problems"]]
    assert found == [problem]
    assert ran.code == told.code == code
    assert problem in told.out


def test_the_wrong_side_in_response_for_is_a_named_problem(edoc: Command, document: Path, tmp_path: Path) -> None:
    message = sample_status(code="03", about=PACKAGE)
    assert message.header.response_for is not None
    answered = message.header.response_for.model_copy(update={"organ_id": FIRST})
    message.model_copy(update={"header": message.header.model_copy(update={"response_for": answered})}).write(
        tmp_path / "s.edxml"
    )

    ran = edoc("status", "trace", document, tmp_path / "s.edxml", *AT)

    assert ran.code == 1
    assert "wrong-response-for" in ran.out


def test_what_cannot_be_read_is_told_and_the_rest_is_traced(edoc: Command, document: Path, status: Path) -> None:
    ran = edoc("status", "trace", document, status, status / "missing.edxml", *AT)

    assert ran.code == 4
    assert "missing.edxml" in ran.err
    assert "ACCEPTED" in ran.out


def test_the_document_must_be_one(edoc: Command, status: Path, tmp_path: Path) -> None:
    assert edoc("status", "trace", status / "01.edxml").code == 2
    assert edoc("status", "trace", tmp_path / "missing.edxml").code == 4


def test_now_is_the_present_moment_unless_another_is_given(edoc: Command, document: Path) -> None:
    assert edoc("status", "trace", document).code == 0
    assert edoc("status", "next", document).code == 0
    ran = edoc("status", "trace", document, "--at", "yesterday")
    assert ran.code == 2
    assert "'yesterday' is no time" in ran.err


def test_a_register_may_be_given(edoc: Command, document: Path, tmp_path: Path) -> None:
    (tmp_path / "agencies.json").write_text("[]", "utf-8")

    assert edoc("status", "trace", document, "--registry", tmp_path / "missing.json").code == 4
    assert edoc("status", "trace", document, "--registry", tmp_path / "agencies.json", *AT).code == 0


def test_what_may_come_next_is_told_with_who_and_when(edoc: Command, document: Path, status: Path) -> None:
    ran = edoc(
        "status", "next", document, status / "01.edxml", "--at", "2026-11-02T09:40:00", "--profile", "cv-4089-2017"
    )

    assert ran.code == 0
    lines = ran.out.splitlines()
    assert "  03 accepted: the receiver, records clerk" in lines
    assert "  02 refused: the receiver, records clerk; a reason is given" in lines
    due = lines[lines.index("  03 accepted: the receiver, records clerk") + 1]
    assert due.startswith("    by 02/11/2026 ")
    assert "D-3" in due
    assert not any(line.startswith("  06") for line in lines)


def test_what_is_overdue_is_told_and_an_end_is_an_end(
    edoc: Command, document: Path, status: Path, tmp_path: Path
) -> None:
    late = edoc(
        "status", "next", document, status / "01.edxml", "--at", "2026-11-05T09:40:00", "--profile", "cv-4089-2017"
    )
    assert "overdue since 02/11/2026" in late.out

    sample_status(code="02", about=PACKAGE).write(tmp_path / "02.edxml")
    ended = edoc("status", "next", document, tmp_path / "02.edxml", "--lang", "vi", *AT)
    assert "S-15" not in ended.out
    assert "send Gửi văn bản" in ended.out


def test_nothing_comes_after_the_end(edoc: Command, document: Path, status: Path, tmp_path: Path) -> None:
    sample_status(6, "06", about=PACKAGE).write(tmp_path / "06.edxml")

    assert (
        "nothing: the document has come to its end here"
        in edoc("status", "next", document, status, tmp_path / "06.edxml", *AT).out
    )
    again = edoc("status", "next", document, status, tmp_path / "06.edxml", "--recall-completed", *AT)
    assert "  13 taken back by the sender: the sender, records clerk; a reason is given" in again.out.splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_of_what_may_come_next_says_the_same(
    edoc: Command, document: Path, status: Path, language: str
) -> None:
    asked = (document, status / "01.edxml", "--at", "2026-11-05T09:40:00", "--profile", "cv-4089-2017")
    told = edoc("status", "next", *asked, "--lang", language).out

    found = json.loads(edoc("status", "next", *asked, "--format", "json", "--lang", language).out)

    Draft202012Validator(json.loads(schema_text("status-next"))).validate(found)
    assert found["schema"] == "edoc/status-next/1"
    assert (found["document_id"], found["profile"]) == (PACKAGE.header.document_id, "cv-4089-2017")
    assert found["at"] == "2026-11-05T09:40:00+07:00"
    first, second = found["receivers"]
    assert (first["organ_id"], first["state"], second["state"]) == (FIRST, "ARRIVED", "SENT")
    by_code = {step["status_code"]: step for step in first["next"]}
    refusal, acceptance = by_code["02"], by_code["03"]
    assert (refusal["who"], refusal["role"], refusal["guards"]) == ("receiver", "clerk", ["reason"])
    assert (acceptance["target"], acceptance["clauses"][0]) == ("ACCEPTED", "nd-30-2020:21")
    due = next(entry for entry in acceptance["deadlines"] if entry["id"] == "D-3")
    assert due["is_overdue"]
    assert due["due_at"].startswith("2026-11-02T")
    assert due["clauses"] == ["cv-4089-2017:mục I.2"]
    for said in (acceptance["label"], due["clause"]):
        assert said in told


def test_at_the_end_nothing_comes_next_in_json_either(
    edoc: Command, document: Path, status: Path, tmp_path: Path
) -> None:
    sample_status(6, "06", about=PACKAGE).write(tmp_path / "06.edxml")

    found = json.loads(edoc("status", "next", document, status, tmp_path / "06.edxml", *AT, "--format", "json").out)

    assert [(receiver["state"], receiver["next"] == []) for receiver in found["receivers"]] == [
        ("COMPLETED", True),
        ("SENT", False),
    ]


def test_a_status_is_written_from_the_document(edoc: Command, document: Path, status: Path, tmp_path: Path) -> None:
    target = tmp_path / "new.edxml"
    ran = edoc(
        "status", "new", document, status, "--code", "04", "--recipient", FIRST, "--staff", "Trần Thị Mẫu",
        "-o", target, *AT,
    )  # fmt: skip

    assert ran.code == 0
    assert library.validate(target).verdict is library.Verdict.CONFORMANT
    message = library.read(target)
    assert isinstance(message, library.StatusMessage)
    assert message.header.status_code == "04"
    assert message.header.staff_info is not None
    assert edoc("status", "trace", document, status, target, *AT).code == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "06 (finished) by the receiver is not possible in SENT"), ("vi", "06 (Hoàn thành) của bên nhận không")],
)
def test_what_is_not_legal_is_not_written(edoc: Command, document: Path, language: str, said: str) -> None:
    ran = edoc("status", "new", document, "--code", "06", "--recipient", FIRST, "--lang", language)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


PARTICULARS = ("--recipient", "H49.16", "--issuer", "H49.15", "--document-id", "H49.15,2026/01/05,05/SM-VP")


@pytest.mark.parametrize(
    ("code", "sender", "organ"), [("06", "H49.16", "H49.15"), ("13", "H49.15", "H49.16"), ("16", "H49.16", "H49.15")]
)
def test_a_status_is_written_without_the_document(code: str, sender: str, organ: str, edoc: Command) -> None:
    ran = edoc(
        "status", "new", "--code", code, *PARTICULARS, "--number", "05/SM-VP", "--date", "2026-01-05",
        "--reason", "Lý do", "--staff", "Trần Thị Mẫu", *AT,
    )  # fmt: skip

    assert ran.code == 0
    message = library.read(ran.out.encode())
    assert isinstance(message, library.StatusMessage)
    assert message.header.sender is not None
    assert message.header.response_for is not None
    assert (message.header.sender.organ_id, message.header.response_for.organ_id) == (sender, organ)
    assert library.validate(ran.out.encode()).verdict is library.Verdict.CONFORMANT


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--code", "02", *PARTICULARS), "needs --reason"),
        (("--code", "03"), "needs --recipient, --issuer, --document-id"),
        (("--code", "14", *PARTICULARS), "no status message has the code '14'; there are 01, 02"),
        (("--code", "03", *PARTICULARS[:-1], ""), ""),
    ],
)
def test_a_status_without_what_it_needs_is_wrong_usage(arguments: tuple[str, ...], said: str, edoc: Command) -> None:
    ran = edoc("status", "new", *arguments)

    if said:
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
    else:
        assert ran.code == 0


@pytest.mark.parametrize("name", EXPORTS)
def test_the_machine_is_printed_in_every_form(name: str, edoc: Command) -> None:
    ran = edoc("status", "diagram", "--format", name)

    assert (ran.code, ran.out) == (0, export_text(name))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_on_a_terminal_a_trace_is_a_table_and_a_timeline(language: Language) -> None:
    exchange = library.Exchange.of(PACKAGE).apply(
        *(sample_status(int(code), code, about=PACKAGE) for code in ("01", "14")),
        sample_status(9, "03"),
        sample_status(9, "03", about=PACKAGE.with_header(document_id="khác")),
    )
    status = dt.datetime(2026, 11, 2, 9, 30, tzinfo=library.VIETNAM)
    drawn = io.StringIO()

    draw(exchange.trace(at=status, language=language), language, Console(file=drawn, width=160, color_system=None))

    said = drawn.getvalue()
    assert "ARRIVED" in said
    assert "├── " in said
    assert "unknown-code" in said
    assert "another-document" in said


def test_a_terminal_gets_the_drawing(
    edoc: Command, document: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    ran = edoc("status", "trace", document, *AT)

    assert ran.code == 0


def test_a_document_whose_sending_is_not_known_is_traced_and_drawn(edoc: Command, tmp_path: Path) -> None:
    package = library.DocumentPackage.new(
        sender="H49.15", recipients=["H49.16"], code="5/A", document_id="5", subject="Mẫu"
    )
    package.write(tmp_path / "doc.edxml")
    drawn = io.StringIO()
    status = library.StatusMessage.new(
        status_code="03",
        sender="H49.16",
        response_for={"organ_id": "H49.15", "document_id": package.header.document_id},
        timestamp="2030-01-05T08:00:00+07:00",
    )
    begun = library.Exchange.of(package)

    for exchange in (begun, begun.apply(status)):
        draw(exchange.trace(), "en", Console(file=drawn, width=160, color_system=None))

    assert edoc("status", "trace", tmp_path / "doc.edxml", *AT).code == 0
    assert "03 accepted: applied → ACCEPTED" in drawn.getvalue()
    assert "  sent\n" not in drawn.getvalue()
