"""How much canonical XML would have to look through: what is too much never reaches libxml2.

In its inclusive form libxml2 gathers, for each element anew, all declarations that hold for it, and compares every one
with every other. 127 of 200 characters take two milliseconds an element, in one call that nothing can stop.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.limits import Limits

__all__ = ["excess_of_namespaces", "held_characters"]

#: What comparing two names takes at least, in characters.
_EACH: Final = 16
#: Up to so many declarations it is tried first whether they could be too much at all.
_FEW: Final = 16
_DECLARATION: Final = b"xmlns"


def excess_of_namespaces(root: etree._Element, data: bytes, limits: Limits) -> int | None:
    """Say whether too many namespaces hold for the elements of a tree.

    Args:
        root: The tree that is to be brought into canonical form, or that it is a part of.
        data: What was parsed: it mostly tells at once.
        limits: For ``namespace_characters``.

    Returns:
        The characters, where they are more than the limit; else None.
    """
    most = limits.namespace_characters
    if _at_most(data) <= most:
        return None
    found = held_characters(root)
    return found if found > most else None


def held_characters(root: etree._Element) -> int:
    """Add up, over all elements, the characters of the declarations that hold for each, and 16 for each of those.

    >>> held_characters(etree.fromstring('<a xmlns:n="u:n"><b/></a>'))
    40
    """
    held, total = 0, 0
    sizes: list[int] = []
    for event, item in etree.iterwalk(root, events=("start", "start-ns", "end-ns")):
        if event == "start-ns":
            prefix, address = cast("tuple[str, str]", item)
            sizes.append(_EACH + len(prefix) + len(address))
            held += sizes[-1]
        elif event == "end-ns":
            held -= sizes.pop()
        else:
            total += held
    return total


def _at_most(data: bytes) -> float:
    """Give what `held_characters` cannot exceed, from few looks at the bytes; infinity where those do not tell."""
    places = list(islice(_places(data), _FEW + 1))
    if len(places) > _FEW:
        return float("inf")
    # no value holds a "<", so a declaration ends before the next one
    declared = sum(_EACH + (end if (end := data.find(b"<", at)) >= 0 else len(data)) - at for at in places)
    return data.count(b"<") * declared


def _places(data: bytes) -> Iterator[int]:
    at = data.find(_DECLARATION)
    while at >= 0:
        yield at
        at = data.find(_DECLARATION, at + 1)
