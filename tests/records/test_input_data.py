"""The input data of Annex VI: items, numbers, names and lengths as the annex has them."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from edoc.edxml.package import DocumentPackage
from edoc.errors import FieldError
from edoc.records import FileCode, FileData, IncomingData, IncomingRow, OutgoingData, Recipient, TooLong
from edoc.records.column import columns_of
from edoc.records.entry import Entry
from edoc.testing import sample_package

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.edxml.model import Model

TABLES: dict[str, type[Model]] = {"outgoing": OutgoingData, "incoming": IncomingData, "file": FileData}


def items(model: type[Model]) -> dict[str, tuple[str, str, int | None, bool]]:
    """Give the items of a table, those of its groups included."""
    found = {column.no: (column.name, column.vi, column.length, column.auto) for _, column in columns_of(model)}
    groups: dict[str, type[Model]] = {"FileCode": FileCode, "To": Recipient}
    inner = [groups[name] for name, *_ in found.values() if name in groups]
    for group in inner:
        found |= items(group)
    return found


@pytest.mark.shared
@pytest.mark.parametrize("table", TABLES)
def test_every_item_is_that_of_the_annex(table: str, shared: Path) -> None:
    ours = items(TABLES[table])
    with (shared / "data" / "metadata-fields.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["table"] == table]
    assert rows
    for row in rows:
        if row["field"] == "SignerInfo":  # a heading over the two items below it
            continue
        name, vi, length, auto = ours.pop(row["no"])
        assert name == row["field"].split(".")[-1]
        assert vi.split() == row["vietnamese name"].split()
        assert auto == (row["auto_filled"] == "yes")
        # codes of Decision 20/2020/QĐ-TTg are longer than the 13 characters of the annex
        assert length == (35 if name == "OrganId" else int(row["length"]) if row["length"] else None)
    assert not ours


def test_the_items_of_an_outgoing_document_are_filled_from_its_package() -> None:
    package = sample_package(3)
    data = OutgoingData.of(package, description="Lưu ý")
    header = package.header
    assert header.code is not None
    assert header.promulgation_info is not None
    assert data.code_number == header.code.code_number
    assert data.issued_date == header.promulgation_info.promulgation_date
    assert [to.organ_id for to in data.to] == [str(to.organ_id) for to in header.recipients]
    assert data.description == "Lưu ý"
    assert data.model_dump(mode="json", by_alias=True)["schema"] == "edoc/record-outgoing/1"


def test_the_items_of_an_incoming_document_are_filled_from_its_package_and_its_row() -> None:
    package = sample_package(3)
    arrived = dt.datetime(2026, 3, 2, 17, 30, tzinfo=dt.UTC)
    row = IncomingRow.of(Entry(package=package, arrived_at=arrived, unit="Phòng Mẫu"), arrival_number=7)
    data = IncomingData.of(package, row)
    assert (data.arrival_date, data.arrival_number, data.to_places) == (dt.date(2026, 3, 3), 7, "Phòng Mẫu")
    assert IncomingData.of(package).arrival_date is None


def test_an_empty_package_fills_nothing_in() -> None:
    empty = DocumentPackage.model_validate({"header": {}})
    given = OutgoingData.of(empty).model_dump(by_alias=True, exclude={"schema_id"})
    assert set(given.values()) == {None, ()}


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        ("subject", "x" * 500, ()),
        ("subject", "x" * 501, (("8", "Subject", 500, 501),)),
        ("page_amount", 999, ()),
        ("page_amount", 1000, (("10", "PageAmount", 3, 4),)),
        ("priority", 10, (("14", "Priority", 1, 2),)),
        ("due_date", dt.date(2026, 1, 5), ()),
        ("file_code", FileCode(organ_id="H" * 36), (("1.1", "OrganId", 35, 36),)),
        ("to", ({"organ_name": "x" * 201},), (("13.2", "OrganName", 200, 201),)),
    ],
)
def test_an_item_that_is_too_long_is_named(item: str, value: object, expected: tuple[object, ...]) -> None:
    data = OutgoingData.of(sample_package(3), **{item: value})
    assert tuple((found.no, found.name, found.length, found.found) for found in data.too_long()) == expected


def test_what_is_too_long_is_said_in_both_languages() -> None:
    found = TooLong(no="8", name="Subject", length=500, found=501)
    assert found.describe("vi") == "mục 8 (Subject): dài 501 ký tự, tối đa 500"
    assert found.describe("en") == "item 8 (Subject): 501 characters, at most 500"


def test_an_item_that_the_annex_does_not_have_is_refused() -> None:
    with pytest.raises(FieldError, match="no_such"):
        OutgoingData.of(sample_package(3), no_such=1)


class TestFile:
    """A file of documents."""

    CODE = FileCode(organ_id="H49.15", file_catalog=2026, file_notation="01/HC")

    def test_its_code_is_agency_year_and_notation(self) -> None:
        assert str(self.CODE) == "H49.15.2026.01/HC"

    def test_its_totals_and_days_are_those_of_its_documents(self) -> None:
        documents = tuple(OutgoingData.of(sample_package(seed)) for seed in (1, 2, 3))
        file = FileData(file_code=self.CODE, title="Hồ sơ mẫu").with_documents(documents)
        days = sorted(document.issued_date for document in documents if document.issued_date)
        assert (file.doc_total, file.start_date, file.end_date) == (3, days[0], days[-1])
        assert file.page_total == sum(document.page_amount or 0 for document in documents)
        assert file.too_long() == ()

    def test_pages_that_one_document_does_not_say_are_not_guessed(self) -> None:
        documents = (OutgoingData.of(sample_package(1)), OutgoingData.of(sample_package(2), page_amount=None))
        assert FileData(file_code=self.CODE, title="Hồ sơ mẫu").with_documents(documents).page_total is None

    def test_days_that_were_given_stay(self) -> None:
        day = dt.date(2025, 1, 1)
        file = FileData(file_code=self.CODE, title="Hồ sơ mẫu", start_date=day).with_documents(())
        assert (file.start_date, file.end_date, file.doc_total, file.page_total) == (day, None, 0, 0)
