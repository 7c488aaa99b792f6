"""Time stamps: whose they are, what they are about, and whether they still say what was stamped."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from signed_packages import policy_of

from edoc.signature.cms.facts import _refusal
from edoc.signature.cms.tokens import check_token, digest_of_bytes
from edoc.signature.pyhanko_names import tsp
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
