"""How much of everything edoc takes, in one object: memory and time stay bounded, whatever is sent.

A limit protects the machine, not the standard's rules: every package seen in circulation passes
the defaults with a wide margin. This table is the one place where limits are defined: the reference,
``edoc limits``, ``--limit`` and every message about a limit are made from it. What each limit counts
and why it is what it is stand in the message catalogue, under ``limit`` and ``limit-why``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from edoc.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT_LIMITS", "LIMITS", "LimitGroup", "LimitRow", "LimitUnit", "Limits"]

_KIB: Final = 1024
_MIB: Final = 1024 * _KIB
_GIB: Final = 1024 * _MIB


class LimitUnit(StrEnum):
    """What a limit is counted in."""

    BYTES = "bytes"
    CHARACTERS = "characters"
    SECONDS = "seconds"
    #: Bytes that come out for one byte that goes in.
    RATIO = "ratio"
    #: Things of the kind that the limit is named after.
    COUNT = "count"


class LimitGroup(StrEnum):
    """What a limit protects."""

    PACKAGE = "package"
    ATTACHMENT = "attachment"
    SIGNATURE = "signature"
    TIME = "time"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One limit: a row of the table.

    Args:
        name: The field of `Limits`, and what ``--limit`` calls it.
        default: Its value unless another is given.
        unit: What it is counted in.
        group: What it protects.
        sources: The weakness, the clause or the page with the figure that it rests on.
    """

    name: str
    default: float
    unit: LimitUnit
    group: LimitGroup
    sources: tuple[str, ...]


def _limit(default: float, unit: LimitUnit, group: LimitGroup, *sources: str) -> Any:
    """Make a field of `Limits` with its row of the table."""
    return field(default=default, metadata={"default": default, "unit": unit, "group": group, "sources": sources})


_AMPLIFICATION: Final = "CWE-409"
_RECURSION: Final = "CWE-674"
_UNBOUNDED: Final = "CWE-770"
_COMPLEXITY: Final = "CWE-407"
_PACKAGE: Final = LimitGroup.PACKAGE
_ATTACHMENT: Final = LimitGroup.ATTACHMENT
_SIGNATURE: Final = LimitGroup.SIGNATURE
_BYTES: Final = LimitUnit.BYTES
_COUNT: Final = LimitUnit.COUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What edoc takes at most; given once, to whatever reads, judges, verifies, signs, scans or extracts.

    Exceeding a limit raises `edoc.LimitExceededError`, or is a finding or a reason of a result, where
    there is one to say it in. Either names the limit, its value, what was found, and where. The
    reference has every limit with its unit and the reason of its default; ``edoc limits`` prints it.

    Args:
        **values: Any field by its name: a whole number from 1; seconds may have a fraction.

    Raises:
        UsageError: A value is not positive, or is no number of the kind needed.

    Example:
        >>> from edoc import Limits
        >>> Limits(attachments=10).attachments
        10
    """

    package_bytes: int = _limit(2 * _GIB, _BYTES, _PACKAGE, _UNBOUNDED)
    header_bytes: int = _limit(16 * _MIB, _BYTES, _PACKAGE, _UNBOUNDED)
    tree_bytes: int = _limit(256 * _MIB, _BYTES, _PACKAGE, _UNBOUNDED, "docs/performance.md")
    depth: int = _limit(100, _COUNT, _PACKAGE, _RECURSION)
    elements: int = _limit(100_000, _COUNT, _PACKAGE, _UNBOUNDED)
    attributes: int = _limit(256, _COUNT, _PACKAGE, _COMPLEXITY)
    namespaces: int = _limit(128, _COUNT, _PACKAGE, _COMPLEXITY, "Canonical XML 1.0, 2.3")
    text: int = _limit(_MIB, LimitUnit.CHARACTERS, _PACKAGE, "QCVN 102:2016/BTTTT, Part 2")

    attachments: int = _limit(1_000, _COUNT, _ATTACHMENT, _UNBOUNDED)
    decoded_bytes: int = _limit(2 * _GIB, _BYTES, _ATTACHMENT, _AMPLIFICATION)
    zip_ratio: int = _limit(200, LimitUnit.RATIO, _ATTACHMENT, _AMPLIFICATION, "RFC 1951")
    archive_entries: int = _limit(10_000, _COUNT, _ATTACHMENT, _AMPLIFICATION)
    nested_archives: int = _limit(2, _COUNT, _ATTACHMENT, _AMPLIFICATION, _RECURSION)
    nested_packages: int = _limit(2, _COUNT, _ATTACHMENT, _RECURSION)
    inspected_bytes: int = _limit(64 * _MIB, _BYTES, _ATTACHMENT, _UNBOUNDED)
    pdf_objects: int = _limit(100_000, _COUNT, _ATTACHMENT, _UNBOUNDED)

    namespace_characters: int = _limit(
        32 * _MIB,
        LimitUnit.CHARACTERS,
        _SIGNATURE,
        _COMPLEXITY,
        "Canonical XML 1.0, 2.3",
        "XML Signature Best Practices, 2.1",
    )
    verified_bytes: int = _limit(256 * _MIB, _BYTES, _SIGNATURE, _AMPLIFICATION)
    signatures: int = _limit(32, _COUNT, _SIGNATURE, _UNBOUNDED)
    references: int = _limit(8, _COUNT, _SIGNATURE, _COMPLEXITY, "XML Signature Best Practices, 2.1")
    transforms: int = _limit(2, _COUNT, _SIGNATURE, "XML Signature, 4.4.3.4", "XML Signature Best Practices, 2.1")
    certificates: int = _limit(16, _COUNT, _SIGNATURE, _COMPLEXITY, "RFC 4158, 2.2")
    time_stamps: int = _limit(8, _COUNT, _SIGNATURE, _UNBOUNDED)
    evidence_items: int = _limit(64, _COUNT, _SIGNATURE, _UNBOUNDED)
    path_steps: int = _limit(2_000, _COUNT, _SIGNATURE, _COMPLEXITY, "RFC 4158, 2.2")
    paths: int = _limit(32, _COUNT, _SIGNATURE, _COMPLEXITY, "RFC 4158, 2.2")

    signature_seconds: float = _limit(10.0, LimitUnit.SECONDS, LimitGroup.TIME, "CWE-400")
    seconds: float = _limit(120.0, LimitUnit.SECONDS, LimitGroup.TIME, "CWE-400")

    findings_per_rule: int = _limit(1_000, _COUNT, LimitGroup.REPORT, _UNBOUNDED)

    def __post_init__(self) -> None:
        """Refuse limits that would refuse everything by mistake.

        Raises:
            UsageError: A limit is not positive, or is no number of the kind needed.
        """
        for name, row in LIMITS.items():
            value = getattr(self, name)
            if row.unit is LimitUnit.SECONDS:
                known, kind = isinstance(value, (int, float)) and value > 0 and math.isfinite(value), "number"
            else:
                known, kind = isinstance(value, int) and value >= 1, "whole number"
            if not known or isinstance(value, bool):
                message = f"Limits.{name} must be a positive {kind}, not {value!r}"
                raise UsageError(message)

    def reached(self, name: str, found: float | str) -> dict[str, str]:
        """Give the values of the sentence that says that a limit is exceeded.

        Args:
            name: Which limit.
            found: What was found: a number, or ``> 100`` where nobody counted to the end.

        Example:
            >>> Limits().reached("depth", 2000)
            {'limit': 'depth', 'value': '100', 'found': '2,000', 'what': 'limit:depth'}
        """
        shown = found if isinstance(found, str) else f"{found:,}"
        value = f"{getattr(self, name):,}".removesuffix(".0")
        return {"limit": name, "value": value, "found": shown, "what": f"limit:{name}"}


#: Every limit by its name, in the order of the fields.
LIMITS: Final[Mapping[str, LimitRow]] = MappingProxyType(
    {entry.name: LimitRow(name=entry.name, **entry.metadata) for entry in fields(Limits)}
)
DEFAULT_LIMITS: Final = Limits()
