"""How to verify: explicit trust, explicit time; nothing is trusted by default."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from edoc.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


__all__ = ["PRESETS", "Preset", "RevocationMode", "VerificationPolicy"]

PresetName = Literal["current", "circular-41-2017", "archive"]


class RevocationMode(StrEnum):
    """What it means that nothing is known about revocation."""

    #: No data, no verdict: INDETERMINATE, TRY_LATER (Circular 41/2017, Article 7.2).
    REQUIRE = "require"
    #: What is there is used; without any, the signature may pass and the axis says "not checked".
    IF_AVAILABLE = "if_available"
    #: Not looked at, and the axis says so.
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What a named policy stands for.

    Args:
        claimed_time: Whether certificates are judged at the moment that the signer claims when
            no time stamp proves one. Without it they are judged at the moment of the check. The
            result says so, and does not take the word of a key that was compromised since.
            Algorithms follow a proven moment alone.
        weak: What SHA-1 and short keys come to: ``refused`` (unless proven to be as old as the table says) or
            ``warned``, for documents that nobody can sign again.
    """

    claimed_time: bool
    weak: Literal["refused", "warned"]


#: `current`: the law and the state of the art of the day of the check. `circular-41-2017`: as
#: Article 7.2 puts it, at the time of signing. `archive`: what was right when it was signed.
PRESETS: Final[Mapping[str, Preset]] = MappingProxyType(
    {
        "current": Preset(claimed_time=False, weak="refused"),
        "circular-41-2017": Preset(claimed_time=True, weak="refused"),
        "archive": Preset(claimed_time=True, weak="warned"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationPolicy:
    """What a verdict rests on.

    Args:
        trust: The roots that are trusted. None trusts nobody: no signature can pass.
            Certificates in the package are never trusted.
        at: The moment to judge for, with a time zone; None stands for now.
        intermediates: Further certificates for building paths, DER; not trusted.
        crls: Certificate revocation lists, DER.
        ocsps: OCSP responses, DER.
        revocation: What missing revocation data means.
        preset: ``current``, ``circular-41-2017`` or ``archive``, see `PRESETS`.
        algorithms: What algorithms and keys are taken, by date; None stands for the preset's.
        fetcher: Gets revocation data from the network. None, as by default, asks nobody.

    Raises:
        UsageError: *at* has no time zone or is out of reach, or there is no such preset.

    Example:
        >>> VerificationPolicy(preset="archive").rules.weak
        'warned'
    """

    trust: Any | None = None
    at: dt.datetime | None = None
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    revocation: RevocationMode = RevocationMode.REQUIRE
    preset: PresetName = "current"
    algorithms: Any | None = None
    fetcher: Any | None = None

    def __post_init__(self) -> None:
        """Check what the type checker of a caller may not have seen."""
        if self.at is not None and self.at.tzinfo is None:
            message = f"VerificationPolicy.at needs a time zone, such as +07:00: {self.at.isoformat()}"
            raise UsageError(message)
        if self.at is not None and not 1 < self.at.year < 9999:
            message = f"VerificationPolicy.at is at the end of the calendar, where nothing can be judged: {self.at}"
            raise UsageError(message)
        if self.preset not in PRESETS:
            message = f"no such preset: {self.preset!r}; there are {', '.join(PRESETS)}"
            raise UsageError(message)

    @property
    def rules(self) -> Preset:
        """What its preset stands for."""
        return PRESETS[self.preset]

    @property
    def moment(self) -> dt.datetime:
        """The moment to judge for.

        Raises:
            UsageError: *at* was not given; `at_moment` gives a policy that has it.
        """
        if self.at is None:
            message = "VerificationPolicy.at is not set; edoc.verify sets it, parts below are given it"
            raise UsageError(message)
        return self.at

    def at_moment(self, now: dt.datetime) -> Self:
        """Give the policy with *now* as its moment, unless it has one."""
        return self if self.at is not None else replace(self, at=now)
