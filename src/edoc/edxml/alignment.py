"""Which items of a list stayed, changed, went and came."""

from __future__ import annotations

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
    changed: list[tuple[int, int]] = []
    gone: list[int] = []
    come: list[tuple[int, int]] = []
    was, will_be = set(old), set(new)
    for _, i1, i2, j1, j2 in (
        op for op in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if op[0] != "equal"
    ):
        olds = list(range(i1, i2))
        anchor = i1 - 1
        for j in range(j1, j2):
            if olds and new[j] not in was and old[olds[0]] not in will_be:
                anchor = olds.pop(0)
                changed.append((anchor, j))
            else:
                come.append((j, anchor))
        gone += olds
    spare = list(gone)
    inserted: list[tuple[int, int, int | None]] = []
    for j, anchor in come:
        twin = next((i for i in spare if old[i] == new[j]), None)
        if twin is not None:
            spare.remove(twin)
        inserted.append((j, anchor, twin))
    return Alignment(tuple(changed), tuple(gone), tuple(inserted))
