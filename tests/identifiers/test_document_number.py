"""Number and notation of a document."""

from __future__ import annotations

import pytest

from edoc.identifiers import DocumentNumber


@pytest.mark.parametrize(
    ("text", "number", "notation"),
    [
        ("7816/VPCP-TTĐT", "7816", "VPCP-TTĐT"),
        ("05/2026/NĐ-CP", "05", "2026/NĐ-CP"),
        ("74fass22", "74fass22", None),
        ("74/", "74", ""),
        ("/VPCP", "", "VPCP"),
        ("", "", None),
    ],
)
def test_the_first_slash_parts_number_and_notation(text: str, number: str, notation: str | None) -> None:
    parsed = DocumentNumber(text)
    assert (parsed.number, parsed.notation) == (number, notation)


@pytest.mark.parametrize(
    ("number", "notation", "text"),
    [
        ("05", "QĐ-UBND", "05/QĐ-UBND"),
        ("05", None, "05"),
        (None, "QĐ-UBND", "QĐ-UBND"),
        ("05", "", "05"),
        (None, None, ""),
    ],
)
def test_the_parts_that_are_there_are_joined(number: str | None, notation: str | None, text: str) -> None:
    joined = DocumentNumber.of(number, notation)
    assert joined == text
    assert type(joined) is DocumentNumber
