"""Virus scanning before issue and on receipt: Decision 1123/QĐ-UBND (Vĩnh Long, 2019), Article 22.2.

What could not be scanned is undecided, never clean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc._lazy import lazy_names

if TYPE_CHECKING:
    from edoc.scanning.clamd import ClamdScanner
    from edoc.scanning.package import PackageScan, PartScan, scan
    from edoc.scanning.result import Scanner, ScanOutcome, ScanReason, ScanResult

_HOMES = {
    "edoc.scanning.clamd": ("ClamdScanner",),
    "edoc.scanning.package": ("PackageScan", "PartScan", "scan"),
    "edoc.scanning.result": ("ScanOutcome", "ScanReason", "ScanResult", "Scanner"),
}
__all__ = [
    "ClamdScanner",
    "PackageScan",
    "PartScan",
    "ScanOutcome",
    "ScanReason",
    "ScanResult",
    "Scanner",
    "scan",
]

__getattr__, __dir__ = lazy_names(__name__, _HOMES, __all__)
