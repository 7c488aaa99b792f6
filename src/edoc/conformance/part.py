"""What a package may lack: rules about it are then not called, for they could find nothing.

Most packages have no signature in the envelope, change no other document, carry no archive and
are written in plain Vietnamese. To ask that once for each part costs less than to call the dozen
rules about it. A test holds the two together: a rule that is passed over finds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from edoc.conformance.subject import Subject

__all__ = ["Part", "missing"]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part, or one trait, of a package.

    Args:
        name: What it is, in words.
        is_there: Says whether a package has it; what is given is taken for true or false.
        kind: The packages that may have it; others are not asked.
    """

    name: str
    is_there: Callable[[Subject], object]
    kind: Literal["document", "status", "both"] = "document"


def missing(parts: Iterable[Part], subject: Subject) -> frozenset[Part]:
    """Give those of *parts* that the package has not.

    Where that cannot be said the part counts as there: its rules then say themselves what is wrong.
    """
    return frozenset([part for part in parts if not _may_be_there(part, subject)])


def _may_be_there(part: Part, subject: Subject) -> object:
    try:
        return part.is_there(subject)
    except Exception:  # noqa: BLE001 - the rule runs into the same, and the report says so
        return True
