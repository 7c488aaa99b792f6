"""The row about what stands in a signature and was not looked at: nobody shall take it for checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.law import clause
from edoc.signature.check import Check, Outcome
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["unread_row"]

#: ETSI EN 319 102-1: what else stands among the attributes is judged by a policy of whoever asks.
_CLAUSE: Final = (clause("en-319-102-1", "5.2.8"),)


def unread_row(names: Iterable[str]) -> tuple[Check, ...]:
    """Name what was not looked at; no row where there is nothing.

    Args:
        names: As their standards call it (``ArchiveTimeStamp``, ``signature_policy_identifier``).

    Example:
        >>> unread_row(["b", "a", "b"])[0].params, unread_row([])
        ({'names': 'a, b'}, ())
    """
    listed = sorted(set(names))
    if not listed:
        return ()
    said = Said.of("signature.properties-unread", names=", ".join(listed))
    return (Check.row("properties", _CLAUSE, Outcome.NOT_RUN, said),)
