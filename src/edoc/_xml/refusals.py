"""The refusals that several parts of the reader share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.errors import LimitExceededError
from edoc.messages import refusal

if TYPE_CHECKING:
    from edoc.limits import Limits

__all__ = ["limit_reached"]


def limit_reached(  # noqa: PLR0913 - which limit, and where
    limits: Limits,
    name: str,
    found: float | str,
    *,
    source: str | None = None,
    line: int | None = None,
    column: int | None = None,
    path: str | None = None,
) -> LimitExceededError:
    """Say which field of `edoc.Limits` is exceeded, its value, what was found, and where."""
    said = limits.reached(name, found)
    return refusal(
        LimitExceededError,
        "limit",
        source=source,
        line=line,
        column=column,
        path=path,
        limit=said["limit"],
        value=said["value"],
        found=said["found"],
        what=said["what"],
    )
