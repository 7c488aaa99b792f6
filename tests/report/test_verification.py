"""A verification as text: nothing is said that is not known."""

from __future__ import annotations

import datetime as dt

import edoc
from edoc.report.html.verification import render_verification
from edoc.report.verification import verification_text
from edoc.signature.indication import Indication
from edoc.signature.model import SignatureResult, VerificationResult
from edoc.signature.said import Said


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
    assert "thời điểm ký: 22/11/2026 08:00:00 +07:00" in verification_text(result, "vi")


def test_what_happened_to_an_attachment_is_told_in_text_and_on_the_page() -> None:
    said = Said.of("diagnosis.decoded-as-text", name="cong-van.pdf")
    result = VerificationResult(indication=Indication.NO_SIGNATURE, diagnosis=(said,))
    assert "  * tệp đính kèm cong-van.pdf bị coi là văn bản khi chuyển đi" in verification_text(result, "vi")
    assert "the attachment cong-van.pdf was taken for text on the way" in render_verification(result)
