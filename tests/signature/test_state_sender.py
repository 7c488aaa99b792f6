"""Whose certificates a State agency may sign with after 2025."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from signed_packages import signed_by

import edoc
from edoc.signature.policy import RevocationMode
from edoc.signature.trust import TrustStore
from edoc.testing import sample_package

if TYPE_CHECKING:
    from edoc.testing.pki import DemoPki

MONTH = dt.timedelta(days=70)


def notes(pki: DemoPki, sender: dict[str, str] | None, at: dt.datetime, group: str = "public") -> list[str]:
    signed = signed_by(pki.public_agency, sample_package(1).with_header(sender=sender))
    trust = TrustStore.load(pki.public_root.der, group=group)
    policy = edoc.VerificationPolicy(
        trust=trust, at=at, intermediates=(pki.public_sub.der,), revocation=RevocationMode.NONE
    )
    (result,) = edoc.verify(signed, policy=policy).signatures
    assert result.indication is edoc.Indication.TOTAL_PASSED
    return [note.key for note in result.notes if note.key == "chain.public-after-2025"]


@pytest.mark.parametrize("code", ["000.00.15.H49", "H49.15"])
def test_a_state_agency_that_signs_with_a_public_certificate_is_told_so(pki: DemoPki, code: str) -> None:
    assert notes(pki, {"organ_id": code}, pki.at) == ["chain.public-after-2025"]


@pytest.mark.parametrize("sender", [{"organ_id": "0201234567"}, {"organ_name": "Sở Mẫu"}, None])
def test_who_is_no_state_agency_or_not_known_to_be_one_is_not(pki: DemoPki, sender: dict[str, str] | None) -> None:
    assert notes(pki, sender, pki.at) == []


def test_until_the_end_of_2025_it_was_allowed(pki: DemoPki) -> None:
    assert notes(pki, {"organ_id": "H49.15"}, pki.at - MONTH) == []


def test_a_state_dedicated_root_is_what_is_asked_for(pki: DemoPki) -> None:
    assert notes(pki, {"organ_id": "H49.15"}, pki.at, group="state") == []
