"""Code lists: codes and labels in two languages."""

from __future__ import annotations

import datetime as dt

import pytest

from edoc.identifiers import (
    BUSINESS_DOC_TYPES,
    PAPER,
    PRIORITIES,
    RECEIVER_TYPES,
    SIGNING_AUTHORITIES,
    STATUS_CODES,
    STEERING_TYPES,
    STEERING_TYPES_FROM_1,
    STEERING_TYPES_OF_PROFILE,
    CodeEntry,
    CodeList,
    signing_authority,
)

LISTS = [
    BUSINESS_DOC_TYPES,
    PAPER,
    PRIORITIES,
    RECEIVER_TYPES,
    SIGNING_AUTHORITIES,
    STATUS_CODES,
    STEERING_TYPES,
    STEERING_TYPES_FROM_1,
]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (BUSINESS_DOC_TYPES, ["0", "1", "2", "3"]),
        (PAPER, ["0", "1"]),
        (PRIORITIES, ["0", "1", "2", "3", "4"]),
        (RECEIVER_TYPES, ["0", "1"]),
        (SIGNING_AUTHORITIES, ["TM.", "KT.", "TL.", "TUQ.", "Q."]),
        (STATUS_CODES, ["01", "02", "03", "04", "05", "06", "13", "15", "16"]),
        (STEERING_TYPES, ["0", "1", "2"]),
        (STEERING_TYPES_FROM_1, ["1", "2", "3"]),
    ],
)
def test_each_list_has_its_codes_in_order(codes: CodeList, expected: list[str]) -> None:
    assert [entry.code for entry in codes.entries] == expected


@pytest.mark.parametrize("codes", LISTS, ids=lambda codes: codes.source)
def test_each_list_has_a_name_a_source_a_certainty_and_labels_that_differ(codes: CodeList) -> None:
    assert codes.name
    assert codes.source
    assert codes.certainty
    for language in ("vi", "en"):
        labels = [entry.label(language) for entry in codes.entries]
        assert all(labels)
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(("code", "label"), [(3, "express"), ("4", "express at a fixed time"), ("0", "normal")])
def test_an_entry_is_found_by_its_code(code: object, label: str) -> None:
    entry = PRIORITIES.get(code)
    assert entry is not None
    assert entry.en == label


@pytest.mark.parametrize("code", ["9", "03", "", None, 3.0])
def test_a_code_that_is_not_in_the_list_has_no_entry(code: object) -> None:
    assert PRIORITIES.get(code) is None


def test_a_label_is_given_in_the_language_asked_for() -> None:
    entry = CodeEntry("03", "Đã tiếp nhận", "accepted")
    assert STATUS_CODES.get("03") == entry
    assert (entry.label("vi"), entry.label("en")) == ("Đã tiếp nhận", "accepted")


def test_the_two_numberings_of_steering_types_say_the_same_with_other_codes() -> None:
    assert [entry.vi for entry in STEERING_TYPES.entries] == [entry.vi for entry in STEERING_TYPES_FROM_1.entries]
    assert STEERING_TYPES_OF_PROFILE == {"vxp": STEERING_TYPES, "strict": STEERING_TYPES}


def test_the_signing_authorities_are_those_of_decree_30_from_its_first_day() -> None:
    assert SIGNING_AUTHORITIES.valid_from == dt.date(2020, 3, 5)
    assert SIGNING_AUTHORITIES.valid_to is None


@pytest.mark.parametrize(
    ("competence", "code"),
    [
        ("TM. ỦY BAN NHÂN DÂN", "TM."),
        ("KT. BỘ TRƯỞNG", "KT."),
        ("kt. giám đốc", "KT."),
        (" TL. BỘ TRƯỞNG ", "TL."),
        ("TUQ. GIÁM ĐỐC", "TUQ."),
        ("Q. GIÁM ĐỐC", "Q."),
        ("KT.BỘ TRƯỞNG", "KT."),
        ("GIÁM ĐỐC", None),
        ("KT GIÁM ĐỐC", None),
        ("", None),
    ],
)
def test_the_authority_stands_at_the_start_of_the_competence(competence: str, code: str | None) -> None:
    found = signing_authority(competence)
    assert (None if found is None else found.code) == code
