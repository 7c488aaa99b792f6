"""Arrival numbers (`số đến`): one sequence a year, in the order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.edxml.scalars import VIETNAM
from edoc.errors import UsageError
from edoc.identifiers import AgencyCode
from edoc.identifiers.number_series import SeriesKey, SeriesStore

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["ArrivalNumbers"]

#: The name of the sequence in a store that also keeps the numbers of documents that go out.
SERIES = "ĐẾN"


class ArrivalNumbers:
    """Gives the documents that come in their numbers, from 1 on 1 January.

    Documents on paper and electronic ones share the sequence. The stores are those of
    `edoc.identifiers.DocumentNumberSeries`, so one file can keep both.

    Args:
        store: Where the numbers are kept.
        organ_id: The agency.

    Source: Decree 30/2020/NĐ-CP, Article 22.1.

    Example:
        >>> import datetime as dt
        >>> from edoc.identifiers import InMemorySeriesStore
        >>> numbers = ArrivalNumbers(InMemorySeriesStore(), "H49.15")
        >>> [numbers.issue(dt.datetime(2026, 1, day, 8, tzinfo=VIETNAM)) for day in (5, 6)]
        [1, 2]
        >>> numbers.issue(dt.datetime(2027, 1, 4, 8, tzinfo=VIETNAM))
        1
    """

    def __init__(self, store: SeriesStore, organ_id: str) -> None:
        """Keep the store; nothing is given yet."""
        self.store = store
        self.organ_id = str(AgencyCode(organ_id).canonical())

    def issue(self, arrived_at: dt.datetime) -> int:
        """Give the next number of the year in which a document arrived, by the time of Vietnam.

        Args:
            arrived_at: When it arrived, with a time zone.

        Raises:
            UsageError: The time has no time zone.
        """
        return self.store.issue(self._key(arrived_at), SERIES)

    def last(self, arrived_at: dt.datetime) -> int:
        """Give the last number of that year; 0 when there is none.

        Raises:
            UsageError: The time has no time zone.
        """
        return self.store.last(self._key(arrived_at))

    def _key(self, arrived_at: dt.datetime) -> SeriesKey:
        if arrived_at.tzinfo is None:
            message = f"the time of arrival needs a time zone: {arrived_at}"
            raise UsageError(message)
        return SeriesKey(self.organ_id, arrived_at.astimezone(VIETNAM).year, SERIES)
