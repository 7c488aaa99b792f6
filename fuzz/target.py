"""What a target is, and how it asks that something holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Target", "expect"]

#: How much of what is wrong is shown; the input is kept in a file.
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Target:
    """One target.

    Args:
        run: Takes any bytes; what it raises is a fault.
        seeds: Gives inputs to start from.
        about: What is asked of edoc.
        mutate: Changes an input in a way that libFuzzer does not know; takes a seed for its choices.
        longest: The longest input, in bytes.
        anew: Whether inputs found earlier are of no use, since the seeds are never the same twice.
    """

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    about: str
    mutate: Callable[[bytes, int], bytes] | None = None
    longest: int = 20_000
    anew: bool = False


def expect(right: bool, *values: object) -> None:  # noqa: FBT001 - the word of an assertion
    """Ask that something holds, also where assertions are switched off.

    Raises:
        AssertionError: It does not.
    """
    if not right:
        raise AssertionError(repr(values)[:_LONGEST])
