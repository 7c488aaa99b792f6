"""Moments at the ends of the calendar: certificates name them, and nobody falls over them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from signed_packages import policy_of, signed_by
from xml_signatures import EXCLUSIVE, filled, package_with, reference, signature, transform

import edoc
from edoc import Indication
from edoc.errors import UsageError
from edoc.signature.moments import shown_moment
from edoc.testing.issuing import Identity, issue, issue_crl, issue_ocsp

if TYPE_CHECKING:
    from edoc import VerificationPolicy
    from edoc.testing.pki import DemoPki

#: RFC 5280, 4.1.2.5: "no well-defined expiration date".
NEVER = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)


@pytest.fixture
def endless(pki: DemoPki) -> Identity:
    """The leader with a certificate that never ends."""
    extensions = tuple((entry.value, entry.critical) for entry in pki.leader.certificate.extensions)
    valid = (dt.datetime(1950, 1, 1, tzinfo=dt.UTC), NEVER)
    subject = pki.leader.certificate.subject
    return issue(subject, pki.leader.key, issuer=pki.sub, serial=77, valid=valid, extensions=extensions)


def test_a_certificate_without_an_end_is_judged_like_any_other(
    endless: Identity, pki: DemoPki, policy: VerificationPolicy
) -> None:
    result = edoc.verify(signed_by(replace(endless, chain=(pki.sub.certificate,))), policy=policy)
    (entry,) = result.signatures
    assert entry.indication is Indication.TOTAL_PASSED
    assert entry.signer.not_after == NEVER
    assert "9999-12-31T23:59:59" in result.model_dump_json()


def test_revocation_data_that_never_grows_old_is_fresh(pki: DemoPki, policy: VerificationPolicy) -> None:
    span = (pki.at - dt.timedelta(days=1), NEVER)
    crl = issue_crl(pki.sub, number=2, updates=span)
    ocsp = issue_ocsp(pki.leader.certificate, pki.sub.certificate, pki.responder, updates=span)
    for given in (replace(policy, crls=(pki.crl("root"), crl)), replace(policy, ocsps=(ocsp,))):
        (entry,) = edoc.verify(signed_by(pki.leader), policy=given).signatures
        assert entry.indication is Indication.TOTAL_PASSED
        assert entry.revocation.next_update == NEVER


def test_a_moment_outside_of_the_calendar_is_shown_in_its_own_zone() -> None:
    assert shown_moment(NEVER) == "31/12/9999 23:59:59 +00:00"
    assert (
        shown_moment(dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14)))) == "01/01/0001 00:00:00 +14:00"
    )


@pytest.mark.parametrize("claimed", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00"])
@pytest.mark.parametrize("preset", ["current", "circular-41-2017", "archive"])
def test_a_signer_may_claim_any_moment(claimed: str, preset: str, pki: DemoPki) -> None:
    xades = "http://uri.etsi.org/01903/v1.3.2#"
    time = f'<x:SigningTime xmlns:x="{xades}">{claimed}</x:SigningTime>'
    signed = reference() + reference("#s", transform(EXCLUSIVE))
    data = filled(package_with(signature(signed, objects=f'<ds:Object Id="s">{time}</ds:Object>')))
    (entry,) = edoc.verify(data, policy=policy_of(pki, preset=preset)).signatures
    assert entry.time.claimed == dt.datetime.fromisoformat(claimed + "+07:00" * (len(claimed) == 19))
    assert entry.indication is Indication.INDETERMINATE


@pytest.mark.parametrize("moment", [NEVER, dt.datetime(1, 1, 1, tzinfo=dt.UTC)])
def test_nothing_is_judged_for_the_end_of_the_calendar(moment: dt.datetime) -> None:
    with pytest.raises(UsageError, match="end of the calendar"):
        edoc.VerificationPolicy(at=moment)
