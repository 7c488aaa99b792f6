"""One defect: a valid package, and the change that makes it break one rule."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from edoc.errors import PackageError
from edoc.messages import has_text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edoc.conformance.content import Inspection
    from edoc.messages import Language

__all__ = ["Change", "Defect", "Example"]

#: A change of bytes, below the writer, which would refuse it.
Change = Callable[[bytes], bytes]
#: Runs without blanks that are cut in examples: base64, mostly.
_LONG: Final = re.compile(r"[^\s<>\"]{60,}")
_SHOWN: Final = 40
#: What bytes that are no UTF-8 are decoded to (PEP 383).
_BYTES: Final = range(0xDC80, 0xDD00)
#: Characters of a line, and lines, of an example: no rule needs more to be seen.
_WIDE: Final = 160
_LINES: Final = 24


class Example(NamedTuple):
    """What stands in a package where it is broken, and where it is mended: lines of XML, long texts cut."""

    failing: str
    mended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One rule, a valid package, and what breaks the rule in it.

    Args:
        rule: The rule that fires.
        valid: Makes the package that it starts from.
        change: The change.
        companions: Rules that the same change cannot but break too.
        profile: A profile in which the rule applies: ``vxp``, unless it is off there.
        path: Where the finding must point.
        finds: False for a rule that only says what could not be judged.
        given: What the rule needs beside the package, for ``edoc.validate(given=...)``.
    """

    rule: str
    valid: Callable[[], bytes]
    change: Change
    companions: frozenset[str] = frozenset()
    profile: str = "vxp"
    path: str | None = None
    finds: bool = True
    given: Callable[[], Mapping[str, object]] = dict[str, object]

    def apply(self, valid: bytes | None = None) -> bytes:
        """Give the broken package.

        Args:
            valid: A package of the kind that `valid` makes; that one when left out.
        """
        return self.change(self.valid() if valid is None else valid)

    def example(self, language: Language = "en") -> Example:
        """Give the lines that differ, failing and mended; what cannot be seen in them is said in words.

        Args:
            language: Of those words: ``vi`` or ``en``.
        """
        broken = _lines(self.apply(), language)
        sound = _lines(self.valid(), language)
        failing: list[str] = []
        mended: list[str] = []
        matcher = difflib.SequenceMatcher(None, broken, sound, autojunk=False)
        for tag, first, last, start, end in matcher.get_opcodes():
            if tag != "equal":
                before = max(0, first - 1), max(0, start - 1)  # one line before, to see where it stands
                failing += broken[before[0] : last]
                mended += sound[before[1] : end]
        shown = [_described(self.apply()), _described(self.valid())]
        failing += [line for line in shown[0] if line not in shown[1]]
        mended += [line for line in shown[1] if line not in shown[0]]
        shown_failing, shown_mended = _text(failing), _text(mended)
        if shown_mended and not shown_failing.strip():
            shown_failing = text("word.nothing-there", language)
        return Example(shown_failing, shown_mended)


def _described(data: bytes) -> list[str]:
    """Say what the attachments are: their base64 says nothing to people."""
    from edoc.conformance.content import inspect  # noqa: PLC0415 - examples alone need it
    from edoc.edxml.reader import read  # noqa: PLC0415 - likewise

    try:
        package = read(data)
    except PackageError:
        return []
    return [f"<!-- {item.attachment_name}: {_facts(inspect(item))} -->" for item in package.attachments]


def _facts(found: Inspection) -> str:
    """Give kind, size and whatever is not as in a plain file."""
    parts = [str(found.kind or found.unreadable), f"{found.size} bytes"]
    for facts in (found.pdf, found.container):
        for field in () if facts is None else dataclasses.fields(facts):
            value = getattr(facts, field.name)
            if value != field.default and field.name != "kind":
                parts.append(f"{field.name}: {value}")
    return ", ".join(parts)


def _lines(data: bytes, language: Language) -> list[str]:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    lines = data.decode("utf-16" if marked else "utf-8", "surrogateescape").splitlines()
    if marked:  # the mark says more than the declaration behind it
        lines[0] = data[:2].decode("utf-8", "surrogateescape") + lines[0]
    return ["".join(letter if letter.isprintable() else _named(letter, language) for letter in line) for line in lines]


def _named(letter: str, language: Language) -> str:
    """Say in words what cannot be seen: a clerk reads no escapes."""
    number = ord(letter)
    if number in _BYTES:
        return f"[{text('word.byte', language, code=f'{number - _BYTES.start + 0x80:02X}')}]"
    key = f"word.character-{number:04x}"
    name = f"{text(key, language)}, " if has_text(key) else ""
    return f"[{name}U+{number:04X}]"


def _text(lines: list[str]) -> str:
    cut = [_LONG.sub(lambda match: match.group()[:_SHOWN] + "…", line)[:_WIDE] for line in lines[:_LINES]]
    indent = min((len(line) - len(line.lstrip()) for line in cut if line.strip()), default=0)
    return "\n".join(line[indent:] for line in cut)
