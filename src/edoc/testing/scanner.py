"""A scanner for tests: it knows the harmless EICAR file, and gives up on what is too large for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc.scanning.result import ScanOutcome, ScanReason, ScanResult

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["EICAR", "DemoScanner"]

#: The test file of EICAR, which every scanner reports; in two pieces, so that none reports this file.
EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True, slots=True)
class DemoScanner:
    """An `edoc.scanning.Scanner` without a daemon.

    Args:
        max_bytes: The largest content that it looks at.

    Example:
        >>> DemoScanner().scan([b"... ", EICAR]).threat
        'Demo.EICAR'
        >>> DemoScanner(max_bytes=3).scan([b"four"]).reason.value
        'size-limit'
    """

    max_bytes: int = 1 << 20

    def engine(self) -> str | None:
        """Name it."""
        return "DemoScanner"

    def scan(self, pieces: Iterable[bytes]) -> ScanResult:
        """Look for the EICAR file; see `edoc.scanning.Scanner`."""
        content = b"".join(pieces)
        if len(content) > self.max_bytes:
            return ScanResult.undecided(ScanReason.SIZE_LIMIT, f"> {self.max_bytes}", len(content))
        if EICAR in content:
            return ScanResult(outcome=ScanOutcome.INFECTED, threat="Demo.EICAR", size=len(content))
        return ScanResult(outcome=ScanOutcome.CLEAN, size=len(content))
