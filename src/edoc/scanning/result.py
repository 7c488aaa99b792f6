"""What a scanner says of one content, and what a scanner is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from edoc.edxml.model import Model
from edoc.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.messages import Language

__all__ = ["ScanOutcome", "ScanReason", "ScanResult", "Scanner", "worst"]


class ScanOutcome(StrEnum):
    """What is said: three values, since "could not scan" is neither of the other two."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNDECIDED = "undecided"


class ScanReason(StrEnum):
    """Why nothing was decided."""

    #: No scanner answers at the address.
    UNREACHABLE = "unreachable"
    #: It did not answer in time.
    TIME_OUT = "time-out"
    #: The content is larger than the scanner takes.
    SIZE_LIMIT = "size-limit"
    #: The scanner looked at a part only: its own limits were reached.
    ENGINE_LIMITS = "engine-limits"
    #: The content is encrypted, and nobody can look into it.
    ENCRYPTED = "encrypted"
    #: The scanner answered that it failed.
    ENGINE_ERROR = "engine-error"
    #: What answers is no scanner, or broke off.
    PROTOCOL = "protocol"
    #: The content cannot be taken out of the package.
    UNREADABLE = "unreadable"


class ScanResult(Model):
    """What a scanner says of one content.

    Args:
        outcome: Clean, infected, or undecided.
        threat: The name of what was found.
        reason: Why nothing was decided.
        detail: More on the reason, in the words of who said it.
        size: How many bytes were given to the scanner.
    """

    outcome: ScanOutcome
    threat: str | None = None
    reason: ScanReason | None = None
    detail: str | None = None
    size: int = 0

    @classmethod
    def undecided(cls, reason: ScanReason, detail: str = "", size: int = 0) -> ScanResult:
        """Say that nothing was decided, and why.

        >>> ScanResult.undecided(ScanReason.TIME_OUT).outcome.value
        'undecided'
        """
        return cls(outcome=ScanOutcome.UNDECIDED, reason=reason, detail=detail or None, size=size)

    def describe(self, language: Language = "en") -> str:
        """Say it in ``vi`` or ``en``."""
        if self.reason is not None:
            said = text(f"scan.{self.reason.value}", language)
            return f"{said} ({self.detail})" if self.detail else said
        return text(f"scan.{self.outcome.value}", language, threat=self.threat or "?")


class Scanner(Protocol):
    """Looks for malware in a stream. What it cannot look at is undecided; it never raises for that."""

    def scan(self, pieces: Iterable[bytes]) -> ScanResult:
        """Scan one content.

        Args:
            pieces: Its bytes, in order. What they raise is not the scanner's business.
        """
        ...

    def engine(self) -> str | None:
        """Name the engine and its signatures, for the record; None where it does not answer."""
        ...


def worst(outcomes: Iterable[ScanOutcome]) -> ScanOutcome:
    """Give the outcome of several: infected before undecided before clean.

    >>> worst([ScanOutcome.CLEAN, ScanOutcome.UNDECIDED]).value
    'undecided'
    """
    seen = set(outcomes)
    order = (ScanOutcome.INFECTED, ScanOutcome.UNDECIDED)
    return next((outcome for outcome in order if outcome in seen), ScanOutcome.CLEAN)
