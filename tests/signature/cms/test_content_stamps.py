"""Time stamps over the content: the signature is younger, and no signer can claim a day before them."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from copy import copy
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from asn1crypto import cms as asn1_cms
from asn1crypto import core as asn1_core
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from throwaway import pdf

from edoc import Indication, SubIndication
from edoc.signature.check import Outcome
from edoc.signature.cms.attributes import certificates
from edoc.signature.cms.container import signed_data
from edoc.signature.cms.detached import verify_cms
from edoc.signature.pdf.verify import verify_pdf
from edoc.signature.stamping import for_pyhanko
from edoc.testing.pki import DEMO_MOMENT, DemoPki
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from edoc import SignatureResult, SigningKey, VerificationPolicy

CONTENT = b"noi dung"
HOUR = dt.timedelta(hours=1)


class Clock(DemoTsa):
    """Stamps the content at one moment, and everything else at another."""

    def __init__(self, pki: DemoPki, content: dt.datetime, other: dt.datetime, **how: Any) -> None:
        super().__init__(pki.tsa, other, **how)
        self._content, self._other = content, other

    def stamp(self, request: bytes) -> bytes:
        self._at = self._content if sha256(CONTENT).digest() in request else self._other
        return super().stamp(request)


def signed(key: SigningKey, clock: Clock, claimed: dt.datetime, *unsigned: Any, both: bool = False) -> bytes:
    """A CMS signature over `CONTENT` inside, with a time stamp over the content, and maybe one over the signature."""
    settings: Any = PdfCMSSignedAttributes
    spec: Any = CAdESSignedAttrSpec
    signer: Any = copy(key.signer)
    attributes: Any = asn1_cms.CMSAttributes

    async def others(*_: object, **__: object) -> Any:
        return attributes(list(unsigned)) if unsigned else None

    if not both:
        signer.unsigned_attrs = others

    async def sign() -> Any:
        return await signer.async_sign_general_data(
            CONTENT,
            "sha256",
            detached=False,
            use_cades=True,
            timestamper=for_pyhanko(clock),
            signed_attr_settings=settings(
                signing_time=claimed.astimezone(dt.UTC), cades_signed_attrs=spec(timestamp_content=True)
            ),
        )

    return bytes(asyncio.run(sign()).dump())


def only(data: bytes, policy: VerificationPolicy) -> SignatureResult:
    (result,) = verify_cms(data, location="attachment:1", policy=policy)
    return result


def rows(result: SignatureResult) -> list[tuple[str, Outcome, str]]:
    wanted = ("time.content-stamp", "properties")
    return [(row.id, row.outcome, row.key) for row in result.checks if row.id in wanted]


def test_a_content_stamp_makes_a_row_and_no_proof_of_the_time_of_signing(
    key_of: Any, pki: DemoPki, policy: VerificationPolicy
) -> None:
    clock = Clock(pki, DEMO_MOMENT - HOUR, DEMO_MOMENT)
    result = only(signed(key_of("agency"), clock, DEMO_MOMENT), policy)
    assert (result.indication, result.time.proven) == (Indication.TOTAL_PASSED, None)
    assert rows(result) == [("time.content-stamp", Outcome.PASSED, "cms.content-stamp")]
    assert [item.kind for item in result.material].count("token") == 1


def test_a_claimed_time_before_it_is_not_taken(key_of: Any, pki: DemoPki, policy: VerificationPolicy) -> None:
    clock = Clock(pki, DEMO_MOMENT - HOUR, DEMO_MOMENT)
    archive = replace(policy, preset="archive")
    honest = only(signed(key_of("agency"), clock, DEMO_MOMENT - HOUR / 2), archive)
    assert honest.time.judged_by == "claimed"
    backdated = only(signed(key_of("agency"), clock, DEMO_MOMENT - 200 * HOUR), archive)
    assert backdated.time.judged_by == "given"
    assert "cms.claimed-earlier" in [note.key for note in backdated.notes]


def test_one_that_is_about_something_else_is_told_and_changes_nothing(
    key_of: Any, pki: DemoPki, policy: VerificationPolicy
) -> None:
    clock = Clock(pki, DEMO_MOMENT - HOUR, DEMO_MOMENT, imprint=lambda digest: digest[::-1])
    result = only(signed(key_of("agency"), clock, DEMO_MOMENT), policy)
    assert result.indication is Indication.TOTAL_PASSED
    assert rows(result) == [("time.content-stamp", Outcome.WARNING, "cms.content-stamp-refused")]


def test_stamps_that_contradict_each_other_decide_nothing(
    key_of: Any, pki: DemoPki, policy: VerificationPolicy
) -> None:
    late = Clock(pki, DEMO_MOMENT, DEMO_MOMENT - HOUR)
    result = only(signed(key_of("agency"), late, DEMO_MOMENT, both=True), policy)
    assert (result.indication, result.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.TIMESTAMP_ORDER_FAILURE,
    )
    early = Clock(pki, DEMO_MOMENT - HOUR, DEMO_MOMENT)
    right = only(signed(key_of("agency"), early, DEMO_MOMENT, both=True), policy)
    assert (right.indication, right.time.proven) == (Indication.TOTAL_PASSED, DEMO_MOMENT)


def test_one_after_the_certificate_s_end_fails_it_for_good(
    key_of: Any, pki: DemoPki, policy: VerificationPolicy
) -> None:
    leaf = pki.agency.certificate
    after = leaf.not_valid_after_utc + HOUR
    result = only(signed(key_of("agency"), Clock(pki, after, after), after), policy)
    refused = [row for row in result.checks if row.id == "time.content-stamp"]
    assert [row.outcome for row in refused] == [Outcome.WARNING]  # its authority's certificate has ended, too
    assert result.indication is Indication.TOTAL_PASSED


def attribute(name: str, value: Any) -> Any:
    make: Any = asn1_cms.CMSAttribute
    return make({"type": name, "values": [asn1_core.Any(value)]})


def test_what_is_not_looked_at_is_named(key_of: Any, pki: DemoPki, policy: VerificationPolicy) -> None:
    clock = Clock(pki, DEMO_MOMENT, DEMO_MOMENT)
    beside = [attribute(name, asn1_core.Null()) for name in ("0.4.0.1733.2.4", "1.2.3.4")]
    result = only(signed(key_of("agency"), clock, DEMO_MOMENT, *beside), policy)
    assert result.indication is Indication.TOTAL_PASSED
    (row,) = [check for check in result.checks if check.id == "properties"]
    assert (row.outcome, row.params["names"]) == (Outcome.NOT_RUN, "1.2.3.4, archive-time-stamp-v3")


def test_certificate_values_are_certificates_of_the_signature(key_of: Any, pki: DemoPki) -> None:
    clock, der = Clock(pki, DEMO_MOMENT, DEMO_MOMENT), pki.g1_sub.der
    load: Any = asn1_core.Sequence.load
    values = load(b"\x30\x82" + len(der).to_bytes(2) + der)
    plain = certificates(signed_data(signed(key_of("agency"), clock, DEMO_MOMENT)))
    for held, found in ((values, (*plain, der)), (asn1_core.Null(), plain)):
        data = signed(key_of("agency"), clock, DEMO_MOMENT, attribute("1.2.840.113549.1.9.16.2.23", held))
        assert certificates(signed_data(data)) == found


def test_in_a_pdf_it_is_about_the_signed_bytes(key_of: Any, pki: DemoPki, policy: VerificationPolicy) -> None:
    describe: Any = PdfSignatureMetadata
    spec: Any = CAdESSignedAttrSpec
    make: Any = PdfSigner
    writer: Any = IncrementalPdfFileWriter
    signer = make(
        describe(
            field_name="S",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            cades_signed_attr_spec=spec(timestamp_content=True),
        ),
        signer=key_of("agency").signer,
        timestamper=for_pyhanko(DemoTsa(pki.tsa, DEMO_MOMENT)),
    )

    async def sign() -> Any:
        return await signer.async_sign_pdf(writer(io.BytesIO(pdf())))

    (result,) = verify_pdf(asyncio.run(sign()).getvalue(), location="attachment:1", policy=policy)
    assert (result.indication, result.time.proven) == (Indication.TOTAL_PASSED, DEMO_MOMENT)
    assert rows(result) == [("time.content-stamp", Outcome.PASSED, "cms.content-stamp")]
