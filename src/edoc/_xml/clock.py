"""The time that one call may take.

Nothing is stopped by force: whoever works on a package looks at the clock between two pieces of work, each of which
the other limits keep short. What waits for others (a pipe, a share on the network) is looked at between two answers.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from edoc._xml.refusals import limit_reached

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.errors import LimitExceededError, PackageError
    from edoc.limits import Limits

__all__ = ["Clock", "is_out_of_time", "within_time"]


class Clock:
    """Runs from when it is made until ``Limits.seconds`` later.

    Args:
        limits: For ``seconds``.

    Example:
        >>> from edoc.limits import Limits
        >>> Clock(Limits(seconds=60)).is_over
        False
    """

    __slots__ = ("_end", "_limits", "stopped_at")

    def __init__(self, limits: Limits) -> None:
        """Start it."""
        self._limits = limits
        self._end = time.monotonic() + limits.seconds
        #: The path where the time was first found to be over; empty as long as it was not.
        self.stopped_at = ""

    @property
    def is_over(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() >= self._end

    def check(self, source: str | None = None, path: str | None = None) -> None:
        """Go on only as long as there is time.

        Args:
            source: The file that is worked on, for the message.
            path: Path of the element, likewise.

        Raises:
            LimitExceededError: There is none left.
        """
        if self.is_over:
            raise self.error(source, path)

    def error(self, source: str | None = None, path: str | None = None) -> LimitExceededError:
        """Say that the time is over, and where; keep the place where that was first found."""
        self.stopped_at = self.stopped_at or path or ""
        return limit_reached(self._limits, "seconds", f"> {self._limits.seconds:g}", source=source, path=path)


def is_out_of_time(error: PackageError) -> bool:
    """Say whether *error* is that of a clock: nothing is then said of the package, but of how long it takes.

    >>> from edoc.limits import Limits
    >>> is_out_of_time(Clock(Limits()).error()), is_out_of_time(limit_reached(Limits(), "depth", "> 100"))
    (True, False)
    """
    return error.params.get("limit") == "seconds"


def within_time(pieces: Iterable[bytes], limits: Limits, source: str | None) -> Iterator[bytes]:
    """Give pieces on as long as making them takes no more than ``limits.seconds`` in all.

    What whoever takes them does in between does not count: a slow network is no fault of the package.

    Args:
        pieces: What is made when it is asked for.
        limits: For ``seconds``.
        source: The file that they come from, for the message.

    Raises:
        LimitExceededError: It takes longer.
    """
    spent = 0.0
    begun = time.monotonic()
    for piece in pieces:
        spent += time.monotonic() - begun
        if spent > limits.seconds:
            raise limit_reached(limits, "seconds", f"> {limits.seconds:g}", source=source)
        yield piece
        begun = time.monotonic()
