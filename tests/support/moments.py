"""Moments written as people say them, in Vietnam's time unless a zone is given."""

from __future__ import annotations

import datetime as dt

from edoc.edxml.scalars import VIETNAM

__all__ = ["moment"]


def moment(text: str) -> dt.datetime:
    """Read ``2026-03-09 10:00``."""
    read = dt.datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=VIETNAM)
