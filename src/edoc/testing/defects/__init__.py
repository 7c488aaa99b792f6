"""One defect for every rule of the catalogue: a valid package, and what breaks that rule in it.

Example:
    >>> from edoc.conformance import validate
    >>> defect = DEFECTS["HDR-007"]
    >>> [finding.rule for finding in validate(defect.apply()).findings]
    ['HDR-007']
    >>> print(defect.example().failing.splitlines()[-1].strip())
    <edXML:Subject>[tab, U+0009]</edXML:Subject>
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from edoc.testing.defects import files, given, header, reading, signatures, trace
from edoc.testing.defects.defect import Change, Defect, Example

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFECTS", "Change", "Defect", "Example"]

#: The defect of each rule, by the rule's id. Rules without one are named in their tests.
DEFECTS: Final[Mapping[str, Defect]] = MappingProxyType(
    {defect.rule: defect for part in (reading, header, trace, files, signatures, given) for defect in part.defects()}
)
