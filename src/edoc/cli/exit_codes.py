"""The exit codes of every command: one enumeration, and which of several counts."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from edoc.errors import InputError, PackageError, SourceChangedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ExitCode", "of_error", "worst"]


class ExitCode(IntEnum):
    """What a process of edoc ends with; never a count."""

    #: Conformant; passed; done.
    OK = 0
    #: Non-conformant; failed; a package that cannot be read.
    FAILED = 1
    #: Wrong usage.
    USAGE = 2
    #: Undecided; indeterminate.
    UNDECIDED = 3
    #: An input is missing or cannot be read.
    INPUT = 4
    #: A fault of edoc itself.
    INTERNAL = 70


_ORDER: Final = (
    ExitCode.INTERNAL,
    ExitCode.INPUT,
    ExitCode.USAGE,
    ExitCode.FAILED,
    ExitCode.UNDECIDED,
    ExitCode.OK,
)


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """Give the code that counts when many inputs were dealt with.

    >>> worst([ExitCode.OK, ExitCode.UNDECIDED, ExitCode.FAILED]).name
    'FAILED'
    """
    seen = set(codes)
    return next((code for code in _ORDER if code in seen), ExitCode.OK)


def of_error(error: Exception) -> ExitCode:
    """Give the code of an exception."""
    if isinstance(error, (InputError, SourceChangedError)):
        return ExitCode.INPUT
    if isinstance(error, PackageError):
        return ExitCode.FAILED
    if isinstance(error, UsageError):
        return ExitCode.USAGE
    return ExitCode.INTERNAL
