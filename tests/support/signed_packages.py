"""Packages that are signed by the cast of the demo PKI, and policies that trust it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import edoc
from edoc.signature.trust import TrustStore
from edoc.testing import sample_package

if TYPE_CHECKING:
    import datetime as dt

    from edoc.testing.pki import DemoPki, Identity

__all__ = ["policy_of", "signed_by"]


def signed_by(identity: Identity, source: Any = None, **options: Any) -> bytes:
    """Sign a sample package, also with a certificate that is not valid."""
    given = sample_package(1) if source is None else source
    package = edoc.sign(
        given, key=identity.key, certificate=identity.certificate, chain=identity.chain, allow_expired=True, **options
    )
    return package.to_bytes()


def policy_of(pki: DemoPki, *, at: dt.datetime | None = None, **options: Any) -> edoc.VerificationPolicy:
    """Trust the demo PKI's root, with its CRLs."""
    policy = edoc.VerificationPolicy(trust=TrustStore.load(pki.root.der), crls=pki.crls, at=at or pki.at)
    return replace(policy, **options)
