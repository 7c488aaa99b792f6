"""Whatever bit is changed in a signed PDF: it is found, or it lies outside the bytes that the result names."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from throwaway import pdf

import edoc
from edoc import Indication
from edoc.signature.pdf.verify import verify_pdf
from edoc.testing.pki import DEMO_MOMENT

if TYPE_CHECKING:
    from edoc import SignatureResult, VerificationPolicy

pytestmark = pytest.mark.property

CHANGES = 200
RANGE = re.compile(r"bytes (\d+)-(\d+)")


def only(data: bytes, policy: VerificationPolicy) -> list[SignatureResult]:
    return list(verify_pdf(data, location="attachment:1", policy=policy))


def covered(result: SignatureResult) -> list[range]:
    """The bytes that the result names, as ranges."""
    names = ", ".join(part.name for part in result.coverage.covered)
    return [range(int(match[1]), int(match[2]) + 1) for match in RANGE.finditer(names)]


def test_in_a_signed_pdf(key_of: Any, policy: VerificationPolicy) -> None:
    data = edoc.sign_pdf(pdf(), key_of("leader"), at=DEMO_MOMENT).data
    (before,) = only(data, policy)
    assert before.indication is Indication.TOTAL_PASSED
    named = covered(before)
    assert sum(map(len, named)) > len(data) // 4
    rng = random.Random(11)
    places = [rng.choice(rng.choice(named)) for _ in range(CHANGES)]
    for place in (*places, *(rng.randrange(len(data)) for _ in range(CHANGES // 4))):
        changed = bytearray(data)
        changed[place] ^= 1 << rng.randrange(8)
        after = only(bytes(changed), policy)
        passed = [entry for entry in after if entry.indication is Indication.TOTAL_PASSED]
        assert not passed or not any(place in span for span in named), place
