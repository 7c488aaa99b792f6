"""Which signatures count in the figures."""

from __future__ import annotations

import pytest

from edoc.records import Signing, signing_of
from edoc.signature.indication import Indication
from edoc.signature.model import Role, SignatureResult, VerificationResult

PASSED, FAILED, OPEN = Indication.TOTAL_PASSED, Indication.TOTAL_FAILED, Indication.INDETERMINATE


@pytest.mark.parametrize(
    ("found", "signing"),
    [
        ((), Signing.UNSIGNED),
        (((Role.PERSONAL, PASSED), (Role.ORGANISATION, PASSED)), Signing.BOTH),
        (((Role.PERSONAL, PASSED), (Role.ORGANISATION, OPEN)), Signing.BOTH),
        (((Role.ORGANISATION, PASSED),), Signing.ORGANISATION),
        (((Role.PERSONAL, PASSED), (Role.ORGANISATION, FAILED)), Signing.PERSONAL),
        (((Role.UNKNOWN, OPEN),), Signing.OTHER),
        (((Role.PERSONAL, FAILED),), Signing.INVALID),
    ],
)
def test_signatures_that_did_not_fail_count_by_whose_they_are(
    found: tuple[tuple[Role, Indication], ...], signing: Signing
) -> None:
    results = tuple(
        SignatureResult(location="envelope", format="xmldsig", role=role, indication=said) for role, said in found
    )
    assert signing_of(VerificationResult(indication=PASSED, signatures=results)) is signing
