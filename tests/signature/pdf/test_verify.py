"""Verifying a PDF: who signed, what, when, in which order, and what happened since."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import time
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import fields, signers
from throwaway import pdf, png, trusting

import edoc
from edoc import AgencySeal, Indication, LeaderSignature, Limits, SubIndication
from edoc.limits import DEFAULT_LIMITS
from edoc.signature.budget import Budget
from edoc.signature.check import Outcome
from edoc.signature.model import Role
from edoc.signature.pdf import facts as facts_module
from edoc.signature.pdf import reading
from edoc.signature.pdf import verify as verify_module
from edoc.signature.pdf.verify import verify_pdf
from edoc.signature.stamping import for_pyhanko
from edoc.testing.pki import DEMO_MOMENT, DemoPki
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from pathlib import Path

    from edoc import SignatureResult, SigningKey, VerificationPolicy

sign_pdf = partial(edoc.sign_pdf, at=DEMO_MOMENT)
BOX = (330, 200, 480, 260)


def judged(data: bytes, policy: VerificationPolicy, limits: Limits | None = None) -> tuple[SignatureResult, ...]:
    return verify_pdf(data, location="attachment:a", policy=policy, budget=Budget(limits or Limits()))


def only(data: bytes, policy: VerificationPolicy, limits: Limits | None = None) -> SignatureResult:
    (result,) = judged(data, policy, limits)
    return result


def notes(result: SignatureResult) -> list[str]:
    return [note.key for note in result.notes]


def rows(result: SignatureResult) -> dict[str, Outcome]:
    return {check.id: check.outcome for check in result.checks if check.id.startswith("pdf.")}


@pytest.fixture(scope="module")
def leader_signed(key_of: Any, tsa: DemoTsa) -> bytes:
    shown = LeaderSignature(image=png(), box=BOX)
    return sign_pdf(pdf(pages=2), key_of("leader"), shown, time_stamper=tsa).data


@pytest.fixture(scope="module")
def sealed(leader_signed: bytes, key_of: Any, tsa: DemoTsa) -> bytes:
    return sign_pdf(leader_signed, key_of("agency"), AgencySeal(image=png("seal")), time_stamper=tsa).data


def test_leader_then_seal_is_right(sealed: bytes, policy: VerificationPolicy) -> None:
    leader, agency = judged(sealed, policy)
    assert (leader.indication, agency.indication) == (Indication.TOTAL_PASSED, Indication.TOTAL_PASSED)
    assert (leader.format, leader.location, leader.name) == ("pades", "attachment:a", "Signature1")
    assert (leader.role, agency.role) == (Role.PERSONAL, Role.ORGANISATION)
    assert leader.coverage.whole is False
    assert [part.label for part in leader.coverage.not_covered] == ["added after signing"]
    assert agency.coverage.whole is True
    assert agency.coverage.not_covered == ()
    assert [said.message for said in leader.modifications.found] == [
        "the signature field Signature2 was signed after this one"
    ]
    assert rows(leader) == {"pdf.order": Outcome.PASSED}
    assert rows(agency) == {
        "pdf.order": Outcome.PASSED,
        "pdf.order-times": Outcome.PASSED,
        "pdf.closed": Outcome.PASSED,
    }


def test_what_is_covered_is_said_to_the_byte(sealed: bytes, policy: VerificationPolicy) -> None:
    leader, _ = judged(sealed, policy)
    (covered,) = leader.coverage.covered
    first, second = covered.name.replace("bytes ", "").split(", ")
    end = int(second.split("-")[1])
    assert first.startswith("0-")
    assert leader.coverage.not_covered[0].name == f"bytes {end + 1}-{len(sealed) - 1}"
    assert covered.sha256 == leader.integrity.digests[0].computed


def test_the_time_stamp_proves_the_time(leader_signed: bytes, policy: VerificationPolicy) -> None:
    result = only(leader_signed, policy)
    assert result.time.proven == DEMO_MOMENT
    assert "TSA (DEMO)" in (result.time.proven_by or "")
    assert result.time.claimed == DEMO_MOMENT
    assert result.time.claimed_by == "M"


def test_where_it_is_seen_is_a_note(leader_signed: bytes, key_of: Any, policy: VerificationPolicy) -> None:
    (seen,) = [note for note in only(leader_signed, policy).notes if note.key == "pdf.visible"]
    assert seen.message == "the signature is seen on page 2, box 330 200 480 260"
    assert "pdf.invisible" in notes(only(sign_pdf(pdf(), key_of("leader")).data, policy))


def test_the_agency_before_the_leader_is_the_wrong_order(key_of: Any, policy: VerificationPolicy) -> None:
    first = sign_pdf(pdf(), key_of("agency"))
    second = edoc.sign_pdf(first.data, key_of("leader"), at=DEMO_MOMENT - dt.timedelta(hours=1))
    agency, leader = judged(second.data, policy)
    assert rows(agency)["pdf.order"] is Outcome.FAILED
    assert rows(leader)["pdf.order"] is Outcome.FAILED
    assert rows(leader)["pdf.order-times"] is Outcome.WARNING


def test_whose_signature_it_is_may_be_told_by_its_place(key_of: Any, policy: VerificationPolicy) -> None:
    """A certificate that does not say whose it is: the one of the time-stamping authority."""
    key = key_of("tsa")
    first = sign_pdf(pdf(), key, LeaderSignature(image=png(), box=BOX))
    second = sign_pdf(first.data, key, AgencySeal(image=png("seal")))
    third = sign_pdf(second.data, key, LeaderSignature(image=png(), box=(400, 790, 560, 820)))
    fourth = sign_pdf(third.data, key, LeaderSignature(image=png(), box=(50, 50, 90, 90)))
    results = judged(fourth.data, policy)
    assert [result.role.value for result in results] == ["personal", "organisation", "organisation", "unknown"]
    reasons = [result.role_reason.key for result in results[:3] if result.role_reason]
    assert reasons == ["pdf.place-under-seal", "pdf.place-seal", "pdf.place-corner"]
    assert rows(results[3])["pdf.order"] is Outcome.INDETERMINATE


def test_a_certificate_that_expired_later_still_counts_when_stamped_before(key_of: Any, pki: DemoPki) -> None:
    """The two steps: the time stamp first, then the signer at the stamped moment."""
    before = DEMO_MOMENT - dt.timedelta(days=200)
    signed = edoc.sign_pdf(pdf(), key_of("expired"), at=before, time_stamper=DemoTsa(pki.tsa, before)).data
    then = pki.crl("sub", at=before + dt.timedelta(days=1))
    policy = replace(trusting(pki), crls=(*pki.crls, pki.crl("root"), then))
    assert only(signed, policy).indication is Indication.TOTAL_PASSED
    late = edoc.sign_pdf(
        pdf(), key_of("expired"), at=before, allow_expired=True, time_stamper=DemoTsa(pki.tsa, DEMO_MOMENT)
    ).data
    result = only(late, policy)
    assert (result.indication, result.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.OUT_OF_BOUNDS_NO_POE,
    )


def test_a_certificate_that_was_revoked_counts_only_when_stamped_before(key_of: Any, pki: DemoPki) -> None:
    before = pki.revoked_at - dt.timedelta(days=20)
    early = edoc.sign_pdf(pdf(), key_of("revoked"), at=before, time_stamper=DemoTsa(pki.tsa, before)).data
    late = sign_pdf(pdf(), key_of("revoked"), time_stamper=DemoTsa(pki.tsa, DEMO_MOMENT)).data
    policy = trusting(pki)
    assert only(early, policy).indication is Indication.TOTAL_PASSED
    assert (only(late, policy).sub_indication or "").startswith("REVOKED")


def test_a_time_stamp_about_something_else_does_not_count(
    key_of: Any, pki: DemoPki, policy: VerificationPolicy
) -> None:
    other = DemoTsa(pki.tsa, DEMO_MOMENT, imprint=lambda digest: bytes(len(digest)))
    result = only(sign_pdf(pdf(), key_of("leader"), time_stamper=other).data, policy)
    assert result.time.proven is None
    assert "cms.stamp-refused" in notes(result)
    assert result.indication is Indication.TOTAL_PASSED


@pytest.mark.parametrize("authority", ["leader", "twin"])
def test_a_time_stamp_of_somebody_else_does_not_count(
    authority: str, key_of: Any, pki: DemoPki, policy: VerificationPolicy
) -> None:
    stamped = sign_pdf(pdf(), key_of("leader"), time_stamper=DemoTsa(getattr(pki, authority), DEMO_MOMENT)).data
    assert only(stamped, policy).time.proven is None


def test_a_time_stamp_that_cannot_be_read_does_not_take_the_signature_along(
    leader_signed: bytes, policy: VerificationPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    from edoc.signature.cms import tokens  # noqa: PLC0415 - the only use

    def broken(*_: object) -> None:
        raise KeyError("gen_time")

    monkeypatch.setattr(tokens, "_checked", broken)
    result = only(leader_signed, policy)
    assert result.integrity.signature_ok
    assert "cms.stamp-refused" in notes(result)


@pytest.mark.parametrize(("hours", "note"), [(7, "cms.local-as-utc"), (3, "cms.claimed-later"), (0, None), (-2, None)])
def test_local_time_marked_as_utc_is_reported_and_never_corrected(
    hours: int, note: str | None, key_of: Any, pki: DemoPki, policy: VerificationPolicy
) -> None:
    claimed = DEMO_MOMENT + dt.timedelta(hours=hours)
    signed = edoc.sign_pdf(pdf(), key_of("leader"), at=claimed, time_stamper=DemoTsa(pki.tsa, DEMO_MOMENT)).data
    result = only(signed, policy)
    assert result.time.claimed == claimed
    assert result.time.proven == DEMO_MOMENT
    assert [key for key in notes(result) if key.startswith("cms.")] == ([note] if note else [])


def with_document_stamp(data: bytes, tsa: DemoTsa) -> bytes:
    stamper: Any = signers.PdfTimeStamper
    writer: Any = IncrementalPdfFileWriter
    out = stamper(for_pyhanko(tsa)).timestamp_pdf(writer(io.BytesIO(data)), "sha256")
    return bytes(out.getvalue())


def test_a_document_time_stamp_is_no_signature_and_proves_the_time(
    key_of: Any, tsa: DemoTsa, policy: VerificationPolicy
) -> None:
    assert judged(with_document_stamp(pdf(), tsa), policy) == ()
    signed = sign_pdf(pdf(), key_of("leader")).data
    result = only(with_document_stamp(signed, tsa), policy)
    assert result.time.proven == DEMO_MOMENT
    assert result.modifications.outcome is Outcome.PASSED
    assert rows(result)["pdf.closed"] is Outcome.PASSED
    early = sign_pdf(with_document_stamp(pdf(), tsa), key_of("leader")).data
    assert only(early, policy).time.proven is None, "a stamp from before the signature proves nothing about it"


def test_bytes_behind_the_end_are_a_warning(leader_signed: bytes, policy: VerificationPolicy) -> None:
    result = only(leader_signed + b"\n% something\n", policy)
    assert result.indication is Indication.TOTAL_PASSED
    assert result.modifications.outcome is Outcome.WARNING
    assert [said.key for said in result.modifications.found] == ["pdf.trailing"]
    assert rows(result)["pdf.closed"] is Outcome.WARNING


dictionary: Any = generic.DictionaryObject


def changed(data: bytes, change: Any) -> bytes:
    writer: Any = IncrementalPdfFileWriter
    file = writer(io.BytesIO(data))
    change(file)
    out = io.BytesIO()
    file.write(out)
    return out.getvalue()


def test_an_annotation_that_was_added_is_named_with_its_page(leader_signed: bytes, policy: VerificationPolicy) -> None:
    def add(file: Any) -> None:
        page = file.root["/Pages"]["/Kids"][0]
        note = dictionary(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
                generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
                generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (9, 9, 99, 99))),
            }
        )
        make: Any = generic.ArrayObject
        page["/Annots"] = make([file.add_object(note)])
        file.mark_update(page.container_ref)

    result = only(changed(leader_signed, add), policy)
    assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.FORMAT_FAILURE)
    assert [said.message for said in result.modifications.found] == [
        "page 1: an annotation of the kind FreeText was added after signing"
    ]


def test_a_change_that_no_page_shows_is_named_as_pyhanko_does(leader_signed: bytes, policy: VerificationPolicy) -> None:
    def hide(file: Any) -> None:
        file.root["/OpenAction"] = dictionary({generic.pdf_name("/S"): generic.pdf_name("/JavaScript")})
        file.update_root()

    result = only(changed(leader_signed, hide), policy)
    assert result.sub_indication is SubIndication.FORMAT_FAILURE
    assert [said.key for said in result.modifications.found] == ["pdf.changed"]


def certified(key: SigningKey, level: fields.MDPPerm) -> bytes:
    make: Any = signers.PdfSigner
    describe: Any = signers.PdfSignatureMetadata
    writer: Any = IncrementalPdfFileWriter
    about = describe(field_name="A", certify=True, docmdp_permissions=level, subfilter=fields.SigSeedSubFilter.PADES)
    return bytes(make(about, signer=key.signer).sign_pdf(writer(io.BytesIO(pdf()))).getvalue())


def test_what_a_certified_file_forbids_fails_its_first_signature(key_of: Any, policy: VerificationPolicy) -> None:
    data = certified(key_of("leader"), fields.MDPPerm.FILL_FORMS)
    assert only(data, policy).indication is Indication.TOTAL_PASSED
    first, second = judged(sign_pdf(data, key_of("agency"), LeaderSignature(image=png(), box=BOX)).data, policy)
    assert first.sub_indication is SubIndication.FORMAT_FAILURE
    assert second.indication is Indication.TOTAL_PASSED


def test_no_changes_means_no_later_signature(
    key_of: Any, policy: VerificationPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pyHanko's own signer refuses; another program may not."""
    data = certified(key_of("leader"), fields.MDPPerm.NO_CHANGES)
    monkeypatch.setattr(signers.PdfSigner, "_enforce_certification_constraints", lambda *_: None)
    first, _ = judged(sign_pdf(data, key_of("agency")).data, policy)
    assert first.reason is not None
    assert first.reason.key in {"pdf.certified", "pdf.changed"}
    assert first.indication is Indication.TOTAL_FAILED


def test_one_changed_byte_is_a_hash_failure(leader_signed: bytes, policy: VerificationPolicy) -> None:
    data = leader_signed.replace(b"(Page 1)", b"(Page 7)")
    result = only(data, policy)
    assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.HASH_FAILURE)
    assert result.integrity.digests[0].matches is False


def other_contents(data: bytes, change: Any) -> bytes:
    """Put another CMS into the place of the last one."""
    from edoc.signature.pdf.reading import cms_of, open_pdf  # noqa: PLC0415 - the only use

    found = open_pdf(data, DEFAULT_LIMITS).signatures[-1]
    start, end = found.byte_range[1] + 1, found.byte_range[2] - 1
    new = change(cms_of(found)).hex().encode()
    assert len(new) <= end - start
    return bytes(data[:start] + new.ljust(end - start, b"0") + data[end:])


def wrapped(signed: Any) -> bytes:
    from asn1crypto import cms  # noqa: PLC0415 - the only use

    make: Any = cms.ContentInfo
    return bytes(make({"content_type": "signed_data", "content": signed}).dump())


def test_two_signers_in_one_signature_are_refused(leader_signed: bytes, policy: VerificationPolicy) -> None:
    def double(signed: Any) -> bytes:
        signed = signed.untag().copy()
        info = signed["signer_infos"][0]
        info["unsigned_attrs"] = None
        twice = type(signed["signer_infos"])()
        twice.contents = info.dump() * 2
        signed["signer_infos"] = type(signed["signer_infos"]).load(
            b"1\x82" + len(twice.contents).to_bytes(2) + twice.contents
        )
        return wrapped(signed)

    result = only(other_contents(leader_signed, double), policy)
    assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.FORMAT_FAILURE)
    assert result.reason is not None
    assert result.reason.key == "pdf.signers"


def test_a_missing_certificate_is_taken_from_those_that_the_caller_knows(
    key_of: Any, pki: DemoPki, policy: VerificationPolicy
) -> None:
    def strip(signed: Any) -> bytes:
        signed = signed.untag().copy()
        signed["certificates"] = None
        return wrapped(signed)

    data = other_contents(sign_pdf(pdf(), key_of("leader")).data, strip)
    assert only(data, policy).sub_indication is SubIndication.NO_SIGNING_CERTIFICATE_FOUND
    known = replace(policy, intermediates=(*policy.intermediates, pki.leader.der))
    assert only(data, known).indication is Indication.TOTAL_PASSED


def test_another_certificate_than_the_one_that_is_named_is_refused(
    key_of: Any, pki: DemoPki, policy: VerificationPolicy
) -> None:
    """The attacker's twin has the same names and number; the digest of the certificate tells them apart."""
    from asn1crypto import cms  # noqa: PLC0415 - the only use

    def swap(signed: Any) -> bytes:
        signed = signed.untag().copy()
        make: Any = cms.CertificateSet
        signed["certificates"] = make.load(b"1\x82" + len(pki.twin.der).to_bytes(2) + pki.twin.der)
        return wrapped(signed)

    result = only(other_contents(sign_pdf(pdf(), key_of("leader")).data, swap), policy)
    assert result.indication is not Indication.TOTAL_PASSED


def test_an_empty_place_is_no_signature_yet(leader_signed: bytes, policy: VerificationPolicy) -> None:
    result = only(other_contents(leader_signed, lambda _: b""), policy)
    assert result.reason is not None
    assert result.reason.key == "pdf.empty"


def test_a_kind_that_is_not_supported_is_named(leader_signed: bytes, policy: VerificationPolicy) -> None:
    result = only(leader_signed.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 "), policy)
    assert (result.indication, result.format) == (Indication.INDETERMINATE, "pdf")
    assert result.reason is not None
    assert "adbe.x509.rsa_sha1" in result.reason.message


def test_more_signatures_than_the_limit_are_not_looked_at(sealed: bytes, policy: VerificationPolicy) -> None:
    result = only(sealed, policy, Limits(signatures=1))
    assert result.reason is not None
    assert result.reason.key == "refusal.limit"


def test_a_file_that_takes_too_long_is_stopped(
    leader_signed: bytes, policy: VerificationPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object, **__: object) -> None:
        while True:
            time.sleep(0.001)

    monkeypatch.setattr(facts_module, "modified", endless)
    begin = time.monotonic()
    result = only(leader_signed, policy, Limits(signature_seconds=0.3))
    assert time.monotonic() - begin < 5
    assert (result.indication, result.sub_indication) == (Indication.INDETERMINATE, SubIndication.FORMAT_FAILURE)
    assert result.reason is not None
    assert result.reason.params["limit"] == "signature_seconds"
    assert result.reason.params["found"] == "> 0.3"


@pytest.mark.parametrize(
    ("error", "key"), [(MemoryError(), "attachment.memory"), (KeyError("x"), "attachment.unreadable")]
)
def test_what_a_library_raises_becomes_a_result(
    error: Exception, key: str, leader_signed: bytes, policy: VerificationPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(facts_module, "role_by_place", broken)
    result = only(leader_signed, policy)
    assert result.reason is not None
    assert result.reason.key == key
    monkeypatch.setattr(verify_module, "open_pdf", broken)
    assert only(leader_signed, policy).reason is not None
    assert judged(pdf(), policy) == ()


def test_a_comparison_that_cannot_be_made_leaves_it_undecided(
    leader_signed: bytes, policy: VerificationPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def review_file(self, *_: object, **__: object) -> None:
            raise KeyError("Reference(60)")

    monkeypatch.setattr("edoc.signature.pyhanko_names.diff_analysis.DEFAULT_DIFF_POLICY", Broken())
    result = only(leader_signed + b"\n", policy)
    assert (result.indication, result.sub_indication) == (Indication.INDETERMINATE, SubIndication.FORMAT_FAILURE)
    assert result.modifications.outcome is Outcome.INDETERMINATE


def test_a_signature_that_no_field_leads_to_is_not_passed_over(policy: VerificationPolicy) -> None:
    result = only(pdf() + b"% /ByteRange [0 1 2 3]\n", policy)
    assert result.reason is not None
    assert result.reason.key == "pdf.orphan"


@pytest.mark.shared
def test_a_file_with_a_password_says_so(shared: Path, policy: VerificationPolicy) -> None:
    data = (shared / "vectors" / "pyhanko-pdf" / "signed-encrypted-pubkey-with-catalog-ref.pdf").read_bytes()
    result = only(data, policy)
    assert result.reason is not None
    assert result.reason.key == "pdf.encrypted"


def test_it_can_be_called_where_an_event_loop_runs(leader_signed: bytes, policy: VerificationPolicy) -> None:
    async def verify() -> SignatureResult:
        return only(leader_signed, policy)

    assert asyncio.run(verify()).indication is Indication.TOTAL_PASSED


def test_every_sentence_is_there_in_vietnamese(sealed: bytes, policy: VerificationPolicy) -> None:
    leader, _ = judged(sealed, policy)
    seen = next(note for note in leader.notes if note.key == "pdf.visible")
    assert seen.describe("vi").startswith("chữ ký hiển thị ở trang 2")


def test_a_date_that_is_none_claims_nothing() -> None:
    for entries in ({"/M": "yesterday"}, {}):
        assert facts_module._date_of(SimpleNamespace(dictionary=entries)) is None  # type: ignore[arg-type]  # what it reads


def test_a_file_that_everybody_may_read_is_opened() -> None:
    make: Any = PdfFileReader
    out = io.BytesIO()
    writer: Any = copy_into_new_writer(make(io.BytesIO(pdf())))
    writer.encrypt(owner_pass="owner", user_pass="")
    writer.write(out)
    assert reading.open_pdf(out.getvalue(), DEFAULT_LIMITS).signatures == ()
