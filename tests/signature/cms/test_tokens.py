"""Time stamps: whose they are, what they are about, and whether they still say what was stamped."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from signed_packages import policy_of

from edoc.signature.cms.facts import _refusal
from edoc.signature.cms.tokens import check_token, digest_of_bytes
from edoc.signature.pyhanko_names import tsp
from edoc.testing.issuing import issue_crl
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from edoc.testing.pki import DemoPki

CONTENT = b"what was stamped"


@pytest.fixture
def token(pki: DemoPki) -> bytes:
    """A time stamp about `CONTENT`."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(CONTENT).digest()}
    request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True}).dump()
    answer = tsp.TimeStampResp.load(DemoTsa(pki.tsa, pki.at).stamp(request))
    return bytes(answer["time_stamp_token"].dump())


def test_a_time_stamp_of_a_trusted_authority_counts(pki: DemoPki, token: bytes) -> None:
    stamp = check_token(token, digest_of_bytes(CONTENT), policy_of(pki, intermediates=pki.intermediates))
    assert (stamp.failure, stamp.at) == (None, pki.at)


def test_one_about_something_else_does_not(pki: DemoPki, token: bytes) -> None:
    stamp = check_token(token, digest_of_bytes(b"something else"), policy_of(pki))
    assert stamp.failure is not None
    assert stamp.failure.said.key == "cms.token-other"


def test_one_whose_value_was_changed_does_not(pki: DemoPki, token: bytes) -> None:
    changed = token[:-1] + bytes([token[-1] ^ 1])
    stamp = check_token(changed, digest_of_bytes(CONTENT), policy_of(pki, intermediates=pki.intermediates))
    assert stamp.failure is not None
    assert stamp.failure.sub_indication is not None


def test_what_the_library_refuses_without_a_name_of_its_own_is_called_broken() -> None:
    class RefusalError(ValueError):
        ades_subindication = None

    failure = _refusal(RefusalError("why"))
    assert (failure.said.key, failure.sub_indication.name) == ("cms.refused", "FORMAT_FAILURE")


@pytest.mark.parametrize(
    ("reason", "counts"),
    [
        (x509.ReasonFlags.key_compromise, False),
        (x509.ReasonFlags.ca_compromise, False),
        (x509.ReasonFlags.unspecified, False),
        (x509.ReasonFlags.superseded, True),
        (x509.ReasonFlags.cessation_of_operation, True),
        (x509.ReasonFlags.affiliation_changed, True),
    ],
)
def test_after_the_key_of_an_authority_was_lost_no_stamp_of_it_counts(
    reason: x509.ReasonFlags, counts: bool, pki: DemoPki, token: bytes
) -> None:
    """RFC 3161, 4.1 and 4.2: the moment in a stamp is its authority's own word."""
    day = dt.timedelta(days=1)
    later = pki.at + 10 * day
    crl = issue_crl(
        pki.sub, number=9, updates=(later, later + 30 * day), revoked=((pki.tsa, pki.at + 5 * day),), reason=reason
    )
    policy = policy_of(pki, at=later, intermediates=pki.intermediates, crls=(pki.crl("root"), crl))
    stamp = check_token(token, digest_of_bytes(CONTENT), policy)
    assert stamp.at == pki.at
    if counts:
        assert stamp.failure is None
    else:
        assert stamp.failure is not None
        assert stamp.failure.said.key == "cms.stamp-withdrawn"
    assert crl in {item.der for item in stamp.evidence}
