"""Which items of a list stayed, changed, went and came."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

__all__ = ["Alignment", "align"]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How to make one list of another.

    Args:
        changed: Pairs (old index, new index) of items that changed in place.
        deleted: Old indexes of items that go.
        inserted: Triples (new index, old index after which it goes or -1 for the start, old
            index of an equal item that goes elsewhere or None).
    """

    changed: tuple[tuple[int, int], ...]
    deleted: tuple[int, ...]
    inserted: tuple[tuple[int, int, int | None], ...]


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> Alignment:
    """Compare two lists; items that only moved are found, so that their bytes can move with them.

    >>> align("abc", "axc").changed
    ((1, 1),)
    >>> align("ab", "ba").inserted
    ((0, -1, 1),)
    """
    numbers: dict[Hashable, int] = {}
    was = [numbers.setdefault(item, len(numbers)) for item in old]
    is_now = [numbers.setdefault(item, len(numbers)) for item in new]
    olds, news = set(was), set(is_now)
    changed: list[tuple[int, int]] = []
    gone: list[int] = []
    come: list[tuple[int, int]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, was, is_now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left = list(range(i1, i2))[::-1]
        anchor = i1 - 1
        for j in range(j1, j2):
            if left and is_now[j] not in olds and was[left[-1]] not in news:
                anchor = left.pop()
                changed.append((anchor, j))
            else:
                come.append((j, anchor))
        gone += left[::-1]
    spare: dict[int, deque[int]] = {}
    for i in gone:
        spare.setdefault(was[i], deque()).append(i)
    inserted = [(j, anchor, _twin(spare, is_now[j])) for j, anchor in come]
    return Alignment(tuple(changed), tuple(gone), tuple(inserted))


def _twin(spare: dict[int, deque[int]], number: int) -> int | None:
    """Take an equal item that goes elsewhere, if one is left."""
    twins = spare.get(number)
    return twins.popleft() if twins else None
