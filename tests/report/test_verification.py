"""A verification as text: nothing is said that is not known."""

from __future__ import annotations

import datetime as dt

import edoc
from edoc.report.verification import verification_text
from edoc.signature.indication import Indication
from edoc.signature.model import SignatureResult, VerificationResult


def test_what_is_not_known_is_left_out() -> None:
    bare = SignatureResult(location="envelope", format="xmldsig", indication=Indication.INDETERMINATE)
    result = VerificationResult(indication=Indication.INDETERMINATE, signatures=(bare,))
    assert verification_text(result) == "-: NOT DECIDED\n  envelope [xmldsig]: NOT DECIDED\n"


def test_the_time_of_signing_is_told_in_vietnam() -> None:
    moment = dt.datetime(2026, 11, 22, 8, tzinfo=edoc.VIETNAM)
    timed = SignatureResult(
        location="attachment:a", format="pades", indication=Indication.TOTAL_PASSED, signing_time=moment
    )
    result = VerificationResult(path="a.edxml", indication=Indication.TOTAL_PASSED, signatures=(timed,))
    assert "time of signing: 2026-11-22 08:00:00+07:00" in verification_text(result)
    assert "thời điểm ký: 2026-11-22 08:00:00+07:00" in verification_text(result, "vi")
