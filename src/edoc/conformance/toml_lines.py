"""Where the keys of a TOML file stand: the parser of the standard library does not say."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["key_lines"]

_NAME: Final = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED: Final = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
#: TOML 1.0: a table, an element of an array of tables, or a key with its value; at the beginning of a line.
_LINE: Final = re.compile(
    rf"[ \t]*(?:\[\[[ \t]*(?P<element>{_DOTTED})[ \t]*\]\]"
    rf"|\[[ \t]*(?P<table>{_DOTTED})[ \t]*\]"
    rf"|(?P<key>{_DOTTED})[ \t]*=)"
)
#: Strings over several lines: what stands in them is no key.
_LONG: Final = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'', re.DOTALL)

#: A key: names, and the numbers of elements from 0.
Path = tuple[str | int, ...]


def key_lines(text: str) -> dict[Path, int]:
    r"""Give the line of every table and key that begins one; inline tables have none of their own.

    >>> key_lines('[[waiver]]\nrule = "HDR-010"\n[severity]\n"ATT-1*" = "off"')
    {('waiver', 0): 1, ('waiver', 0, 'rule'): 2, ('severity',): 3, ('severity', 'ATT-1*'): 4}
    """
    plain = _LONG.sub(lambda found: '""' + "\n" * found.group().count("\n"), text)
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(plain.splitlines(), 1):
        match = _LINE.match(line)
        if match is None:
            continue
        names = _names(match.group(match.lastgroup or 0))
        if match["key"] is not None:
            found.setdefault((*table, *names), number)
            continue
        table = _numbered(names, counts)
        if match["element"] is not None:
            counts[table] = number_of = counts.get(table, -1) + 1
            table = (*table, number_of)
        found.setdefault(table, number)
    return found


def _names(dotted: str) -> Path:
    return tuple(name[1:-1] if name[0] in "\"'" else name for name in re.findall(_NAME, dotted))


def _numbered(names: Path, counts: dict[Path, int]) -> Path:
    """Say which element of an array of tables a name is of: the last one before."""
    path: Path = ()
    for place, name in enumerate(names):
        path = (*path, name)
        if path in counts and place < len(names) - 1:
            path = (*path, counts[path])
    return path
