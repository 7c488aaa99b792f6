"""One document for a register, with what its package does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edoc.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt

    from edoc.edxml.package import DocumentPackage
    from edoc.status import Exchange

__all__ = ["Entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document for a register, with what its package does not say.

    Args:
        package: The document.
        exchange: The exchange it is part of, with the states that were reported.
        arrived_at: When it came in; without it the reported arrival counts.
        arrival_number: Its number; without it the register gives the next one.
        unit: Who it was passed to.
        due: By when it shall be handled.
        reply: Number and notation of the answer.
        copy_keeper: Who keeps the file copy.
        note: A remark.
    """

    package: DocumentPackage
    exchange: Exchange | None = None
    arrived_at: dt.datetime | None = None
    arrival_number: int | None = None
    unit: str | None = None
    due: dt.date | None = None
    reply: str | None = None
    copy_keeper: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a time that could be anywhere.

        Raises:
            UsageError: The time of arrival has no time zone.
        """
        if self.arrived_at is not None and self.arrived_at.tzinfo is None:
            message = f"the time of arrival needs a time zone: {self.arrived_at}"
            raise UsageError(message)
