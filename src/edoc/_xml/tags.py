"""Where markup stands in bytes that nobody has parsed yet: what is far beyond a limit never reaches a parser.

One linear walk. It stops at the first thing that is not finished: what is not well-formed is for libxml2 to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.limits import Limits

__all__ = ["far_beyond", "markup_bytes", "tags"]

#: How comments and instructions begin.
_NO_TAGS: Final = (b"<!", b"<?")
#: XML 1.0 (Fifth Edition), 2.5 to 2.7: how what is no tag begins and ends.
_OTHERS: Final = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))
#: A tag; a ">" may stand in the value of an attribute, a "<" may not (3.1).
_TAG: Final = re.compile(rb"<(?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+>")
_VALUE: Final = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_DECLARATION: Final = re.compile(rb"\sxmlns[\s:=]")
#: Fewer attributes than this cost a parser next to nothing: it, and not this walk, then finds the element.
_FAR: Final = 4096


def tags(data: bytes) -> Iterator[tuple[int, int]]:
    """Give start and end of each tag, comment and instruction.

    >>> list(tags(b"<a b='>'><!--<x>--><![CDATA[<y>]]></a>"))
    [(0, 9), (9, 19), (34, 38)]
    """
    position = 0
    while (start := data.find(b"<", position)) >= 0:
        ending = next((ending for begin, ending in _OTHERS if data.startswith(begin, start)), None)
        if ending is not None:
            found = data.find(ending, start)
            position = found + len(ending)
        else:
            tag = _TAG.match(data, start)
            found = -1 if tag is None else tag.end()
            position = found
        if found < 0:
            return
        if ending != b"]]>":
            yield start, position


def markup_bytes(data: bytes) -> int:
    """Count the bytes of markup: what is no text, and so no content of an attachment."""
    return sum(end - start for start, end in tags(data))


def far_beyond(data: bytes, limits: Limits) -> tuple[str, int, int] | None:
    """Find a tag with so many attributes or declarations that parsing it would be the attack.

    Returns:
        The limit, the offset of the tag, and what was found; None when there is none, and mostly at once.
    """
    if data.count(b"=") <= _FAR:
        return None
    for start, end in tags(data):
        if data.count(b"=", start, end) > _FAR and not data.startswith(_NO_TAGS, start):
            bare = _VALUE.sub(b"", data[start:end])
            spaces = len(_DECLARATION.findall(bare))
            for limit, found in (("namespaces", spaces), ("attributes", bare.count(b"=") - spaces)):
                if found > max(_FAR, getattr(limits, limit)):
                    return limit, start, found
    return None
