"""Which items of a list stayed, changed, went and came."""

from __future__ import annotations

import itertools

import pytest

from edoc.edxml.alignment import Alignment, align


@pytest.mark.parametrize(
    ("old", "new", "changed", "deleted", "inserted"),
    [
        ("abc", "abc", (), (), ()),
        ("", "ab", (), (), ((0, -1, None), (1, -1, None))),
        ("ab", "", (), (0, 1), ()),
        ("abc", "axc", ((1, 1),), (), ()),
        ("abc", "ac", (), (1,), ()),
        ("ac", "abc", (), (), ((1, 0, None),)),
        ("ab", "ba", (), (1,), ((0, -1, 1),)),
        ("ab", "xy", ((0, 0), (1, 1)), (), ()),
        ("ab", "xyz", ((0, 0), (1, 1)), (), ((2, 1, None),)),
        ("aa", "a", (), (1,), ()),
        ("a", "aa", (), (), ((1, 0, None),)),
    ],
)
def test_two_lists_are_aligned(
    old: str,
    new: str,
    changed: tuple[tuple[int, int], ...],
    deleted: tuple[int, ...],
    inserted: tuple[tuple[int, int, int | None], ...],
) -> None:
    assert align(old, new) == Alignment(changed, deleted, inserted)


def replayed(old: str, new: str) -> str:
    """Do what the alignment says, as the patcher does it to bytes."""
    steps = align(old, new)
    kept = list(old)
    for i, j in steps.changed:
        kept[i] = new[j]
    for i in steps.deleted:
        kept[i] = ""
    behind = {i: [new[j] for j, anchor, _ in steps.inserted if anchor == i] for i in range(-1, len(old))}
    for j, _, twin in steps.inserted:
        assert twin is None or old[twin] == new[j]
    twins = [twin for _, _, twin in steps.inserted if twin is not None]
    assert len(twins) == len(set(twins))
    return "".join(behind[-1] + [kept[i] + "".join(behind[i]) for i in range(len(old))])


def test_the_steps_lead_from_every_small_list_to_every_other() -> None:
    lists = ["".join(letters) for size in range(5) for letters in itertools.product("abc", repeat=size)]
    for old, new in itertools.product(lists, repeat=2):
        assert replayed(old, new) == new, (old, new)
