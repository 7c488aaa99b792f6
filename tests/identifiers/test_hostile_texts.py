"""Texts made to hurt: any of them is dealt with, in time that grows with the text."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edoc.errors import IdentifierError
from edoc.identifiers import (
    DOCUMENT_TYPES,
    AgencyCode,
    Answer,
    ContentId,
    DocumentId,
    DocumentNumber,
    check_text,
    shipped_registry,
    signing_authority,
    to_nfc,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DAY: Final = dt.date(2026, 1, 5)


def everything(text: str) -> None:
    """Ask every value object everything."""
    code, number, document_id, content = AgencyCode(text), DocumentNumber(text), DocumentId(text), ContentId(text)
    assert (code.family, code.groups, code.level, code.level1) is not None
    assert code.parent() is None or code.level != 1
    assert code.is_ancestor_of("H49.15") in {True, False}
    assert AgencyCode("H49").is_ancestor_of(text) in {True, False}
    assert code.canonical().canonical() == code.canonical()
    assert code.same_agency(text) is Answer.YES
    assert code.same_agency("G12") in set(Answer)
    assert number.is_standard in {True, False}
    assert (number.number, number.serial, number.year, number.notation, number.groups) is not None
    assert number.document_type is None or number.issuer is not None
    assert (document_id.parts is None) == (document_id.kind.value != "in-use")
    assert ContentId.parse(content.uri) == text
    assert shipped_registry().lookup(text) is None or code.level == 1
    assert shipped_registry().closed(text, DAY) in set(Answer)
    assert signing_authority(text) is None or text.strip()
    strict: list[Callable[[], object]] = [
        lambda: AgencyCode.parse(text),
        lambda: DocumentNumber.parse(text),
        code.to_decision20,
        code.to_qcvn102,
    ]
    refused = []
    for ask in strict:
        try:
            ask()
        except IdentifierError as error:
            refused.append(error)
    assert all(error.text == text and str(error) for error in refused)


def texts(text: str) -> None:
    """Ask what looks at every letter."""
    assert isinstance(check_text(text), tuple)
    assert isinstance(to_nfc(text), str)
    assert isinstance(DOCUMENT_TYPES.by_name(text), tuple)
    assert isinstance(shipped_registry().search(text), tuple)


@pytest.mark.property
@given(text=st.text())
def test_any_text_is_dealt_with(text: str) -> None:
    everything(text)
    texts(text)


@pytest.mark.parametrize("text", ["\udcff", "\x00", "H49\x00", "\u202eH49", "\ud800,2026/01/01,\ud800", "٣/QĐ", "²/QĐ"])
def test_odd_characters_are_dealt_with(text: str) -> None:
    everything(text)
    texts(text)


CODES: Final = [
    "H49.",
    ".1",
    "0",
    " ",
    "\n",
    "000.00.00.",
    "/",
    "1/",
    "01/QĐ-",
    ",",
    "a,2026/01/01,",
    "H49,2026,",
    "cid:",
]
TEXTS: Final = ["a^", "a^ ", "e'", "dd", "oø", "ß ", "aß", "ñ", " ", "😀", "\x00", "e\u0301"]


#: Ten times the text may take this many times the work; quadratic work takes a hundred times.
LINEAR: Final = 40


def growth(work: Callable[[str], None], small: str, large: str) -> float:
    """Say how many times the work of a small text a large one takes: the best of three, in the
    processor's own time, so that a busy machine does not count."""

    def spent(text: str) -> float:
        start = time.process_time()
        work(text)
        return time.process_time() - start

    ratios: list[float] = []
    while len(ratios) < 3 and (not ratios or min(ratios) >= LINEAR):
        ratios.append(spent(large) / max(spent(small), 0.002))
    return min(ratios)


@pytest.mark.parametrize("pattern", CODES, ids=ascii)
def test_ten_times_the_code_takes_about_ten_times_the_work(pattern: str) -> None:
    small, large = (pattern * (size // len(pattern)) for size in (100_000, 1_000_000))

    assert growth(everything, small, large) < LINEAR


@pytest.mark.parametrize("pattern", TEXTS, ids=ascii)
def test_ten_times_the_text_takes_about_ten_times_the_work(pattern: str) -> None:
    small, large = (pattern * (size // len(pattern)) for size in (100_000, 1_000_000))

    assert growth(texts, small, large) < LINEAR


@pytest.mark.parametrize(
    "work",
    [check_text, to_nfc, DOCUMENT_TYPES.by_name, shipped_registry().search],
    ids=["check", "nfc", "type", "search"],
)
def test_piles_of_combining_marks_take_no_more_work_than_others(work: Callable[[str], None]) -> None:
    small, large = ("a" + "\u0301\u0323" * size for size in (2_000, 20_000))

    assert growth(work, small, large) < LINEAR
