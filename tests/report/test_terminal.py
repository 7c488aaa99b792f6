"""Text on a terminal: nothing steers it, and colour is there where it is wanted."""

from __future__ import annotations

import unicodedata

import pytest

from edoc.report.terminal import paint, visible, wants_colour


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Công văn", "Công văn"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\rb\tc\x07", "a\\rb\\tc\\x07"),
        ("\x7f\x9b31m", "\\x7f\\x9b31m"),
        ("\u202efdp.exe", "\\u202efdp.exe"),
        ("a\u200bb\u2028c\u2029", "a\\u200bb\\u2028c\\u2029"),
        ("\udc80", "\\udc80"),
        ("\ufffe", "\\ufffe"),
        ("\u00a0 😀 tiếng Việt", "\u00a0 😀 tiếng Việt"),
    ],
)
def test_what_steers_or_hides_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_no_character_of_the_basic_plane_steers_a_terminal_once_it_was_made_visible() -> None:
    every = "".join(map(chr, range(0x10000)))
    left = {unicodedata.category(letter) for letter in visible(every)}
    assert not left & {"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"}


def test_a_text_is_painted_only_if_colour_is_wanted() -> None:
    assert paint("lỗi", "error", colour=False) == "lỗi"
    assert paint("lỗi", "error", colour=True) == "\x1b[1;31mlỗi\x1b[0m"


@pytest.mark.parametrize(
    ("environment", "terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "xterm-256color"}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"NO_COLOR": "0", "FORCE_COLOR": "1"}, True, False),
    ],
)
def test_the_environment_decides_before_the_terminal(environment: dict[str, str], terminal: bool, wanted: bool) -> None:
    assert wants_colour(environment, terminal=terminal) is wanted
