"""Types of documents, found by any spelling of their names and by their abbreviations."""

from __future__ import annotations

import csv
import unicodedata
from typing import TYPE_CHECKING

import pytest

from edoc.identifiers import DOCUMENT_TYPES

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "văn bản hành chính": "administrative",
    "bản sao văn bản": "copy",
    "văn bản quy phạm pháp luật": "normative",
}


@pytest.mark.shared
def test_the_types_are_those_of_the_law(shared: Path) -> None:
    with (shared / "data" / "document-types.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [(str(entry.number or ""), entry.name, entry.kind) for entry in DOCUMENT_TYPES.entries] == [
        (row["number"], row["name"], KINDS[row["kind"]]) for row in rows
    ]
    for entry, row in zip(DOCUMENT_TYPES.entries, rows, strict=True):
        assert entry.abbreviation == row["abbreviation"] or (entry.kind == "normative" and not row["abbreviation"])


@pytest.mark.shared
def test_the_abbreviations_stand_in_annex_3_of_the_decree(shared: Path) -> None:
    annex = (shared / "spec" / "decree-30-2020" / "Phuluc3.md").read_text("utf-8")
    words = set(annex.replace("|", " ").split())

    for entry in DOCUMENT_TYPES.entries:
        if entry.kind != "normative" and entry.abbreviation:
            assert entry.abbreviation in words, entry


def test_there_are_29_administrative_types_and_3_copies() -> None:
    kinds = [entry.kind for entry in DOCUMENT_TYPES.entries]

    assert (kinds.count("administrative"), kinds.count("copy")) == (29, 3)
    assert [entry.number for entry in DOCUMENT_TYPES.entries if entry.number] == list(range(1, 30))
    assert all(entry.en and entry.source and entry.certainty for entry in DOCUMENT_TYPES.entries)


def test_two_administrative_types_have_no_abbreviation() -> None:
    assert [
        entry.name for entry in DOCUMENT_TYPES.entries if entry.kind == "administrative" and not entry.abbreviation
    ] == ["Công văn", "Thư công"]


@pytest.mark.parametrize(
    "name",
    ["Công văn", "công văn", "CÔNG VĂN", "cong van", " Công  văn ", unicodedata.normalize("NFD", "Công văn")],
)
def test_a_type_is_found_by_any_spelling_of_its_name(name: str) -> None:
    assert [entry.number for entry in DOCUMENT_TYPES.by_name(name)] == [18]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Quyết định", ["administrative", "normative"]),
        ("Quyết định (cá biệt)", ["administrative"]),
        ("quyet dinh (qppl)", ["normative"]),
        ("ĐỀ ÁN", ["administrative"]),
        ("Bản trích sao", ["copy"]),
        ("Thông tư", ["normative"]),
        ("", []),
        ("Công", []),
    ],
)
def test_a_name_may_be_that_of_two_types_or_of_none(name: str, kinds: list[str]) -> None:
    assert [entry.kind for entry in DOCUMENT_TYPES.by_name(name)] == kinds


@pytest.mark.parametrize(
    ("abbreviation", "normative", "name"),
    [
        ("QĐ", False, "Quyết định (cá biệt)"),
        ("QĐ", True, "Quyết định (QPPL)"),
        ("QyĐ", False, "Quy định"),
        ("QYĐ", False, None),
        ("CTr", False, "Chương trình"),
        ("TTr", False, "Tờ trình"),
        ("TrS", False, "Bản trích sao"),
        ("TT", True, "Thông tư"),
        ("TT", False, None),
        ("NĐ", True, "Nghị định"),
        ("UBND", False, None),
    ],
)
def test_an_abbreviation_names_a_type_and_small_letters_count(
    abbreviation: str, normative: bool, name: str | None
) -> None:
    found = DOCUMENT_TYPES.by_abbreviation(abbreviation, normative=normative)

    assert (None if found is None else found.name) == name


def test_no_abbreviation_names_no_type() -> None:
    assert DOCUMENT_TYPES.by_abbreviation("") is None
