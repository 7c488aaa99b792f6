"""The refusals that several parts of the reader share."""

from __future__ import annotations

from edoc.errors import LimitExceededError
from edoc.messages import refusal

__all__ = ["limit_reached"]


def limit_reached(
    limit: str,
    value: int,
    found: int | str,
    *,
    source: str | None = None,
    line: int | None = None,
    path: str | None = None,
) -> LimitExceededError:
    """Say which field of `edoc.Limits` is exceeded, its value, and what was found."""
    return refusal(
        LimitExceededError,
        "limit",
        source=source,
        line=line,
        path=path,
        limit=limit,
        value=f"{value:,}",
        found=f"{found:,}" if isinstance(found, int) else found,
    )
