"""Every attack on a PDF has exactly the outcome that is expected of it."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from edoc import VIETNAM, VerificationPolicy
from edoc.signature.pdf.verify import verify_pdf
from edoc.signature.trust import TrustStore

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared

#: A moment after the files were made, at which their revocation lists are fresh.
AT: Final = dt.datetime(2026, 11, 22, 12, 30, tzinfo=VIETNAM)
#: What each file's expectation means in our words: one line for each signature.
EXPECTED: Final = {
    "pdf_byteflip_in_page.pdf": ["TOTAL_FAILED HASH_FAILURE"],
    # the first signature fails, as it certified the file; the second is right in itself
    "pdf_certify_fill_then_sign.pdf": ["TOTAL_FAILED FORMAT_FAILURE", "TOTAL_PASSED"],
    "pdf_good_3sigs.pdf": ["TOTAL_PASSED", "TOTAL_PASSED", "TOTAL_PASSED"],
    "pdf_no_timestamp.pdf": ["TOTAL_PASSED"],
    "pdf_page_added.pdf": ["TOTAL_FAILED FORMAT_FAILURE"],
    "pdf_shadow_replace_page.pdf": ["TOTAL_FAILED FORMAT_FAILURE"],
    "pdf_signer_expired.pdf": ["INDETERMINATE OUT_OF_BOUNDS_NO_POE"],
    "pdf_signer_weak1024.pdf": ["INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE"],
    "pdf_unsigned.pdf": [],
}


@pytest.fixture
def attacks_policy(shared: Path) -> VerificationPolicy:
    folder = shared / "attacks" / "pki"
    sub = x509.load_pem_x509_certificate((folder / "sub.pem").read_bytes()).public_bytes(Encoding.DER)
    lists = [(folder / name).read_bytes() for name in ("root_fresh.crl", "sub_fresh.crl")]
    crls = [x509.load_pem_x509_crl(data).public_bytes(Encoding.DER) if data[:1] == b"-" else data for data in lists]
    trust = TrustStore.load(folder / "root.pem")
    return VerificationPolicy(trust=trust, intermediates=(sub,), crls=tuple(crls), at=AT)


def test_the_table_has_a_row_for_each_file(shared: Path) -> None:
    expected = json.loads((shared / "attacks" / "expected.json").read_text("utf-8"))
    assert {name for name in expected if name.startswith("pdf_")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_attack_has_the_outcome_that_is_expected(
    name: str, shared: Path, attacks_policy: VerificationPolicy
) -> None:
    content = (shared / "attacks" / name).read_bytes()
    results = verify_pdf(content, location="attachment:a", policy=attacks_policy)
    found = [" ".join(filter(None, (result.indication, result.sub_indication))) for result in results]
    assert found == EXPECTED[name]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pdf_page_added.pdf", "the number of pages was changed after signing: 2 then, 3 now"),
        ("pdf_shadow_replace_page.pdf", "page 1: its content was replaced after signing"),
    ],
)
def test_what_was_changed_and_where_is_said(
    name: str, said: str, shared: Path, attacks_policy: VerificationPolicy
) -> None:
    (result,) = verify_pdf((shared / "attacks" / name).read_bytes(), location="x", policy=attacks_policy)
    assert [change.message for change in result.modifications.found] == [said]
    assert result.reason is not None
    assert result.reason.message == said
    assert result.integrity.signature_ok


def test_without_a_time_stamp_the_time_is_not_proven(shared: Path, attacks_policy: VerificationPolicy) -> None:
    (result,) = verify_pdf(
        (shared / "attacks" / "pdf_no_timestamp.pdf").read_bytes(), location="x", policy=attacks_policy
    )
    assert result.time.proven is None
    assert result.time.claimed is not None
    assert result.time.outcome.value == "warning"
