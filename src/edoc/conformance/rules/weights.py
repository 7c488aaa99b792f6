"""Weights that many rules share.

Reading is tolerant and building strict: what readers in circulation cope with is a warning or a
note, and an error in the profile ``strict``, for those who write packages.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from edoc.conformance.result import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edoc.conformance.rule import Weight

__all__ = ["BUILDERS", "BUILDERS_WARNED", "DECREE", "ERROR", "INFO", "WARNING"]

ERROR: Final = Severity.ERROR
WARNING: Final = Severity.WARNING
INFO: Final = Severity.INFO

#: An error for those who build packages.
BUILDERS: Final[Mapping[str, Weight]] = MappingProxyType({"strict": ERROR})
#: A warning for those who build packages.
BUILDERS_WARNED: Final[Mapping[str, Weight]] = MappingProxyType({"strict": WARNING})
#: A warning where Decree 30/2020/NĐ-CP is asked for, an error for those who build packages.
DECREE: Final[Mapping[str, Weight]] = MappingProxyType({"decree-30-2020": WARNING, "strict": ERROR})
