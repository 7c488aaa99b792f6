"""From a heap of packages to entries: which message is about which document."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.errors import PackageError
from edoc.records import Entry, RegisterKind, collect, select
from edoc.status import State
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = sample_package(1)
OTHER = sample_package(2)
KINDS = RegisterKind


def states(entry: Entry) -> list[State]:
    assert entry.exchange is not None
    return [receiver.state for receiver in entry.exchange.receivers]


class TestMatching:
    """A message names its document."""

    def test_by_its_id_in_any_order(self) -> None:
        told = sample_status(code="03", about=DOCUMENT)
        heaps: list[list[DocumentPackage | StatusMessage]] = [[DOCUMENT, OTHER, told], [told, OTHER, DOCUMENT]]
        for heap in heaps:
            collected = collect(heap)
            found = {str(entry.package.header.document_id): states(entry)[0] for entry in collected.entries}
            assert found[str(DOCUMENT.header.document_id)] is State.ACCEPTED
            assert found[str(OTHER.header.document_id)] is State.SENT
            assert collected.strays == ()

    def test_by_number_and_date_where_there_is_no_id(self) -> None:
        status = sample_status(code="03", about=DOCUMENT)
        assert status.header.response_for is not None
        named = status.header.response_for.model_copy(update={"document_id": None})
        without = status.model_copy(update={"header": status.header.model_copy(update={"response_for": named})})
        assert states(collect([DOCUMENT, without]).entries[0])[0] is State.ACCEPTED

    def test_a_message_about_no_document_that_is_there_is_told(self) -> None:
        stray = sample_status(code="03", about=OTHER)
        empty = StatusMessage.model_validate({"header": {}})
        assert collect([DOCUMENT, stray, empty]).strays == (stray, empty)

    def test_a_package_that_revokes_another_is_a_document_and_a_message(self) -> None:
        header = DOCUMENT.header
        recall = sample_package(3, business="1").with_header(
            sender=header.sender,
            recipients=header.recipients,
            response_for=tuple(
                {"organ_id": to.organ_id, "document_id": header.document_id} for to in header.recipients
            ),
        )
        recall = recall.model_copy(
            update={
                "trace_header_list": {
                    "business": {
                        "business_doc_type": "1",
                        "document_id": header.document_id,
                        "business_doc_reason": "Nhầm",
                    }
                }
            }
        )
        collected = collect([DOCUMENT, recall])
        assert len(collected.entries) == 2
        assert set(states(collected.entries[0])) == {State.RECALL_PENDING}

    def test_a_document_without_any_name_is_an_entry_all_the_same(self) -> None:
        assert len(collect([DocumentPackage.model_validate({"header": {}})]).entries) == 1

    @pytest.mark.shared
    def test_every_sample_is_an_entry_a_message_or_a_stray(self, shared: Path) -> None:
        heap = []
        for path in sorted((shared / "samples").rglob("*.edxml")):
            try:
                heap.append(edoc.read(path.read_bytes()))
            except PackageError:
                continue
        collected = collect(heap)
        documents = [item for item in heap if isinstance(item, DocumentPackage)]
        assert len(documents) > 50
        assert [id(entry.package) for entry in collected.entries] == [id(package) for package in documents]
        assert len(collected.strays) < sum(isinstance(item, StatusMessage) for item in heap)


class TestReplies:
    """A document that answers another is named beside it."""

    @staticmethod
    def answer(**header: object) -> DocumentPackage:
        fields = {
            "sender": DOCUMENT.header.recipients[0],
            "recipients": (DOCUMENT.header.sender,),
            "code": {"code_number": "77", "code_notation": "ST-VP"},
            "response_for": ({"document_id": DOCUMENT.header.document_id},),
        }
        return sample_package(5).with_header(**(fields | header))

    def test_a_recipients_answer_is_found(self) -> None:
        assert collect([DOCUMENT, self.answer()]).entries[0].reply == "77/ST-VP"

    @pytest.mark.parametrize(
        "header",
        [
            {"sender": {"organ_id": "H49"}},
            {"sender": None},
            {"code": None},
            {"response_for": ({"organ_id": "H49"},)},
            {"response_for": ({"document_id": "no-such"},)},
        ],
    )
    def test_what_is_no_answer_of_a_recipient_is_none(self, header: dict[str, object]) -> None:
        assert collect([DOCUMENT, self.answer(**header)]).entries[0].reply is None


class TestSelection:
    """What belongs in a register, in the order of entry."""

    ORGAN = "000.00.15.Z49"

    def package(self, number: str, day: str | None, *, sender: str = ORGAN, to: str = "000.00.16.Z49") -> Entry:
        package = sample_package(1).with_header(
            sender={"organ_id": sender},
            recipients=({"organ_id": to}, {"organ_name": "Không mã"}),
            code={"code_number": number, "code_notation": "SM-VP"} if number else None,
            promulgation_info={"promulgation_date": day} if day else None,
        )
        return Entry(package=package)

    def test_what_the_agency_issued_in_the_year_goes_out_by_day_and_number(self) -> None:
        entries = [
            self.package("10", "2026-01-05"),
            self.package("09", "2026-01-05"),
            self.package("01", "2026-01-02"),
            self.package("02", "2025-12-31"),
            self.package("03", "2026-01-02", sender="000.00.17.Z49"),
            self.package("", None),
        ]
        chosen = select(entries, KINDS.OUTGOING, self.ORGAN, 2026)
        assert [entries.index(entry) for entry in chosen] == [2, 1, 0, 5]

    def test_what_is_addressed_to_the_agency_comes_in_by_the_time_of_arrival(self) -> None:
        base = dt.datetime(2026, 1, 5, 8, tzinfo=edoc.VIETNAM)
        plain = self.package("01", "2025-12-30")
        entries = [
            Entry(package=plain.package, arrived_at=base + dt.timedelta(hours=1)),
            Entry(package=plain.package, arrived_at=base),
            plain,
            Entry(package=plain.package, arrived_at=base.replace(year=2025)),
            self.package("01", "2026-01-02", to="000.00.18.Z49"),
        ]
        for kind in (KINDS.INCOMING, KINDS.HANDLING):
            chosen = select(entries, kind, "000.00.16.Z49", 2026)
            assert [entry.arrived_at for entry in chosen] == [base, base + dt.timedelta(hours=1), None]

    def test_a_document_without_a_sender_is_nobodys(self) -> None:
        assert (
            select([Entry(package=DocumentPackage.model_validate({"header": {}}))], KINDS.OUTGOING, self.ORGAN, 2026)
            == ()
        )
