"""What was reported on a document, as registers say it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import edoc
from edoc.records import Entry, HandlingRow, IncomingRow, OutgoingRow
from edoc.records.column import cells
from edoc.records.progress import Progress
from edoc.status import Exchange
from edoc.testing import sample_package

if TYPE_CHECKING:
    from edoc.edxml.package import DocumentPackage, StatusMessage

MONDAY = dt.datetime(2026, 3, 2, 8, tzinfo=edoc.VIETNAM)
PACKAGE = sample_package(1, recipients=3)
RECIPIENTS = [str(to.organ_id) for to in PACKAGE.header.recipients]


def told(*reports: tuple[str, int, int], package: DocumentPackage = PACKAGE) -> Exchange:
    """Give an exchange in which recipients reported codes, hours after Monday 08:00."""
    exchange = Exchange.of(package)
    for code, recipient, hours in reports:
        message: StatusMessage = exchange.status_for(
            code,
            RECIPIENTS[recipient],
            at=MONDAY + dt.timedelta(hours=hours),
            reason="Lý do thử nghiệm",
            staff_info={"department": "Phòng Mẫu", "staff": "Trần Thị Mẫu"},
        )
        exchange = exchange.apply(message)
    return exchange


def test_without_an_exchange_nothing_is_known() -> None:
    assert Progress.of_all(None) is None
    assert Progress.of_one(None, RECIPIENTS[0]) is None


def test_an_agency_that_is_no_recipient_has_no_progress() -> None:
    assert Progress.of_one(told(), "H49") is None


class TestReceipt:
    """The column `Ký nhận` of documents that went out."""

    def test_it_counts_who_accepted(self) -> None:
        exchange = told(("01", 0, 0), ("03", 0, 1), ("04", 0, 2), ("01", 1, 0))
        row = OutgoingRow.of(Entry(package=PACKAGE), Progress.of_all(exchange))
        assert cells(row)[8] == "1/3 nơi đã tiếp nhận"
        assert cells(row, "en")[8] == "accepted by 1 of 3"

    def test_it_says_who_refused(self) -> None:
        exchange = told(("01", 0, 0), ("02", 0, 1), ("03", 1, 1))
        row = OutgoingRow.of(Entry(package=PACKAGE), Progress.of_all(exchange))
        assert cells(row)[8] == "1/3 nơi đã tiếp nhận, 1 từ chối"

    def test_before_anybody_accepted_it_is_empty(self) -> None:
        row = OutgoingRow.of(Entry(package=PACKAGE), Progress.of_all(told(("01", 0, 0))))
        assert cells(row)[8] is None


class TestArrival:
    """The columns of documents that came in."""

    def test_the_reported_arrival_and_assignment_fill_the_row(self) -> None:
        exchange = told(("01", 0, 0), ("03", 0, 1), ("04", 0, 24))
        row = IncomingRow.of(Entry(package=PACKAGE), Progress.of_one(exchange, RECIPIENTS[0]))
        assert row.arrived_at == MONDAY
        assert cells(row)[6:9] == ("Phòng Mẫu", dt.date(2026, 3, 3), "Trần Thị Mẫu")

    def test_an_acceptance_proves_an_arrival_that_nobody_reported(self) -> None:
        row = IncomingRow.of(Entry(package=PACKAGE), Progress.of_one(told(("03", 0, 5)), RECIPIENTS[0]))
        assert row.arrived_at == MONDAY + dt.timedelta(hours=5)
        assert cells(row)[6:9] == (None, None, None)

    def test_before_anything_was_reported_the_row_is_open(self) -> None:
        row = IncomingRow.of(Entry(package=PACKAGE), Progress.of_one(told(), RECIPIENTS[0]))
        assert row.arrived_at is None

    def test_what_the_clerk_says_stands_before_what_was_reported(self) -> None:
        entry = Entry(package=PACKAGE, arrived_at=MONDAY - dt.timedelta(days=1), unit="Ban Mẫu")
        row = IncomingRow.of(entry, Progress.of_one(told(("03", 0, 5), ("04", 0, 6)), RECIPIENTS[0]))
        assert (row.arrived_at, row.unit) == (MONDAY - dt.timedelta(days=1), "Ban Mẫu")


def test_the_state_stands_in_the_register_of_handling() -> None:
    progress = Progress.of_one(told(("03", 0, 1), ("05", 0, 2)), RECIPIENTS[0])
    row = HandlingRow.of(Entry(package=PACKAGE), progress)
    assert cells(row)[4] == "Đang xử lý"
    assert cells(row, "en")[4] == "in progress"
    assert Progress().said() is None
