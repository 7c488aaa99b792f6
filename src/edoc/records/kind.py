"""Which registers there are."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["RegisterKind"]


class RegisterKind(StrEnum):
    """Which of the registers of Annex IV."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    HANDLING = "handling"
