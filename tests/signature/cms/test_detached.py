"""CMS signatures in files of their own: what they are about is found by digest, and named when it is gone."""

from __future__ import annotations

import asyncio
import base64
import binascii
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import core as asn1_core
from asn1crypto import keys as asn1_keys
from asn1crypto import ocsp as asn1_ocsp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed448, ed25519, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, pkcs7

from edoc import Attachment, Indication, Limits, SubIndication
from edoc.errors import AttachmentError
from edoc.signature.budget import Budget
from edoc.signature.cms.attributes import revocation
from edoc.signature.cms.container import NotCmsError, looks_like_cms, signed_data
from edoc.signature.cms.detached import inner_content, verify_cms
from edoc.signature.cms.facts import _bits
from edoc.signature.stamping import for_pyhanko
from edoc.testing.pki import DEMO_MOMENT, DemoPki

if TYPE_CHECKING:
    from pathlib import Path

    from edoc import SignatureResult, VerificationPolicy
    from edoc.testing.tsa import DemoTsa

CONTENT = b"%PDF-1.7 van ban"
FILE = Attachment.of(CONTENT, name="cong-van.pdf", content_id="1.pdf@mau.vn")
OTHER = Attachment.of(b"so lieu", name="so-lieu.xlsx", content_id="2.xlsx@mau.vn")


def signature(key: Any, content: bytes, *, detached: bool = True, tsa: Any = None) -> bytes:
    async def sign() -> Any:
        return await key.signer.async_sign_general_data(
            content, "sha256", detached=detached, use_cades=True, timestamper=None if tsa is None else for_pyhanko(tsa)
        )

    return bytes(asyncio.run(sign()).dump())


def only(content: bytes, policy: VerificationPolicy, **more: Any) -> SignatureResult:
    (result,) = verify_cms(content, location="attachment:3", policy=policy, **more)
    return result


@pytest.fixture(scope="module")
def p7s(key_of: Any, tsa: DemoTsa) -> bytes:
    return signature(key_of("agency"), CONTENT, tsa=tsa)


def test_a_detached_signature_is_about_the_file_with_its_digest(p7s: bytes, policy: VerificationPolicy) -> None:
    result = only(p7s, policy, name="khac.p7s", beside=[OTHER, FILE])
    assert (result.indication, result.format) == (Indication.TOTAL_PASSED, "cades")
    (part,) = result.coverage.covered
    assert (part.name, part.label, part.sha256) == ("attachment:1.pdf@mau.vn", "cong-van.pdf", FILE.sha256)
    assert result.time.proven == DEMO_MOMENT
    assert result.role.value == "organisation"


def test_the_file_that_it_is_named_after_has_changed(p7s: bytes, policy: VerificationPolicy) -> None:
    changed = Attachment.of(CONTENT + b"!", name="Cong-Van.pdf", content_id="1.pdf@mau.vn")
    for name in ("cong-van.pdf.p7s", "cong-van.p7s"):
        result = only(p7s, policy, name=name, beside=[OTHER, changed])
        assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.HASH_FAILURE)
        assert result.reason is not None
        assert "cong-van.pdf" in result.reason.message


def test_a_signature_of_nothing_that_is_there(p7s: bytes, policy: VerificationPolicy) -> None:
    for beside in ([], [OTHER]):
        result = only(p7s, policy, name="x.p7s", beside=beside)
        assert (result.indication, result.sub_indication) == (
            Indication.INDETERMINATE,
            SubIndication.SIGNED_DATA_NOT_FOUND,
        )


def test_files_that_cannot_be_read_are_no_match(p7s: bytes, policy: VerificationPolicy) -> None:
    class Broken:
        attachment_name = "hong.pdf"
        content_id = "x"
        has_content = False

    assert only(p7s, policy, beside=[Broken(), FILE]).indication is Indication.TOTAL_PASSED


@pytest.mark.parametrize(
    "form",
    [
        lambda der: der,
        lambda der: b"-----BEGIN PKCS7-----\n" + base64.encodebytes(der) + b"-----END PKCS7-----\n",
        base64.encodebytes,
    ],
    ids=["der", "pem", "base64"],
)
def test_der_pem_and_base64_are_read(form: Any, p7s: bytes, policy: VerificationPolicy) -> None:
    assert looks_like_cms(form(p7s)[:1000])
    assert only(form(p7s), policy, beside=[FILE]).indication is Indication.TOTAL_PASSED


def test_an_attached_signature_signs_what_is_inside(key_of: Any, policy: VerificationPolicy) -> None:
    p7m = signature(key_of("leader"), CONTENT, detached=False)
    result = only(p7m, policy)
    assert (result.indication, result.format) == (Indication.TOTAL_PASSED, "cades")
    assert result.coverage.covered[0].size == len(CONTENT)
    assert inner_content(p7m) == CONTENT
    broken = p7m.replace(b"van ban", b"van bAn")
    assert only(broken, policy).sub_indication is SubIndication.HASH_FAILURE


def test_another_signature_value_is_a_failure_of_the_cryptography(key_of: Any, policy: VerificationPolicy) -> None:
    p7m = signature(key_of("leader"), CONTENT, detached=False)
    value = signed_data(p7m)["signer_infos"][0]["signature"].native
    other = signed_data(signature(key_of("leader"), CONTENT + b"!", detached=False))["signer_infos"][0][
        "signature"
    ].native
    changed = p7m.replace(value, other) if len(value) == len(other) else p7m.replace(value[-8:], bytes(8))
    assert only(changed, policy).sub_indication is SubIndication.SIG_CRYPTO_FAILURE


def test_a_detached_signature_without_content_has_nothing_inside(p7s: bytes) -> None:
    assert inner_content(p7s) is None
    assert inner_content(b"no CMS") is None


def test_each_signer_is_judged_alone(pki: DemoPki, policy: VerificationPolicy) -> None:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(CONTENT)
    for who in (pki.leader, pki.agency):
        builder = builder.add_signer(who.certificate, who.key, hashes.SHA256())
    both = builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
    results = verify_cms(both, location="x", policy=policy, beside=[FILE])
    assert [result.indication for result in results] == [Indication.TOTAL_PASSED] * 2
    assert {result.role.value for result in results} == {"personal", "organisation"}
    assert {result.format for result in results} == {"cms"}
    assert [note.key for note in results[0].notes] == ["cms.no-signing-certificate"]
    (many,) = verify_cms(both, location="x", policy=policy, budget=Budget(Limits(signatures=1)))
    assert many.reason is not None
    assert many.reason.key == "refusal.limit"


@pytest.mark.parametrize("named", ["cong-van.pdf.p7s", "x.p7s"])
def test_without_signed_attributes_the_name_says_where_to_look(
    named: str, pki: DemoPki, policy: VerificationPolicy
) -> None:
    bare = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(CONTENT)
        .add_signer(pki.leader.certificate, pki.leader.key, hashes.SHA256())
    )
    der = bare.sign(
        Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.NoAttributes, pkcs7.PKCS7Options.Binary]
    )
    assert only(der, policy, name=named, beside=[FILE]).indication is Indication.TOTAL_PASSED
    changed = Attachment.of(CONTENT + b"!", name="cong-van.pdf", content_id="1.pdf@mau.vn")
    assert only(der, policy, name=named, beside=[changed]).sub_indication is SubIndication.SIG_CRYPTO_FAILURE


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_sha1_is_the_policy_s_matter(pki: DemoPki, policy: VerificationPolicy, tmp_path: Path) -> None:
    (tmp_path / "c.pem").write_bytes(pki.leader.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "k.pem").write_bytes(pki.leader.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "f").write_bytes(CONTENT)
    order = "cms -sign -binary -in f -signer c.pem -inkey k.pem -md sha1 -outform DER -out s.p7s"
    command = ["openssl", *order.split()]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    der = (tmp_path / "s.p7s").read_bytes()
    result = only(der, policy, beside=[FILE])
    assert (result.indication, result.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.CRYPTO_CONSTRAINTS_FAILURE,
    )
    archived = only(der, replace(policy, preset="archive"), beside=[FILE])
    assert archived.sub_indication is not SubIndication.CRYPTO_CONSTRAINTS_FAILURE
    assert archived.algorithms.outcome.value == "warning"


def test_an_unknown_digest_is_named(key_of: Any, policy: VerificationPolicy) -> None:
    sha256, unknown = bytes.fromhex("0609608648016503040201"), bytes.fromhex("0609608648016503040263")
    der = signature(key_of("leader"), CONTENT, detached=False).replace(sha256, unknown)
    result = only(der, policy)
    assert (result.indication, result.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.CRYPTO_CONSTRAINTS_FAILURE,
    )
    assert result.reason is not None
    assert result.reason.key == "cms.unknown-digest"


@pytest.mark.parametrize(
    "content",
    [b"", b"no CMS at all", b"0\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", b"MIIB!"],
    ids=["empty", "text", "cut", "base64"],
)
def test_what_is_no_cms_is_said(content: bytes, policy: VerificationPolicy) -> None:
    assert only(content, policy).sub_indication is SubIndication.FORMAT_FAILURE
    with pytest.raises(NotCmsError):
        signed_data(content)


def test_other_kinds_of_cms_are_said() -> None:
    make: Any = asn1_cms.ContentInfo
    with pytest.raises(NotCmsError, match="content type data"):
        signed_data(make({"content_type": "data", "content": b"x"}).dump())


def test_base64_that_is_none_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: bytes) -> bytes:
        raise binascii.Error

    monkeypatch.setattr("edoc.signature.cms.container.base64.b64decode", refuse)
    assert not looks_like_cms(b"MIIB" * 10)


def test_keys_are_named_with_their_size(p7s: bytes, policy: VerificationPolicy) -> None:
    result = only(p7s, policy, beside=[FILE])
    used = {use.use: (use.name, use.bits) for use in result.algorithms.used[:3]}
    assert used["key"] == ("ec", 256)
    assert used["digest"] == ("sha256", None)
    assert used["signature"] == ("ecdsa-sha256", None)


def test_revocation_data_in_a_signature_is_found(key_of: Any, pki: DemoPki) -> None:
    signed = signed_data(signature(key_of("leader"), CONTENT, detached=False)).untag().copy()
    answer, listed = pki.ocsp(pki.leader), pki.crl("sub")
    make: Any = asn1_cms.RevocationInfoChoices
    crl: Any = asn1_cms.RevocationInfoChoice("crl", asn1_cms.CertificateList.load(listed))
    response: Any = asn1_cms.OCSPResponse.load(answer)
    other: Any = asn1_cms.RevocationInfoChoice(
        "other", {"other_rev_info_format": "ocsp_response", "other_rev_info": response}
    )
    signed["crls"] = make([crl, other])
    crls, ocsps = revocation(signed, signed["signer_infos"][0])
    assert crls == (listed,)
    assert ocsps == (answer,)


@pytest.mark.parametrize(
    ("key", "bits"),
    [(ed25519.Ed25519PrivateKey, 256), (ed448.Ed448PrivateKey, 456), (x25519.X25519PrivateKey, None)],
)
def test_the_size_of_every_key_is_told_where_there_is_one(key: Any, bits: int | None) -> None:
    der = key.generate().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    load: Any = asn1_keys.PublicKeyInfo.load
    assert _bits(load(der)) == bits


def test_other_kinds_of_revocation_data_are_left_alone(key_of: Any) -> None:
    signed = signed_data(signature(key_of("leader"), CONTENT, detached=False)).untag().copy()
    make: Any = asn1_cms.RevocationInfoChoices
    scvp: Any = {"other_rev_info_format": "1.2.3.4", "other_rev_info": asn1_core.Null()}
    other: Any = asn1_cms.RevocationInfoChoice
    signed["crls"] = make([other("other", scvp)])
    assert revocation(signed, signed["signer_infos"][0]) == ((), ())


def with_revocation_values(der: bytes, parts: list[bytes]) -> bytes:
    """Put the attribute ``revocation-values`` beside the time stamp of a signature."""
    load: Any = asn1_cms.ContentInfo.load
    container = load(der).copy()
    info = container["content"]["signer_infos"][0]
    make: Any = asn1_cms.CMSAttribute
    load_value: Any = asn1_core.Sequence.load
    wanted = make({"type": "1.2.840.113549.1.9.16.2.24", "values": [asn1_core.Any(load_value(sequence(0x30, *parts)))]})
    attributes: Any = asn1_cms.CMSAttributes
    info["unsigned_attrs"] = attributes([*info["unsigned_attrs"], wanted])
    return bytes(container.dump(force=True))


def sequence(tag: int, *parts: bytes) -> bytes:
    """Write a constructed value."""
    body = b"".join(parts)
    return bytes([tag, 0x83, *len(body).to_bytes(3)]) + body


def test_revocation_values_count_as_evidence_from_the_document(
    p7s: bytes, pki: DemoPki, policy: VerificationPolicy
) -> None:
    load: Any = asn1_ocsp.OCSPResponse.load
    basic = load(pki.ocsp(pki.agency))["response_bytes"]["response"].parsed.dump()
    crls = sequence(0xA0, sequence(0x30, pki.crl("root"), pki.crl("sub")))
    answers = sequence(0xA1, sequence(0x30, basic))
    bare = replace(policy, crls=())

    alone = only(p7s, bare, name="khac.p7s", beside=[FILE])
    full = only(with_revocation_values(p7s, [crls, answers, sequence(0xA2)]), bare, name="khac.p7s", beside=[FILE])

    assert (alone.indication, alone.sub_indication) == (Indication.INDETERMINATE, SubIndication.TRY_LATER)
    assert full.indication == Indication.TOTAL_PASSED
    assert (full.time.judged_by, full.revocation.origin) == ("proven", "document")


def test_a_signature_without_a_certificate_names_no_signer(key_of: Any, policy: VerificationPolicy) -> None:
    load: Any = asn1_cms.ContentInfo.load
    container = load(signature(key_of("agency"), CONTENT, detached=False)).copy()
    container["content"]["certificates"] = asn1_cms.CertificateSet([])
    result = only(bytes(container.dump(force=True)), policy)
    assert (result.indication, result.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.NO_SIGNING_CERTIFICATE_FOUND,
    )


def test_a_file_beside_it_that_breaks_while_it_is_read_is_no_match(p7s: bytes, policy: VerificationPolicy) -> None:
    class Torn:
        attachment_name = "a.pdf"
        content_id = "x"
        has_content = True

        def pieces(self) -> None:
            raise AttachmentError("torn")

    assert only(p7s, policy, beside=[Torn(), FILE]).indication is Indication.TOTAL_PASSED


@pytest.mark.parametrize("at", ["content type", "content"])
def test_content_that_is_no_content_is_said(at: str, key_of: Any, policy: VerificationPolicy) -> None:
    whole = signature(key_of("leader"), CONTENT, detached=False)
    oid = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
    place = whole.index(oid) + (0 if at == "content type" else len(oid))
    broken = whole[:place] + b"\xdf" + whole[place + 1 :]
    assert only(broken, policy).sub_indication is SubIndication.FORMAT_FAILURE
    assert inner_content(broken) is None


@pytest.mark.parametrize("detached", [True, False])
def test_attributes_of_a_signature_are_no_content_that_was_signed(
    detached: bool, key_of: Any, policy: VerificationPolicy
) -> None:
    """RFC 5652, 5.4: the value is made over the attributes, whose very bytes could be passed off as the content."""
    real = signed_data(signature(key_of("leader"), CONTENT))
    info = real["signer_infos"][0]
    attributes = b"1" + info["signed_attrs"].untag().dump()[1:]
    bare = {name: info[name] for name in ("version", "sid", "digest_algorithm", "signature_algorithm", "signature")}
    make: Any = asn1_cms.SignedData
    forged = make(
        {
            "version": "v1",
            "digest_algorithms": real["digest_algorithms"],
            "encap_content_info": {"content_type": "data"} | ({} if detached else {"content": attributes}),
            "certificates": real["certificates"],
            "signer_infos": [asn1_cms.SignerInfo(bare)],
        }
    )
    content = bytes(asn1_cms.ContentInfo({"content_type": "signed_data", "content": forged}).dump())
    beside = [Attachment.of(attributes, name="a.bin", content_id="1.bin@mau.vn")]
    result = only(content, policy, beside=beside if detached else [], name="a.bin.p7s")
    assert result.integrity.signature_ok, "the cryptography alone does not see it"
    assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.FORMAT_FAILURE)
    assert result.reason is not None
    assert result.reason.key == "cms.attributes-as-content"
