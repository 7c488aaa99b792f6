"""The policy that signatures are judged by here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from throwaway import trusting

if TYPE_CHECKING:
    from edoc import VerificationPolicy
    from edoc.testing.pki import DemoPki


@pytest.fixture(scope="session")
def policy(pki: DemoPki) -> VerificationPolicy:
    """Trusts the demo PKI at its moment."""
    return trusting(pki)
