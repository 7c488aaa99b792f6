"""Texts other than they look: VIQR by each of its signs, and characters that are shown by their numbers."""

from __future__ import annotations

import pytest
from judging import fires, found

from edoc.conformance import CATALOGUE
from edoc.conformance.rules.texts import _has_viqr, _may_be_viqr, _shown
from edoc.testing.defects.editing import document, text


@pytest.mark.parametrize("word", ["e^`n", "u+`n", "a(`n", "A(`n", "ddo`ng", "Ddo`ng", "dDo`ng", "DDo`ng"])
def test_words_of_viqr_are_found_by_any_of_their_signs(word: str) -> None:
    assert [finding.text for finding in found(text("Subject", f"{word} khoa'")(document()), "FMT-075")] == [word]


@pytest.mark.parametrize("words", ["+84 912 345 678", "Điều 2 (a) và (b)", "Add 3 (A)", "DD/MM/YYYY", "x^2"])
def test_signs_of_viqr_in_other_words_are_left_alone(words: str) -> None:
    assert not fires("FMT-075", text("Subject", words)(document()))


@pytest.mark.parametrize(
    ("words", "may_be", "has"),
    [
        ("Điều 2, khoản 3", False, False),
        ("Mẫu (1)", False, False),
        ("UBND", False, False),
        ("mục (a(b)", True, True),
        ("gia (A)", False, False),
        ("DDT", True, False),
        ("dd", True, False),
        ("+84", True, False),
        ("o+", True, True),
        ("e^", True, True),
    ],
)
def test_a_text_without_the_signs_of_viqr_is_not_searched_for_its_words(words: str, may_be: bool, has: bool) -> None:
    assert (_may_be_viqr(words), _has_viqr(words)) == (may_be, has)


@pytest.mark.parametrize("field", ["Appendix", "Subject", "TypeName"])
def test_decomposed_letters_are_told_in_every_field_but_the_names_of_files(field: str) -> None:
    assert fires("FMT-072", text(field, "ban hanh a\u0301")(document()))
    assert not fires("FMT-072", text("AttachmentName", "a\u0301.txt")(document()))


@pytest.mark.parametrize(
    ("stretch", "shown"),
    [
        ("a", "U+0061"),
        ("abcd", "U+0061 U+0062 U+0063 U+0064"),
        ("abcde", "U+0061 U+0062 U+0063 U+0064 …"),
        ("\U0001f600", "U+1F600"),
    ],
)
def test_the_first_four_characters_are_shown_by_their_numbers(stretch: str, shown: str) -> None:
    assert _shown(stretch) == shown


def test_what_deceives_readers_is_a_matter_of_safety_too() -> None:
    safety = "qd-1123-2019:22.2"
    cited = {entry.id for entry in CATALOGUE.values() if safety in {clause.id for clause in entry.clauses}}
    texts = {f"FMT-{number:03}" for number in range(70, 81)}
    assert cited & texts == {"FMT-076", "FMT-077"}
