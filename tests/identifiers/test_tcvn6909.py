"""Vietnamese text by TCVN 6909:2001: what does not belong is found, and nothing else is."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edoc.identifiers import TextProblem, check_text, to_nfc

if TYPE_CHECKING:
    from pathlib import Path

OLDER: Final = {"tcvn3", "vni", "viqr"}
_BASE64: Final = re.compile(
    rb"<(?:\w+:)?(?:ContentTransferEncoded|SignatureValue|X509Certificate|DigestValue)\b[^>]*>[^<]*</"
)
_TEXT: Final = re.compile(r">([^<>]+)<")


def codes(text: str) -> list[str]:
    return [problem.code for problem in check_text(text)]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", []),
        ("Ủy ban nhân dân tỉnh Quảng Ninh", []),
        ("UBND, G22\tvà\r\nBộ", []),
        ("a😀b", [TextProblem("outside-bmp", 1, 2, "😀")]),
        (
            "a😀😀b\U0002000b",
            [TextProblem("outside-bmp", 1, 3, "😀😀"), TextProblem("outside-bmp", 4, 5, "\U0002000b")],
        ),
        ("a\x00\x1bb", [TextProblem("control", 1, 3, "\x00\x1b")]),
        ("\x7f\x85", [TextProblem("control", 0, 2, "\x7f\x85")]),
        ("a\udcff", [TextProblem("control", 1, 2, "\udcff")]),
        ("a\ufffe\ufdd0", [TextProblem("control", 1, 3, "\ufffe\ufdd0")]),
        ("Bo\u0323\u0302", [TextProblem("nfd", 1, 4, "o\u0323\u0302")]),
        ("ê\u0301", [TextProblem("nfd", 0, 2, "ê\u0301")]),
        ("x\u0301", []),
        ("\u0301", []),
        ("e\u0301\x00", [TextProblem("nfd", 0, 2, "e\u0301"), TextProblem("control", 2, 3, "\x00")]),
    ],
)
def test_each_problem_is_found_with_its_place(text: str, problems: list[TextProblem]) -> None:
    assert list(check_text(text)) == problems


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3"),
        ("§éc lËp - Tù do - H¹nh phóc", "tcvn3"),
        ("Uû ban nh©n d©n tØnh", "tcvn3"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "vni"),
        ("V/v baùo caùo tình hình thöïc hieän nhieäm vuï naêm 2026", "vni"),
        ("Thöôûng, phaït; baûo ñaûm; aån, aáp, ñaàu, xaõ 15 16 17 18 19 20 21 22 23 24 25", "vni"),
        ("Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam", "viqr"),
        ("DDo^.c la^.p - Tu+. do - Ha.nh phu'c", "viqr"),
    ],
)
def test_an_older_character_set_is_recognised(text: str, code: str) -> None:
    found = check_text(text)

    assert len(found) >= 2
    assert {problem.code for problem in found} == {code}
    for problem in found:
        assert text[problem.start : problem.end] == problem.text


@pytest.mark.parametrize(
    "text",
    [
        "Le café est déjà fermé",
        "Un élève à la crème brûlée, l'été à Pâques",
        "« Le café est déjà fermé »",
        "le poète naïf attend Noël",
        "qu'il faut qu'elle vienne",
        "The résumé of a naïve café",
        "They're sure that we're late",
        "Microsoft® and Office® are installed, © 2020",
        "See file(s) or data(s): C++, a^2 + b^2",
        "http://example.com/page?id=1 and http://example.com/note?all",
        "5 × 3 = 15 m², ± 0,5 °C, § 4",
        "Cong van so 15/QD-BNV",
        "cong-van.pdf",
    ],
)
def test_french_and_english_and_signs_raise_no_alarm(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["Céng hßa Đ", "Co^.ng ho`a ủy", "một Noël, naïf, poète"])
def test_a_text_with_letters_of_unicode_vietnamese_is_in_no_older_set(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["hßa", "hoøa", "ho^.i"])
def test_one_word_is_not_enough(text: str) -> None:
    assert codes(text) == []


@pytest.mark.shared
def test_the_text_of_decree_30_raises_no_alarm_but_for_letters_that_are_decomposed(shared: Path) -> None:
    found: dict[str, list[str]] = {}
    for page in sorted((shared / "spec" / "decree-30-2020").glob("*.md")):
        text = page.read_text("utf-8")
        found[page.name] = codes(text)
        for line in text.splitlines():
            assert not OLDER & set(codes(line)), line

    assert found.pop("30_2020_ND_CP.md") == ["nfd"] * 5
    assert len(found) == 5
    assert not any(found.values())


@pytest.mark.shared
def test_the_texts_of_the_samples_raise_no_alarm_of_an_older_set(shared: Path) -> None:
    count = 0
    for path in sorted((shared / "samples").rglob("*.edxml")):
        data = _BASE64.sub(b"<", path.read_bytes())
        for text in _TEXT.findall(data.decode("utf-8", "replace")):
            count += 1
            assert not OLDER & set(codes(unescape(text))), (path.name, text)

    assert count > 1000


def test_composed_letters_are_made_only_when_asked_for() -> None:
    decomposed = unicodedata.normalize("NFD", "Độc lập")

    assert to_nfc(decomposed) == "Độc lập"
    assert set(codes(decomposed)) == {"nfd"}
    assert codes(to_nfc(decomposed)) == []


@pytest.mark.property
@given(text=st.one_of(st.text(), st.text(alphabet="aeou^+('`?~.d\u0301\u0323øäßñ \x00😀đ")))
def test_every_problem_is_a_stretch_of_the_text_in_order(text: str) -> None:
    found = check_text(text)

    assert [(problem.start, problem.end) for problem in found] == sorted(
        (problem.start, problem.end) for problem in found
    )
    for problem in found:
        assert 0 <= problem.start < problem.end <= len(text)
        assert text[problem.start : problem.end] == problem.text


@pytest.mark.property
@given(text=st.text())
def test_a_composed_text_has_no_decomposed_letters(text: str) -> None:
    assert "nfd" not in codes(to_nfc(text))
