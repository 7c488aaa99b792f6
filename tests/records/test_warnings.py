"""What a records clerk should look at in a register."""

from __future__ import annotations

import datetime as dt

import pytest

import edoc
from edoc.edxml.package import DocumentPackage
from edoc.records import Register, RegisterWarning, WarningKind
from edoc.records.warnings import CLAUSES
from edoc.testing import sample_package

ORGAN = "000.00.15.Z49"
START = dt.datetime(2026, 3, 2, 8, tzinfo=edoc.VIETNAM)


def package(
    number: str = "05", *, sender: str = ORGAN, day: str = "2026-01-05", id_: str | None = None
) -> DocumentPackage:
    return sample_package(1).with_header(
        sender={"organ_id": sender, "organ_name": "Sở Mẫu"},
        recipients=({"organ_id": "000.00.16.Z49", "organ_name": "Sở Thử"},),
        code={"code_number": number, "code_notation": "SM-VP"},
        promulgation_info={"promulgation_date": day},
        document_id=id_ or f"{sender},{day},{number}",
    )


def outgoing(*packages: DocumentPackage) -> Register:
    register = Register.outgoing(ORGAN, 2026)
    for item in packages:
        register = register.add(item)
    return register


def kinds(register: Register) -> list[tuple[str, tuple[int, ...]]]:
    return [(warning.kind.value, warning.rows) for warning in register.warnings]


def test_a_register_in_order_has_no_warnings() -> None:
    assert kinds(outgoing(package("05"), package("06"))) == []


class TestDuplicates:
    """Decree 30/2020/NĐ-CP, Annex VI, Part I, III.1h."""

    def test_one_document_id_twice_is_found_once(self) -> None:
        assert kinds(outgoing(package("05"), package("06"), package("05"))) == [("duplicate-id", (0, 2))]

    def test_one_number_notation_and_agency_twice_is_found(self) -> None:
        assert kinds(outgoing(package("05", id_="a"), package("05", id_="b"))) == [("duplicate-number", (0, 1))]

    def test_spaces_case_and_composition_of_the_number_do_not_matter(self) -> None:
        other = package(id_="b").with_header(code={"code_number": " 05", "code_notation": "sm-vp"})
        found = kinds(outgoing(package("05", id_="a"), other))
        assert found == [("duplicate-number", (0, 1))]

    def test_two_spellings_of_the_agency_are_one(self) -> None:
        found = outgoing(package("05", sender="000.00.00.Z49", id_="a"), package("05", sender="Z49", id_="b"))
        assert ("duplicate-number", (0, 1)) in kinds(found)

    def test_the_same_number_in_another_year_is_another_document(self) -> None:
        found = kinds(outgoing(package("05", id_="a"), package("05", day="2025-01-05", id_="b")))
        assert not [kind for kind, _ in found if kind.startswith("duplicate")]

    def test_an_agency_without_a_code_is_told_by_its_name(self) -> None:
        named = [
            package("05", id_=id_).with_header(sender={"organ_name": name})
            for id_, name in (("a", "SỞ MẪU"), ("b", "Sở  Mẫu"))
        ]
        assert ("duplicate-number", (0, 1)) in kinds(outgoing(*named))

    def test_what_has_neither_number_nor_agency_is_compared_with_nothing(self) -> None:
        empty = DocumentPackage.model_validate({"header": {}})
        nameless = package(id_="x").with_header(sender=None)
        found = kinds(outgoing(empty, empty, nameless, nameless.with_header(document_id="y")))
        assert not [kind for kind, _ in found if kind.startswith("duplicate")]


class TestArrivalNumbers:
    """Decree 30/2020/NĐ-CP, Article 22.1."""

    @staticmethod
    def register(*arrivals: tuple[int, dt.datetime | None]) -> Register:
        register = Register.incoming("000.00.16.Z49", 2026)
        for index, (number, moment) in enumerate(arrivals):
            register = register.add(package(f"{index + 10}"), arrival_number=number, arrived_at=moment)
        return register

    def test_a_number_is_given_once(self) -> None:
        assert kinds(self.register((1, START), (1, START))) == [("arrival-number-repeated", (0, 1))]

    def test_numbers_follow_time(self) -> None:
        later = START + dt.timedelta(hours=1)
        assert kinds(self.register((1, later), (2, START), (3, later))) == [("arrival-order", (1, 0))]

    def test_one_time_for_two_numbers_is_in_order(self) -> None:
        assert kinds(self.register((1, START), (2, START))) == []

    def test_a_row_without_a_time_is_not_compared(self) -> None:
        assert kinds(self.register((1, START), (2, None), (3, START))) == []


class TestStrangers:
    """What does not belong in this register."""

    def test_a_document_of_another_agency_did_not_go_out_here(self) -> None:
        found = kinds(outgoing(package(sender="000.00.17.Z49")))
        assert found == [("other-sender", (0,))]

    def test_a_document_of_another_year_is_found(self) -> None:
        assert kinds(outgoing(package(day="2025-12-31"))) == [("other-year", (0,))]

    def test_a_document_that_is_addressed_to_others_is_found(self) -> None:
        register = Register.incoming("000.00.18.Z49", 2026).add(package(), arrived_at=START)
        assert kinds(register) == [("other-recipient", (0,))]

    def test_the_year_of_arrival_counts_for_what_came_in(self) -> None:
        register = Register.incoming("000.00.16.Z49", 2025).add(package(), arrived_at=START)
        assert kinds(register) == [("other-year", (0,))]


class TestMissing:
    """Decision 1123/QĐ-UBND, Article 3.9."""

    def test_the_columns_that_the_article_names_must_be_filled(self) -> None:
        empty = DocumentPackage.model_validate({"header": {}})
        (warning,) = outgoing(empty).warnings
        assert (warning.kind, dict(warning.params)) == (WarningKind.MISSING, {"columns": "1, 2, 3, 5"})
        (warning,) = Register.incoming(ORGAN, 2026).add(empty).warnings
        assert dict(warning.params) == {"columns": "3, 4, 5, 6"}
        (warning,) = Register.handling(ORGAN, 2026).add(empty).warnings
        assert dict(warning.params) == {"columns": "2"}

    def test_a_row_from_elsewhere_may_lack_its_number(self) -> None:
        register = Register.incoming("000.00.16.Z49", 2026).add(package(), arrived_at=START)
        row = register.rows[0].model_copy(update={"arrival_number": None})
        (warning,) = register.model_copy(update={"rows": (row,)}).warnings
        assert dict(warning.params) == {"columns": "2"}


@pytest.mark.parametrize("kind", WarningKind)
def test_every_warning_has_a_clause_and_a_text_in_both_languages(kind: WarningKind) -> None:
    values = {"id": "a", "number": "1", "organ": "b", "date": "c", "columns": "1"}
    warning = RegisterWarning(kind=kind, rows=(0, 4), params=tuple(values.items()))
    assert warning.clause is CLAUSES[kind]
    assert warning.describe("vi").startswith("dòng 1, 5:")
    assert warning.describe("en").startswith("rows 1, 5:")
