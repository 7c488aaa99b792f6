"""Registers: the columns of Annex IV, filled from packages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc.edxml.package import DocumentPackage
from edoc.errors import FieldError, UsageError
from edoc.records import Entry, HandlingRow, IncomingRow, OutgoingRow, Register, RegisterKind
from edoc.records.column import cells, columns_of
from edoc.testing import sample_package

if TYPE_CHECKING:
    from pathlib import Path

VIETNAM = edoc.VIETNAM
ARRIVED = dt.datetime(2026, 3, 2, 8, tzinfo=VIETNAM)


def owner(package: DocumentPackage) -> str:
    assert package.header.sender is not None
    return str(package.header.sender.organ_id)


def addressee(package: DocumentPackage) -> str:
    return str(package.header.recipients[0].organ_id)


@pytest.mark.parametrize(("row", "count"), [(OutgoingRow, 10), (IncomingRow, 10), (HandlingRow, 7)])
def test_a_register_has_the_columns_of_the_annex(row: type[edoc.records.rows.Row], count: int) -> None:
    assert [column.no for _, column in columns_of(row)] == [str(number) for number in range(1, count + 1)]


@pytest.mark.shared
@pytest.mark.parametrize(("row", "section"), [(OutgoingRow, "I"), (IncomingRow, "VI"), (HandlingRow, "VIII")])
def test_the_headings_are_those_of_the_annex(row: type[edoc.records.rows.Row], section: str, shared: Path) -> None:
    text = (shared / "spec" / "decree-30-2020" / "Phuluc4.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith(("| Số, ký hiệu", "| Ngày đến", "| Số đến"))]
    of_section = {"I": "Số, ký hiệu", "VI": "Ngày đến", "VIII": "Số đến"}[section]
    (line,) = [line for line in lines if line.startswith(f"| {of_section}")]
    headings = [" ".join(cell.split()) for cell in line.strip("| ").split("|")]
    assert [column.vi for _, column in columns_of(row)] == headings


class TestOutgoing:
    """Documents that go out."""

    def test_a_package_fills_the_row(self) -> None:
        package = sample_package(1)
        row = OutgoingRow.of(Entry(package=package, copy_keeper="Văn thư"))
        header = package.header
        assert header.code is not None
        assert header.signer_info is not None
        assert row.number == str(header.code.number)
        assert row.title is not None
        assert row.title.endswith(str(header.subject))
        assert row.recipients == "; ".join(str(to.organ_name) for to in header.recipients)
        assert row.signer == f"{header.signer_info.full_name}, {header.signer_info.position}"
        assert row.copy_keeper == "Văn thư"

    def test_an_empty_package_leaves_everything_open(self) -> None:
        row = OutgoingRow.of(Entry(package=DocumentPackage.model_validate({"header": {}})))
        assert set(cells(row)) == {None}

    def test_recipients_without_names_are_shown_by_their_codes_or_as_printed(self) -> None:
        package = sample_package(1)
        coded = package.with_header(recipients=({"organ_id": "H49.15"}, {}))
        assert OutgoingRow.of(Entry(package=coded)).recipients == "H49.15"
        printed = package.with_header(recipients=(), to_places=("Như trên", "Lưu: VT"))
        assert OutgoingRow.of(Entry(package=printed)).recipients == "Như trên; Lưu: VT"

    @pytest.mark.parametrize(
        ("business", "said"), [("1", "Văn bản thu hồi"), ("2", "Văn bản cập nhật"), ("3", "Văn bản thay thế")]
    )
    def test_the_business_is_remarked_on(self, business: str, said: str) -> None:
        row = OutgoingRow.of(Entry(package=sample_package(1, business=business)))  # type: ignore[arg-type]  # one of the types
        assert cells(row)[-1] == said
        assert cells(row, "en")[-1] != said

    def test_a_remark_of_the_clerk_stands_instead(self) -> None:
        row = OutgoingRow.of(Entry(package=sample_package(1, business="1"), note="Đã gửi lại"))
        assert cells(row)[-1] == "Đã gửi lại"

    def test_a_copy_on_paper_is_remarked_on(self) -> None:
        package = sample_package(1).model_copy(update={"trace_header_list": {"paper": "1"}})
        assert cells(OutgoingRow.of(Entry(package=package)))[-1] == "Có gửi bản giấy"

    def test_the_first_hop_of_the_sender_says_when_it_was_sent(self) -> None:
        package = sample_package(1)
        hops = [
            {"organ_id": owner(package), "timestamp": "2026-01-06T09:00:00+07:00"},
            {"organ_id": owner(package), "timestamp": "2026-01-06T08:00:00+07:00"},
            {"organ_id": "H49", "timestamp": "2026-01-05T08:00:00+07:00"},
            {"organ_id": owner(package)},
        ]
        sent = package.model_copy(update={"trace_header_list": {"trace_headers": hops}})
        assert cells(OutgoingRow.of(Entry(package=sent)))[7] == dt.date(2026, 1, 6)


class TestIncoming:
    """Documents that came in."""

    def test_numbers_run_on_from_the_last(self) -> None:
        package = sample_package(1)
        register = Register.incoming(addressee(package), 2026)
        register = register.add(package, arrived_at=ARRIVED, arrival_number=41)
        register = register.add_all([Entry(package=sample_package(seed), arrived_at=ARRIVED) for seed in (2, 3)])
        assert [row.arrival_number for row in register.rows if isinstance(row, IncomingRow)] == [41, 42, 43]

    def test_the_day_of_arrival_is_that_of_vietnam(self) -> None:
        late = dt.datetime(2026, 3, 1, 17, 0, tzinfo=dt.UTC)
        row = IncomingRow.of(Entry(package=sample_package(1), arrived_at=late))
        assert cells(row)[0] == dt.date(2026, 3, 2)

    def test_a_time_without_a_zone_is_refused(self) -> None:
        with pytest.raises(UsageError, match="time zone"):
            Entry(package=sample_package(1), arrived_at=dt.datetime(2026, 3, 2, 8))  # noqa: DTZ001 - what is refused

    def test_what_an_entry_does_not_have_is_refused(self) -> None:
        package = sample_package(1)
        with pytest.raises(UsageError, match="no_such"):
            Register.incoming(addressee(package), 2026).add(package, no_such=1)


class TestHandling:
    """How documents are handled."""

    def test_the_document_is_named_in_one_cell(self) -> None:
        package = sample_package(1).with_header(
            code={"code_number": "05", "code_notation": "SM-VP"},
            document_type={"type_name": "Công văn"},
            promulgation_info={"promulgation_date": "2026-01-05"},
            sender={"organ_name": "Sở Mẫu"},
        )
        row = HandlingRow.of(Entry(package=package, due=dt.date(2026, 2, 1), reply="07/SM-VP", unit="Phòng Mẫu"))
        assert cells(row)[1:] == (
            "Công văn số 05/SM-VP ngày 05/01/2026 của Sở Mẫu",
            "Phòng Mẫu",
            dt.date(2026, 2, 1),
            None,
            "07/SM-VP",
            None,
        )
        assert cells(row, "en")[1] == "Công văn no. 05/SM-VP of 05/01/2026 by Sở Mẫu"

    def test_what_is_not_known_of_it_is_left_open(self) -> None:
        package = DocumentPackage.model_validate({"header": {"document_type": {"type_name": "Báo cáo"}}})
        assert cells(HandlingRow.of(Entry(package=package)))[1] == "Báo cáo số … ngày … của …"
        assert cells(HandlingRow.of(Entry(package=DocumentPackage.model_validate({"header": {}}))))[1] is None

    def test_without_a_day_of_its_own_that_of_the_package_counts(self) -> None:
        package = sample_package(1).with_header(due_date="2026-04-30")
        assert HandlingRow.of(Entry(package=package)).due == dt.date(2026, 4, 30)


class TestTable:
    """What is exported."""

    @pytest.mark.parametrize("kind", RegisterKind)
    def test_a_register_becomes_a_table_with_a_row_for_each_document(self, kind: RegisterKind) -> None:
        package = sample_package(1)
        register = Register(kind=kind, organ_id=owner(package), organ_name="Sở Mẫu", year=2026).add(package)
        for language in ("vi", "en"):
            table = register.table(language)
            assert "2026" in table.title
            assert table.organ == "Sở Mẫu"
            assert len(table.rows) == 1
            assert len(table.rows[0]) == len(table.columns)

    def test_without_a_name_the_code_of_the_agency_stands_there(self) -> None:
        assert Register.outgoing("H49.15", 2026).table().organ == "H49.15"

    def test_a_register_survives_json(self) -> None:
        package = sample_package(1, business="1")
        for register in (
            Register.outgoing(owner(package), 2026).add(package),
            Register.incoming(addressee(package), 2026).add(package, arrived_at=ARRIVED),
            Register.handling(addressee(package), 2026).add(package),
        ):
            again = Register.model_validate_json(register.model_dump_json(by_alias=True))
            assert again.rows == register.rows
            assert type(again.rows[0]) is type(register.rows[0])

    def test_a_year_that_is_none_is_refused(self) -> None:
        with pytest.raises(FieldError, match="year"):
            Register.outgoing("H49.15", 0)
