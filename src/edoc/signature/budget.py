"""What one verification may use: the limits that were given, and the time that is left of them.

Made once where verifying begins and handed down, so that a thousand attachments share one time.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from edoc.limits import DEFAULT_LIMITS
from edoc.signature.guarded import exceeded, tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.limits import Limits
    from edoc.signature.facts import Failure

__all__ = ["Budget"]

T = TypeVar("T")


class Budget:
    """The limits of one verification, and its clock, which runs from now on.

    Args:
        limits: What is accepted at most.

    Example:
        >>> Budget().tried(lambda: 2 + 2)
        (4, None)
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        """Start the clock."""
        self.limits = limits
        self._end = time.monotonic() + limits.seconds

    @property
    def left(self) -> float:
        """How many seconds are left for everything; 0 when none are."""
        return max(0.0, self._end - time.monotonic())

    def tried(self, work: Callable[[], T], *, waiting: bool = False) -> tuple[T | None, Failure | None]:
        """Give what *work* returns, or why there is nothing; see `edoc.signature.guarded.tried`.

        Args:
            work: The work on one signature: it has ``signature_seconds``, or what is left of ``seconds``.
            waiting: Whether it may wait for others, as for the network: it then has all that is left.
        """
        own, left = self.limits.signature_seconds, self.left
        name, seconds = ("signature_seconds", own) if own <= left and not waiting else ("seconds", left)
        if not seconds:
            return None, self.over("seconds")
        return tried(seconds, work, lambda: self.over(name))

    def begin(self) -> float:
        """Begin one signature whose work looks at the clock itself; give the moment at which its time ends."""
        return time.monotonic() + min(self.limits.signature_seconds, self.left)

    def ended(self, end: float) -> Failure | None:
        """Say that the time that `begin` gave is over; None as long as it is not."""
        if time.monotonic() < end:
            return None
        return self.over("signature_seconds" if self.left else "seconds")

    def over(self, name: str) -> Failure:
        """Say that a time is over: ``seconds`` or ``signature_seconds``."""
        return exceeded(self.limits, name, f"> {getattr(self.limits, name):g}")
