"""Names of files: the borders of their lengths and forms, and how a name is shown."""

from __future__ import annotations

import pytest
from judging import fires, found, is_called, params

from edoc.testing.defects import DEFECTS
from edoc.testing.defects.editing import document, file_named


def _named(name: str) -> bytes:
    return file_named(2, name)(document())


@pytest.mark.parametrize(
    ("name", "told"),
    [("a.txt", False), (" a.txt", True), ("a.txt ", True), ("a.", True), (".", True), ("..", True), (".a.txt", False)],
)
def test_a_name_has_no_blanks_at_its_ends_and_no_dot_behind_it(name: str, told: bool) -> None:
    assert fires("ATT-167", _named(name)) == told


@pytest.mark.parametrize(("length", "told"), [(254, False), (255, False), (256, True)])
def test_a_name_has_255_bytes_at_most(length: int, told: bool) -> None:
    name = "x" * (length - 4) + ".txt"
    said = {"name": "x" * 60 + "…", "length": str(length), "most": "255"}
    assert [(finding.text, finding.params) for finding in found(_named(name), "ATT-168")] == [("x" * 60, said)] * told


def test_the_bytes_of_a_name_are_counted_and_not_its_letters() -> None:
    assert fires("ATT-168", _named("ế" * 84 + ".txt"))
    assert not fires("ATT-168", _named("ế" * 83 + ".txt"))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("x" * 45 + ".txt", False),
        ("x" * 46 + ".txt", False),
        ("x" * 47 + ".txt", True),
        ("ế.txt", True),
        ("a+.txt", True),
    ],
)
def test_names_of_the_local_form_have_fifty_plain_characters_at_most(name: str, told: bool) -> None:
    assert params("ATT-172", _named(name), DEFECTS["ATT-172"].profile) == [{"name": name, "most": "50"}] * told


def test_what_cannot_be_seen_in_a_name_is_written_out() -> None:
    assert params("ATT-163", _named("ghi\u200bchú.txt")) == [{"name": "ghi<U+200B>chú.txt"}]


def test_a_name_is_told_once_however_many_of_its_words_mix_scripts() -> None:
    mixed = "gh\u0456"
    assert params("ATT-164", _named(f"{mixed} {mixed}2.txt")) == [{"name": f"{mixed} {mixed}2.txt", "word": mixed}]


@pytest.mark.parametrize(
    ("name", "called"),
    [("Công văn số 12_SM (1).pdf", False), ("con.pdf", True), ("a", True), (" a.txt", True), ("a/b.txt", True)],
)
def test_rules_about_odd_names_are_called_where_a_name_is_not_as_nearly_all_are(name: str, called: bool) -> None:
    assert is_called("ATT-160", _named(name)) == called
