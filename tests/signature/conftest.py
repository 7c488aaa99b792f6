"""What tests of signatures share: one demo PKI for the whole run, and keys of its cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from edoc import SigningKey
from edoc.testing.pki import DemoPki

KeyOf = Callable[[str], SigningKey]


@pytest.fixture(scope="session")
def pki() -> DemoPki:
    return DemoPki(keys="ec")


@pytest.fixture(scope="session")
def key_of(pki: DemoPki) -> KeyOf:
    """Give the key of a member of the cast by its label."""

    def key(label: str) -> SigningKey:
        identity = getattr(pki, label)
        return SigningKey.of(identity.key, identity.certificate, (pki.sub.certificate,))

    return key
