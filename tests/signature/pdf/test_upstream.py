"""What pyHanko gets wrong and edoc does not; each test fails when upstream mends it."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.ades import ades_with_time_validation
from pyhanko.sign.validation.policy_decl import SignatureValidationSpec
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from edoc import VIETNAM, Indication, SubIndication, VerificationPolicy
from edoc.signature.pdf.verify import verify_pdf

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared


def embedded(path: Path) -> Any:
    reader: Any = PdfFileReader
    return reader(io.BytesIO(path.read_bytes()), strict=False).embedded_signatures[0]


def certificate(path: Path) -> Any:
    load: Any = x509.Certificate.load
    return load(pem.unarmor(path.read_bytes())[2])


def test_ades_still_passes_what_was_stamped_after_the_certificate_expired(shared: Path) -> None:
    """edoc: INDETERMINATE, OUT_OF_BOUNDS_NO_POE; see test_attacks."""
    pki = shared / "attacks" / "pki"
    roots: Any = SimpleTrustManager.build(trust_roots=[certificate(pki / "root.pem")])
    no_check = RevocationCheckingRule.NO_CHECK
    rules = CertRevTrustPolicy(
        RevocationCheckingPolicy(ee_certificate_rule=no_check, intermediate_ca_cert_rule=no_check)
    )
    spec: Any = CertValidationPolicySpec(trust_manager=roots, revinfo_policy=rules)
    signature: Any = SignatureValidationSpec(cert_validation_policy=spec)
    validate: Any = ades_with_time_validation
    status = asyncio.run(
        validate(
            embedded(shared / "attacks" / "pdf_signer_expired.pdf").signed_data,
            signature,
            raw_digest=embedded(shared / "attacks" / "pdf_signer_expired.pdf").compute_digest(),
        )
    )
    assert status.ades_subindic.name == "OK"


def test_a_form_field_that_was_changed_is_still_form_filling(shared: Path) -> None:
    path = shared / "vectors" / "dss-pades" / "dss-2236__replace.pdf"
    signature = embedded(path)
    signature.compute_integrity_info()
    assert signature.diff_result.modification_level is ModificationLevel.FORM_FILLING
    assert signature.summarise_integrity_info()["docmdp_ok"] is True
    policy = VerificationPolicy(at=dt.datetime(2026, 1, 1, tzinfo=VIETNAM))
    (result,) = verify_pdf(path.read_bytes(), location="x", policy=policy)
    assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.FORMAT_FAILURE)
    assert result.reason is not None
    assert result.reason.message == "the form field Text1 was changed after signing"


def test_without_the_comparison_the_bottom_line_is_still_true(shared: Path) -> None:
    """edoc never leaves the comparison out, and never reads the bottom line."""
    path = shared / "attacks" / "pdf_shadow_replace_page.pdf"
    pki = shared / "attacks" / "pki"
    make: Any = ValidationContext
    context = make(
        trust_roots=[certificate(pki / "root.pem")], other_certs=[certificate(pki / "sub.pem")], allow_fetching=False
    )
    validate: Any = async_validate_pdf_signature
    status = asyncio.run(validate(embedded(path), context, skip_diff=True))
    assert status.bottom_line is True
    assert "ILLEGAL_MODIFICATIONS" in status.summary()


def test_looking_at_attributes_first_still_changes_what_is_verified(shared: Path) -> None:
    """pyHanko calls this intact signature invalid: asn1crypto encoded its attributes anew. See `cms.facts`."""
    path = shared / "vectors" / "dss-pades" / "dss-818__Signature-P-DE_CRY-2 (HASH_FAILURE).pdf"
    make: Any = ValidationContext
    validate: Any = async_validate_pdf_signature
    status = asyncio.run(validate(embedded(path), make(trust_roots=[], allow_fetching=False)))
    assert status.valid is False
    policy = VerificationPolicy(at=dt.datetime(2026, 1, 1, tzinfo=VIETNAM))
    (result,) = verify_pdf(path.read_bytes(), location="x", policy=policy)
    assert result.integrity.signature_ok
