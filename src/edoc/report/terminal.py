"""Text on a terminal: nothing that is shown steers it, and colour only where it is wanted."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Tone", "paint", "visible", "wants_colour"]

#: What a piece of text says, by its colour.
Tone = Literal["error", "warning", "info", "good", "faint", "strong"]

#: SGR parameters (ECMA-48, 8.3.117) of the eight colours that every terminal has.
_SGR: Final[dict[Tone, str]] = {
    "error": "1;31",
    "warning": "33",
    "info": "36",
    "good": "32",
    "faint": "2",
    "strong": "1",
}


def visible(text: str) -> str:
    r"""Make characters that steer a terminal, or hide, visible: what is shown is what is there.

    >>> visible("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    if text.isprintable():
        return text
    return "".join(letter if _is_plain(letter) else ascii(letter)[1:-1] for letter in text)


def _is_plain(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"}


def paint(text: str, tone: Tone, *, colour: bool) -> str:
    r"""Give *text* the colour of *tone*, if *colour* is wanted.

    >>> paint("lỗi", "error", colour=True)
    '\x1b[1;31mlỗi\x1b[0m'
    """
    return f"\x1b[{_SGR[tone]}m{text}\x1b[0m" if colour else text


def wants_colour(environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Say whether output should be coloured.

    ``NO_COLOR``, set to anything but nothing, forbids it; ``FORCE_COLOR`` asks for it; a terminal
    that calls itself ``dumb`` has none. The first of these that is set decides.

    Args:
        environment: The variables of the process.
        terminal: Whether the output is a terminal.

    Example:
        >>> wants_colour({"FORCE_COLOR": "1"}, terminal=False)
        True
    """
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return terminal and environment.get("TERM") != "dumb"
