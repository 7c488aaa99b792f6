"""Code lists: codes and labels in two languages."""

from __future__ import annotations

import pytest

from edoc.identifiers import (
    BUSINESS_DOC_TYPES,
    PRIORITIES,
    RECEIVER_TYPES,
    STATUS_CODES,
    STEERING_TYPES,
    CodeEntry,
    CodeList,
)

LISTS = [BUSINESS_DOC_TYPES, PRIORITIES, RECEIVER_TYPES, STATUS_CODES, STEERING_TYPES]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (BUSINESS_DOC_TYPES, ["0", "1", "2", "3"]),
        (PRIORITIES, ["0", "1", "2", "3", "4"]),
        (RECEIVER_TYPES, ["0", "1"]),
        (STATUS_CODES, ["01", "02", "03", "04", "05", "06", "13", "15", "16"]),
        (STEERING_TYPES, ["0", "1", "2"]),
    ],
)
def test_each_list_has_its_codes_in_order(codes: CodeList, expected: list[str]) -> None:
    assert [entry.code for entry in codes.entries] == expected


@pytest.mark.parametrize("codes", LISTS, ids=lambda codes: codes.name)
def test_each_list_has_a_name_a_source_and_labels_that_differ(codes: CodeList) -> None:
    assert codes.name
    assert codes.source
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
