"""What tests of signatures share: demo PKIs for the whole run, keys of their cast, and a policy that trusts one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from edoc import SigningKey, VerificationPolicy
from edoc.signature.trust import TrustStore
from edoc.testing.pki import DEMO_MOMENT, DemoPki
from edoc.testing.tsa import DemoTsa

KeyOf = Callable[[str], SigningKey]


@pytest.fixture(scope="session")
def pki() -> DemoPki:
    """The demo PKI with elliptic keys: made at once."""
    return DemoPki(keys="ec")


@pytest.fixture(scope="session")
def rsa_pki() -> DemoPki:
    """The demo PKI with RSA keys, as in real life."""
    return DemoPki(keys="rsa")


@pytest.fixture
def policy(pki: DemoPki) -> VerificationPolicy:
    """Trusts the State root of the demo and has its CRLs."""
    return VerificationPolicy(trust=TrustStore.load(pki.root.der, group="state"), at=pki.at, crls=pki.crls)


@pytest.fixture(scope="session")
def key_of(pki: DemoPki) -> KeyOf:
    """Give the key of a member of the cast by its label."""

    def key(label: str) -> SigningKey:
        identity = getattr(pki, label)
        return SigningKey.of(identity.key, identity.certificate, (pki.sub.certificate,))

    return key


@pytest.fixture(scope="session")
def tsa(pki: DemoPki) -> DemoTsa:
    """An authority that stamps the demo PKI's moment."""
    return DemoTsa(pki.tsa, DEMO_MOMENT)
