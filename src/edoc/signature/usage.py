"""Is a certificate meant for what it was used for? Decree 68/2024/NĐ-CP, Article 31.1b: the scope of use."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from edoc.signature.said import Said

if TYPE_CHECKING:
    from edoc.signature.certificate import CertificateFacts

__all__ = ["Purpose", "usage_fault"]


class Purpose(StrEnum):
    """What a certificate was used for."""

    #: Signing documents.
    SIGNING = "signing"
    #: Time stamps (RFC 3161).
    TIME_STAMPING = "time_stamping"
    #: Not looked at.
    ANY = "any"


#: Either will do: certificates of the first generation carry Non Repudiation alone, others Digital Signature.
_SIGNING_BITS: Final = frozenset({"digital_signature", "non_repudiation"})
#: Extended usages of services; a certificate that has only these is not for signing documents.
_SERVICES: Final = frozenset({"server_auth", "time_stamping", "ocsp_signing", "code_signing"})


def usage_fault(facts: CertificateFacts, purpose: Purpose) -> Said | None:
    """Say why a certificate must not be used for *purpose*; None when it may.

    Absent extensions forbid nothing (RFC 5280, 4.2.1.3 and 4.2.1.12); a time-stamping authority must name its
    purpose, and no other (RFC 3161, 2.3).
    """
    if purpose is Purpose.ANY:
        return None
    extended = set(facts.extended_key_usage)
    if purpose is Purpose.TIME_STAMPING:
        return None if extended == {"time_stamping"} else Said.of("chain.usage-no-time-stamping", subject=facts.subject)
    if facts.is_authority:
        return Said.of("chain.usage-authority", subject=facts.subject)
    if facts.key_usage and not _SIGNING_BITS & set(facts.key_usage):
        return Said.of("chain.usage-key", subject=facts.subject, usage=", ".join(facts.key_usage))
    if extended and extended <= _SERVICES:
        return Said.of("chain.usage-extended", subject=facts.subject, usage=", ".join(facts.extended_key_usage))
    return None
