"""The verdicts of EN 319 102-1: an indication, and a sub-indication that says why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Indication", "SubIndication", "worst"]


class Indication(StrEnum):
    """What is said of a signature, or of a package as a whole (EN 319 102-1, clause 5.1.3)."""

    #: Every check ran and none failed.
    TOTAL_PASSED = "TOTAL_PASSED"
    #: What is there is not enough to say yes or no.
    INDETERMINATE = "INDETERMINATE"
    #: The signature is broken, forged, or does not cover what it should.
    TOTAL_FAILED = "TOTAL_FAILED"
    #: There is nothing to judge; of packages alone.
    NO_SIGNATURE = "NO_SIGNATURE"


class SubIndication(StrEnum):
    """Why a signature did not pass (EN 319 102-1, clause 5.1.3, with the names that EU DSS uses)."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    CERTIFICATE_CHAIN_GENERAL_FAILURE = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE = "CRYPTO_CONSTRAINTS_FAILURE"
    POLICY_PROCESSING_ERROR = "POLICY_PROCESSING_ERROR"
    SIGNATURE_POLICY_NOT_AVAILABLE = "SIGNATURE_POLICY_NOT_AVAILABLE"
    TIMESTAMP_ORDER_FAILURE = "TIMESTAMP_ORDER_FAILURE"
    NO_SIGNING_CERTIFICATE_FOUND = "NO_SIGNING_CERTIFICATE_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND_NO_POE = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    OUT_OF_BOUNDS_NOT_REVOKED = "OUT_OF_BOUNDS_NOT_REVOKED"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    REVOCATION_OUT_OF_BOUNDS_NO_POE = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    NO_POE = "NO_POE"
    TRY_LATER = "TRY_LATER"
    SIGNED_DATA_NOT_FOUND = "SIGNED_DATA_NOT_FOUND"


_FROM_BAD_TO_GOOD = (
    Indication.TOTAL_FAILED,
    Indication.INDETERMINATE,
    Indication.TOTAL_PASSED,
    Indication.NO_SIGNATURE,
)


def worst(indications: Iterable[Indication]) -> Indication:
    """Give the indication that counts for a package: the worst; without any, `NO_SIGNATURE`.

    Example:
        >>> worst([Indication.TOTAL_PASSED, Indication.INDETERMINATE]).name
        'INDETERMINATE'
        >>> worst([]).name
        'NO_SIGNATURE'
    """
    seen = set(indications)
    return next((entry for entry in _FROM_BAD_TO_GOOD if entry in seen), Indication.NO_SIGNATURE)
