"""What a package may lack, and what nobody may look at: rules about it are then not called.

Most packages have no signature in the envelope, change no other document, carry no archive and
are written in plain Vietnamese. To ask that once for each part costs less than to call the dozen
rules about it. A test holds the two together: a rule that is passed over finds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from edoc.conformance.rule import NotAskedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from edoc.conformance.subject import Subject

__all__ = ["Part", "Sight", "sights"]

#: Whether a package has a part; a text where the caller does not want it looked at: the cause of `NotAskedError`.
Sight = bool | str


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part, or one trait, of a package.

    Args:
        name: What it is, in words.
        is_there: Says whether a package has it; what is given is taken for true or false.
        kind: The packages that may have it; others are not asked.
        within: The part without which there cannot be this one: where that is lacking, nobody asks for this.
    """

    name: str
    is_there: Callable[[Subject], object]
    kind: Literal["document", "status", "both"] = "document"
    within: Part | None = None


def sights(parts: Iterable[Part], subject: Subject) -> tuple[Sight, ...]:
    """Say of each of *parts* whether the package has it; those that others are within come before them.

    Where that cannot be said the part counts as there: its rules then say themselves what is wrong.
    """
    seen: dict[Part | None, Sight] = {}
    for part in parts:
        outer = seen.get(part.within, True)
        seen[part] = _sight(part, subject) if outer is True else outer
    return tuple(seen.values())


def _sight(part: Part, subject: Subject) -> Sight:
    try:
        return bool(part.is_there(subject))
    except NotAskedError as error:
        return error.cause
    except Exception:  # noqa: BLE001 - the rule runs into the same, and the report says so
        return True
