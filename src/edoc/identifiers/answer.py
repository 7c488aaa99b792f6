"""Yes, no, or unknown: what can be said when the table does not know everything."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Answer"]


class Answer(StrEnum):
    """An answer that may be unknown, and is never used as a truth value by accident.

    >>> bool(Answer.YES)
    Traceback (most recent call last):
        ...
    TypeError: an Answer may be unknown: compare it, for example with Answer.YES
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse: ``if code.same_agency(other)`` would take "no" for true.

        Raises:
            TypeError: Always.
        """
        message = "an Answer may be unknown: compare it, for example with Answer.YES"
        raise TypeError(message)
