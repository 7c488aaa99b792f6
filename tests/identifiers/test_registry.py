"""Registers of agencies: dated, layered, and silent about what they do not know."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Final

import pytest

from edoc.errors import IdentifierError, InputError, InputMissingError
from edoc.identifiers import (
    AgencyCode,
    AgencyEntry,
    Answer,
    LayeredRegistry,
    TableRegistry,
    load_registry,
    shipped_registry,
)

if TYPE_CHECKING:
    from pathlib import Path

BEFORE: Final = dt.date(2025, 6, 30)
AFTER: Final = dt.date(2025, 7, 1)


def entry(code: str, name: str = "Sở Mẫu", *, old: str | None = None, last: dt.date | None = None) -> AgencyEntry:
    return AgencyEntry(
        code=AgencyCode(code), name=name, code_qcvn102=None if old is None else AgencyCode(old), valid_to=last
    )


@pytest.mark.shared
def test_the_shipped_register_has_every_code_with_a_name(shared: Path) -> None:
    with (shared / "data" / "agency-codes.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name"] and re.fullmatch(r"[A-Y]\d\d", row["code"])]
    registry = shipped_registry()

    assert len(rows) == len(registry.entries) > 150
    for row in rows:
        found = registry.lookup(row["code"])
        assert found is not None, row
        assert found.name in row["name"] or (found.former_name and found.former_name in row["name"]), row
        assert (found.valid_to is not None) == ("closed" in row["kind"]), row
        merged = re.search(r"merged into ([GH]\d\d)|closed 2025 with (H\d\d)", row["kind"])
        if merged and merged[1]:
            assert found.successor == merged[1], row
        elif merged:
            province = registry.lookup(merged[2])
            assert province is not None
            assert found.successor == f"K{str(province.successor)[1:]}", row


def test_every_row_of_the_shipped_register_says_how_sure_it_is_and_where_it_comes_from() -> None:
    registry = shipped_registry()

    for row in registry.entries:
        assert row.certainty
        assert row.source
        assert row.kind
        assert row.code.level == 1
        assert row.code_qcvn102 == row.code.to_qcvn102()
        if row.successor is not None:
            heir = registry.lookup(row.successor)
            assert heir is not None
            assert heir.valid_to is None


@pytest.mark.parametrize("code", ["G12", "000.00.00.G12", " G12\n"])
def test_an_agency_is_found_by_either_code(code: str) -> None:
    found = shipped_registry().lookup(code)

    assert found is not None
    assert (found.code, found.name) == ("G12", "Bộ Tài chính")


@pytest.mark.parametrize("code", ["G23", "W00", "H49.15", "vxp.saas.03", "0100109106", ""])
def test_what_the_table_does_not_have_is_not_found(code: str) -> None:
    assert shipped_registry().lookup(code) is None
    assert shipped_registry().lookup(code, BEFORE) is None


def test_a_closed_code_is_found_up_to_its_last_day() -> None:
    registry = shipped_registry()

    before, after, always = registry.lookup("H02", BEFORE), registry.lookup("H02", AFTER), registry.lookup("H02")
    assert before == always
    assert before is not None
    assert (before.name, before.valid_to, before.successor) == ("UBND tỉnh Bắc Giang", BEFORE, "H05")
    assert after is None


@pytest.mark.parametrize(
    ("code", "on", "answer"),
    [
        ("H02", BEFORE, "no"),
        ("H02", AFTER, "yes"),
        ("000.00.00.H02", AFTER, "yes"),
        ("H02.15.01", AFTER, "yes"),
        ("000.00.15.H02", AFTER, "yes"),
        ("000.00.15.H02", BEFORE, "no"),
        ("K02", AFTER, "yes"),
        ("H05", AFTER, "no"),
        ("H05.15", AFTER, "no"),
        ("W00", AFTER, "unknown"),
        ("W00.15", AFTER, "unknown"),
        ("02.29.W00", AFTER, "unknown"),
        ("0100109106", AFTER, "unknown"),
        ("", AFTER, "unknown"),
    ],
)
def test_a_code_is_closed_or_not_or_unknown(code: str, on: dt.date, answer: str) -> None:
    assert shipped_registry().closed(code, on).value == answer
    assert LayeredRegistry(TableRegistry([]), shipped_registry()).closed(code, on).value == answer


def test_a_code_that_is_not_yet_valid_is_not_closed() -> None:
    registry = TableRegistry([AgencyEntry(code=AgencyCode("H99"), name="Sở Mẫu", valid_from=dt.date(2030, 1, 1))])

    assert registry.lookup("H99", AFTER) is None
    assert registry.lookup("H99", dt.date(2030, 1, 1)) is not None
    assert registry.closed("H99", AFTER) is not Answer.YES


def test_of_several_rows_of_one_code_the_one_valid_on_the_day_counts() -> None:
    registry = TableRegistry([entry("H57", "Tỉnh Mẫu", last=BEFORE), entry("H57", "Thành phố Mẫu")])

    for day, name in ((BEFORE, "Tỉnh Mẫu"), (AFTER, "Thành phố Mẫu")):
        found = registry.lookup("H57", day)
        assert found is not None
        assert found.name == name
    current = registry.lookup("H57")
    assert current is not None
    assert current.name == "Thành phố Mẫu"


def test_without_a_row_in_force_the_last_one_is_given() -> None:
    registry = TableRegistry([entry("H57", "A", last=dt.date(2010, 1, 1)), entry("H57", "B", last=BEFORE)])

    found = registry.lookup("H57")
    assert found is not None
    assert found.name == "B"


@pytest.mark.parametrize(
    "text",
    [
        "Bộ Tài chính",
        "bộ tài chính",
        "BỘ TÀI CHÍNH",
        "bo tai chinh",
        "  Bộ  Tài   chính ",
        unicodedata.normalize("NFD", "Bộ Tài chính"),
        "tai chinh",
        "g12",
    ],
)
def test_names_are_found_whatever_their_case_form_and_diacritics(text: str) -> None:
    assert AgencyCode("G12") in [found.code for found in shipped_registry().search(text)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [("dong nai", ["H19", "K19"]), ("uy ban dan toc", ["G21"]), ("thừa thiên", ["H57", "K57"]), ("xyz", []), (" ", [])],
)
def test_former_names_are_found_and_nothing_finds_nothing(text: str, codes: list[str]) -> None:
    assert [found.code for found in shipped_registry().search(text)] == codes


def test_what_an_earlier_layer_knows_a_later_one_does_not_change() -> None:
    own = TableRegistry([entry("H02", "Tên riêng", last=AFTER), entry("H49.15", "Sở Mẫu", old="000.00.15.H49")])
    layers = LayeredRegistry(own, shipped_registry())

    for code, day, name in [("H02", None, "Tên riêng"), ("H02", AFTER, "Tên riêng"), ("000.00.15.H49", None, "Sở Mẫu")]:
        found = layers.lookup(code, day)
        assert found is not None
        assert found.name == name
    assert layers.lookup("H02", AFTER + dt.timedelta(1)) is None
    assert layers.lookup("W00") is None
    assert layers.closed("H02", AFTER) is Answer.NO
    assert layers.closed("H03", AFTER) is Answer.YES
    found = layers.lookup("H05")
    assert found is not None
    assert found.name == "UBND tỉnh Bắc Ninh"


def test_layers_give_each_agency_once() -> None:
    layers = LayeredRegistry(TableRegistry([entry("000.00.00.G12", "Bộ Tài chính (của tôi)")]), shipped_registry())

    assert [found.name for found in layers.search("tai chinh") if found.code.canonical() == "G12"] == [
        "Bộ Tài chính (của tôi)"
    ]
    assert "G34" in [found.code for found in layers.search("tai chinh")]


def test_layers_of_nothing_know_nothing() -> None:
    nothing = LayeredRegistry()

    assert nothing.lookup("G12") is None
    assert nothing.search("bo") == ()
    assert nothing.closed("G12", AFTER) is Answer.UNKNOWN


ROW: Final = {
    "code": "H49.15",
    "code_qcvn102": "000.00.15.H49",
    "name": "Sở Mẫu",
    "former_name": "Sở Cũ",
    "kind": "department",
    "valid_from": "2021-01-01",
    "valid_to": "2025-06-30",
    "successor": "H49.16",
    "certainty": "read",
    "source": "Quyết định 01/QĐ-UBND",
}
FULL: Final = AgencyEntry(
    code=AgencyCode("H49.15"),
    name="Sở Mẫu",
    code_qcvn102=AgencyCode("000.00.15.H49"),
    former_name="Sở Cũ",
    kind="department",
    valid_from=dt.date(2021, 1, 1),
    valid_to=BEFORE,
    successor=AgencyCode("H49.16"),
    certainty="read",
    source="Quyết định 01/QĐ-UBND",
)


def test_csv_and_json_give_the_same_register(tmp_path: Path) -> None:
    table, tree = tmp_path / "own.csv", tmp_path / "own.JSON"
    head, line = ",".join([*ROW, "note"]), ",".join([*ROW.values(), "passed over"])
    table.write_text(f"{head}\r\n{line}\r\nG01,,Bộ Mẫu\r\n", "utf-8-sig")
    tree.write_text(json.dumps([{**ROW, "note": 1}, {"code": "G01", "name": " Bộ Mẫu ", "kind": None}]), "utf-8")

    expected = (FULL, AgencyEntry(code=AgencyCode("G01"), name="Bộ Mẫu"))
    assert load_registry(table).entries == expected
    assert load_registry(str(tree)).entries == expected


def test_a_register_without_rows_is_a_register(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("code,name\n", "utf-8")

    assert load_registry(tmp_path / "own.csv").entries == ()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"code,name\nG01,A\nG02,\n", "a.csv, row 2: the field name is needed"),
        ("a.csv", b"code,name\n ,A\n", "a.csv, row 1: the field code is needed"),
        ("a.csv", b"name\nA\n", "row 1: the field code is needed"),
        ("a.csv", b"code,name,valid_to\nG01,A,30/06/2025\n", "row 1: valid_to: a date YYYY-MM-DD is needed"),
        ("a.csv", b"code,name,valid_from\nG01,A,2025-02-30\n", "row 1: valid_from: a date YYYY-MM-DD is needed"),
        ("a.csv", b"code,name\nG01,B\xe1\n", "not UTF-8"),
        ("a.csv", b'code,name\nG01,"' + b"a" * 200_000 + b'"\n', "not CSV"),
        ("a.json", b"[{]", "not JSON"),
        ("a.json", b"[" * 200_000, "not JSON"),
        ("a.json", b"{}", "a list of objects is needed"),
        ("a.json", b'["G01"]', "a.json, row 1: an object is needed"),
        ("a.json", b'[{"code": "G01"}]', "row 1: the field name is needed"),
        ("a.json", b"\xff[]", "not UTF-8"),
    ],
)
def test_a_row_that_is_no_agency_is_refused_with_its_place(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(IdentifierError, match=message):
        load_registry(path)


def test_a_register_that_is_not_there_or_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match="no such file"):
        load_registry(tmp_path / "missing.csv")
    with pytest.raises(InputError, match="cannot read"):
        load_registry(tmp_path)
    with pytest.raises(InputError, match="cannot read"):
        load_registry("a\0b")
