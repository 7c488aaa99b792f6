"""``edoc id``: any identifier in words."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from edoc.cli.id import explain
from edoc.identifiers import AgencyCode, AgencyEntry, LayeredRegistry, TableRegistry, shipped_registry
from edoc.schemas import schema_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edoc.messages import Language

    Command = Callable[..., tuple[int, str, str]]

DAY = dt.date(2026, 1, 5)


def said(code: str, language: Language = "en") -> list[str]:
    return list(explain(code, shipped_registry(), DAY, language))


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (
            "000.00.15.H49",
            [
                "agency code of QCVN 102:2016/BTTTT (level 1 on the right)",
                "level 2, below H49",
                "to compare by: H49.15",
                "000.00.00.H49: UBND tỉnh Quảng Ninh",
            ],
        ),
        (
            "G12",
            ["agency code of Decision 20/2020/QĐ-TTg (level 1 on the left)", "level 1", "G12: Bộ Tài chính"],
        ),
        (
            "W00.01",
            [
                "agency code of Decision 20/2020/QĐ-TTg (level 1 on the left)",
                "level 2, below W00",
                "the register does not know this agency",
            ],
        ),
        (
            "020100107370",
            [
                "code of an enterprise (tax code)",
                "to compare by: 0100107370",
                "the register does not know this agency",
            ],
        ),
        (
            "H49,2026/01/05,05/QĐ-UBND",
            [
                "document id: agency, date, number and notation",
                "agency code of Decision 20/2020/QĐ-TTg (level 1 on the left)",
                "level 1",
                "H49: UBND tỉnh Quảng Ninh",
                "date of issue: 05/01/2026",
                "number and notation: 05/QĐ-UBND",
                "type: Quyết định (cá biệt) (decision)",
                "issued by: UBND",
            ],
        ),
        ("9fbfbad2-f1f8-4256-a2eb-50fb1061cddb", ["UUID: to be compared, never to be read"]),
        ("7816/VPCP-TTĐT", ["number and notation: 7816/VPCP-TTĐT", "issued by: VPCP"]),
        (
            "05/2019/TT-BNV",
            ["number and notation: 05/2019/TT-BNV", "type: Thông tư (circular)", "issued by: BNV"],
        ),
    ],
)
def test_an_identifier_is_explained_line_by_line(code: str, lines: list[str]) -> None:
    assert said(code) == lines


@pytest.mark.parametrize(
    ("code", "start", "place"),
    [("vxp.saas.03", "a letter A-Y", "(1-3)"), ("28.22.H17", "a letter A-Y", "(1-2)"), ("H49.đ", "only", "(5-5)")],
)
def test_what_follows_no_rule_is_told_with_its_place(code: str, start: str, place: str) -> None:
    first, second = said(code)

    assert first == "no agency code by any known rule; it is kept as it is"
    assert second.startswith(start)
    assert second.endswith(place)


def test_an_odd_number_inside_a_document_id_is_told_as_such() -> None:
    assert said("H49,2026/01/05,74fass22")[-1] == (
        "number and notation, not by the rules of Decree 30/2020/NĐ-CP: 74fass22"
    )


def test_a_number_that_departs_from_the_rules_is_told_as_a_number() -> None:
    assert said("5/QĐ-UBND")[0] == "number and notation, not by the rules of Decree 30/2020/NĐ-CP: 5/QĐ-UBND"


def test_the_form_of_the_law_is_explained_with_its_agency() -> None:
    lines = said("H49.15,2026,123")

    assert lines[0] == "document id: agency, year, serial in the year"
    assert "H49: UBND tỉnh Quảng Ninh" in lines


def test_a_closed_code_is_told_with_its_successor() -> None:
    assert said("H02.15")[-2:] == [
        "H02: UBND tỉnh Bắc Giang",
        "H02 is closed after 2025-06-30; successor: H05",
    ]
    assert any(line.startswith("G34 is closed") and line.endswith("successor: unknown") for line in said("G34"))


def test_a_code_that_is_not_yet_valid_is_not_told_as_closed() -> None:
    future = AgencyEntry(code=AgencyCode("H99"), name="Sở Mẫu", valid_from=dt.date(2030, 1, 1))

    assert not any("closed" in line for line in explain("H99", TableRegistry([future]), DAY, "en"))


def test_text_that_is_not_by_tcvn_6909_is_told() -> None:
    assert said("H49\x00")[-1] == r"not Vietnamese text by TCVN 6909:2001 (control): '\x00'"


def test_the_words_are_vietnamese_when_asked_for(edoc: Command) -> None:
    code, out, err = edoc("id", "--lang", "vi", "H02", "05/QĐ-UBND", "9fbfbad2-f1f8-4256-a2eb-50fb1061cddb")

    assert (code, err) == (0, "")
    assert out == (
        "H02\n"
        "  mã định danh cơ quan theo Quyết định 20/2020/QĐ-TTg (cấp 1 ở bên trái)\n"
        "  cấp 1\n"
        "  H02: UBND tỉnh Bắc Giang\n"
        "  H02 ngừng sử dụng sau ngày 2025-06-30; mã thay thế: H05\n"
        "05/QĐ-UBND\n"
        "  số, ký hiệu: 05/QĐ-UBND\n"
        "  loại văn bản: Quyết định (cá biệt)\n"
        "  cơ quan ban hành: UBND\n"
        "9fbfbad2-f1f8-4256-a2eb-50fb1061cddb\n"
        "  UUID: chỉ để so sánh, không diễn giải\n"
    )


@pytest.mark.parametrize("code", ["vxp.saas.03", "H49.đ", "", "000.00.15.h49", "010010910"])
def test_no_english_sentence_stands_among_the_vietnamese(code: str) -> None:
    assert not set(said(code, "vi")) & set(said(code, "en"))


def test_a_register_of_the_user_comes_before_the_shipped_one(edoc: Command, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.json"
    first.write_text("code,name\nH49.15,Sở Mẫu\n", "utf-8")
    second.write_text('[{"code": "H49", "name": "Tỉnh Mẫu"}, {"code": "H49.15", "name": "Sở Khác"}]', "utf-8")
    code, out, _ = edoc("id", "--registry", first, "--registry", second, "H49.15")

    assert code == 0
    assert out.splitlines()[-2:] == ["  H49.15: Sở Mẫu", "  H49: Tỉnh Mẫu"]


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [(None, 4, "no such file"), (b"code\nG01\n", 2, "row 1: the field name is needed"), (b"\xff", 2, "not UTF-8")],
)
def test_a_register_that_cannot_be_used_ends_the_command(
    edoc: Command, tmp_path: Path, content: bytes | None, code: int, message: str
) -> None:
    path = tmp_path / "own.csv"
    if content is not None:
        path.write_bytes(content)
    ended, out, err = edoc("id", "--registry", path, "G12")

    assert (ended, out) == (code, "")
    assert message in err


def test_without_a_code_the_usage_is_told(edoc: Command) -> None:
    code, out, err = edoc("id")

    assert (code, out) == (2, "")
    assert "CODE..." in err


@pytest.mark.parametrize("text", ["", " ", "\x1b[2J", "\udcff", "a\nb", "😀", "\u202e", "0" * 100_000])
def test_any_text_is_explained_without_steering_the_terminal(edoc: Command, text: str) -> None:
    code, out, err = edoc("id", "--", text)

    assert (code, err) == (0, "")
    assert not {"\x1b", "\u202e"} & set(out)
    assert len(out.splitlines()) >= 2


def test_a_process_explains_a_code(process: Command) -> None:
    code, out, err = process("id", "000.00.00.G12")

    assert (code, err) == (0, "")
    assert "000.00.00.G12: Bộ Tài chính" in out


def test_layers_are_asked_in_order() -> None:
    own = TableRegistry([AgencyEntry(code=AgencyCode("G12"), name="Bộ Mẫu")])

    lines = list(explain("G12", LayeredRegistry(own, shipped_registry()), DAY, "en"))
    assert lines[-1] == "G12: Bộ Mẫu"


@pytest.mark.parametrize(("moment", "is_closed"), [("2025-06-30T23:59+07:00", False), ("2025-07-01T00:01+07:00", True)])
def test_the_day_that_counts_is_that_of_vietnam(
    edoc: Command, monkeypatch: pytest.MonkeyPatch, moment: str, is_closed: bool
) -> None:
    monkeypatch.setattr("edoc.cli.id.now", lambda: dt.datetime.fromisoformat(moment))
    assert ("is closed after 2025-06-30" in edoc("id", "H02")[1]) is is_closed


@pytest.mark.parametrize(
    ("code", "kind", "agency", "date", "number"),
    [
        ("000.00.00.G12", "agency", ("G12", 1, "Bộ Tài chính"), None, None),
        ("?", "agency", ("?", None, None), None, None),
        ("05/QĐ-UBND", "number", None, None, ("QĐ-UBND", "UBND", "Quyết định (cá biệt)")),
        ("30/SM-VP", "number", None, None, ("SM-VP", "SM", None)),
        ("000.00.00.G12,2026/09/11,30/VP", "in-use", ("G12", 1, "Bộ Tài chính"), "2026-09-11", ("VP", "VP", None)),
        ("00.00.00.H61,2019,123", "legal", ("00.00.00.H61", None, None), None, None),
        ("9a1f6d0c-5a5e-4d4e-8d7c-1f2e3d4c5b6a", "uuid", None, None, None),
    ],
)
def test_identifiers_are_explained_to_programs_too(
    edoc: Command, code: str, kind: str, agency: object, date: str | None, number: object
) -> None:
    ended, out, _ = edoc("id", "--format", "json", code)
    report = json.loads(out)
    Draft202012Validator(json.loads(schema_text("id"))).validate(report)
    (row,) = report["identifiers"]
    whose, what = row["agency"], row["number"]
    assert (ended, row["text"], row["kind"], row["promulgation_date"]) == (0, code, kind, date)
    assert (whose and (whose["canonical"], whose["level"], whose["name"])) == agency
    assert (what and (what["notation"], what["issuer"], what["type_name"])) == number
    assert row["said"] == said_lines(edoc, code)


def said_lines(edoc: Command, code: str) -> list[str]:
    _, out, _ = edoc("id", code)
    return [line.strip() for line in out.splitlines()[1:]]
