"""`edoc.sign`: the bytes around a signature stay what they were, and what may not sign does not."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding
from xml_signatures import certificate, der, facts_of, key_of_failure, package_with, private_key, signature

import edoc
from edoc._xml.pieced import PiecedSource
from edoc._xml.source import BytesSource
from edoc.errors import SigningError
from edoc.testing import sample_package, sample_status
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.testing.pki import DemoPki

START, END = b"<ds:Signature ", b"</ds:Signature>"
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=edoc.VIETNAM)


def signed(source: Any = None, kind: str = "rsa", size: int = 2048, **options: Any) -> bytes:
    given = sample_package(1) if source is None else source
    return edoc.sign(
        given, key=private_key(kind, size), certificate=certificate(kind, size), at=NOW, **options
    ).to_bytes()


def without_signature(data: bytes) -> bytes:
    start, end = data.index(START), data.index(END) + len(END)
    return data[:start].rstrip() + data[end:]


@pytest.mark.parametrize(("kind", "size", "name"), [("rsa", 2048, "rsa"), ("ec", 256, "ecdsa"), ("ec", 521, "ecdsa")])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_a_package_is_signed_as_a_whole(kind: str, size: int, name: str, digest: str) -> None:
    data = signed(kind=kind, size=size, digest=digest)
    facts = facts_of(data)
    assert facts is not None
    assert facts.failure is None
    assert facts.coverage.whole
    assert [use.name for use in facts.algorithms] == [f"{name}-{digest}", digest, "exc-c14n", kind]
    assert b'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="signature-1">' in data


@pytest.mark.parametrize("source", [sample_package(2), sample_status(2)])
def test_every_other_byte_stays_what_it_was(source: edoc.DocumentPackage | edoc.StatusMessage) -> None:
    before = source.to_bytes()
    assert without_signature(signed(source)) == before
    odd = before.replace(b"\n", b"\r\n").replace(b"<edXML:", b"<edXML:", 1).replace(b"?>", b"?><!-- c -->", 1)
    assert without_signature(signed(odd)) == odd


def test_a_signed_package_can_be_read_and_says_what_it_said() -> None:
    package = edoc.sign(sample_package(3), key=private_key(), certificate=certificate(), at=NOW)
    assert package.header == sample_package(3).header
    assert package.signature is not None
    assert package.attachments == sample_package(3).attachments


def test_a_file_is_signed_without_being_held_in_memory(tmp_path: Path) -> None:
    path, out = tmp_path / "large.edxml", tmp_path / "signed.edxml"
    content = b"0123456789abcdef" * 40_000
    draft = edoc.DocumentPackage.new(
        sender="H49.15", recipients=["H49.16"], code="05/SM-VP", subject="V/v", attachments=[_file(tmp_path, content)]
    )
    draft.write(path)
    package = edoc.sign(path, key=private_key(), certificate=certificate(), at=NOW)
    package.write(out)
    with package, edoc.read(out) as again:
        assert again.attachments[0].read() == content
        assert package.attachments[0].read() == content
    assert without_signature(out.read_bytes()) == path.read_bytes()
    facts = facts_of(out.read_bytes())
    assert facts is not None
    assert facts.failure is None


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "a.bin"
    path.write_bytes(content)
    return path


def test_chosen_parts_are_signed_by_their_ids() -> None:
    source = sample_package(1).to_bytes().replace(b"<edXML:edXMLEnvelope", b'<edXML:edXMLEnvelope Id="env"')
    source = source.replace(b"<AttachmentEncoded", b'<AttachmentEncoded Id="att"')
    facts = facts_of(signed(source, parts=["env", "att"]))
    assert facts is not None
    covered = [part.name for part in facts.coverage.covered]
    assert covered[:2] == ["/edXML/edXMLEnvelope", "/edXML/AttachmentEncoded"]
    assert covered[2].endswith("/Signature/Object/SignatureProperties")
    assert facts.coverage.not_covered == ()
    assert key_of_failure(facts) == "envelope-not-covered"
    with pytest.raises(SigningError, match="0 elements have the Id nothing"):
        signed(source, parts=["nothing"])


def test_what_is_signed_already_is_not_signed_again_unless_told() -> None:
    data = signed()
    with pytest.raises(SigningError, match="signed already"):
        signed(data)
    again = signed(data, replace=True, kind="ec", size=256)
    assert without_signature(again) == without_signature(data)
    facts = facts_of(again)
    assert facts is not None
    assert facts.failure is None
    with pytest.raises(SigningError, match="signed already"):
        signed(package_with(signature().replace("http://www.w3.org/2000/09/xmldsig#", "urn:x")))


def test_a_header_without_elements_takes_a_signature_too() -> None:
    source = b"""<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader/></edXMLEnvelope></edXML>"""
    facts = facts_of(signed(source))
    assert facts is not None
    assert facts.failure is None


def test_a_package_without_a_header_is_not_signed() -> None:
    source = b"""<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope/></edXML>"""
    with pytest.raises(SigningError, match="no edXMLHeader"):
        signed(source)


def test_the_certificate_may_be_given_in_any_form_and_with_its_chain() -> None:
    pem = certificate().public_bytes(Encoding.PEM)
    for form in (certificate(), der(), pem):
        package = edoc.sign(sample_package(1), key=private_key(), certificate=form, chain=[der("ec", 256)], at=NOW)
        facts = facts_of(package.to_bytes())
        assert facts is not None
        assert (facts.certificate, facts.others) == (der(), (der("ec", 256),))


def issued(kind: str = "rsa", size: int = 2048, *, usage: bool | None = None) -> x509.Certificate:
    """A certificate with a key usage: for signing, or for anything but."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Trần Thị Mẫu")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private_key(kind, size).public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    )
    if usage is not None:
        flags = dict.fromkeys(("digital_signature", "content_commitment"), usage) | {"key_encipherment": not usage}
        others = ("data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
        builder = builder.add_extension(x509.KeyUsage(**flags, **dict.fromkeys(others, False)), critical=True)
    return builder.sign(private_key(), hashes.SHA256())


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"certificate": None}, "certificate is missing"),
        ({"certificate": b"no certificate"}, "cannot be read"),
        ({"certificate": b"-----BEGIN CERTIFICATE-----"}, "cannot be read"),
        ({"certificate": der("ec", 256)}, "not the one of the certificate"),
        ({"key": "no key"}, "not the one of the certificate"),
        ({"key": private_key("dsa"), "certificate": der("dsa")}, "RSA keys or with elliptic curves"),
        ({"key": private_key("rsa", 1024), "certificate": der("rsa", 1024)}, "1024 bits"),
        ({"certificate": issued(usage=False)}, "not meant for signing"),
        ({"certificate": issued(), "at": dt.datetime(2027, 1, 2, tzinfo=edoc.VIETNAM)}, r"not at 2027-01-02"),
        ({"certificate": issued(), "at": dt.datetime(2025, 1, 2, tzinfo=edoc.VIETNAM)}, r"not at 2025-01-02"),
        ({"digest": "sha1"}, "nothing is signed with sha1"),
    ],
)
def test_what_may_not_sign_does_not(options: dict[str, Any], why: str) -> None:
    usual: dict[str, Any] = {"key": private_key(), "certificate": certificate(), "at": NOW}
    with pytest.raises(SigningError, match=why):
        edoc.sign(sample_package(1), **usual | options)


def test_an_expired_certificate_signs_when_told_and_one_for_signing_always() -> None:
    late = dt.datetime(2027, 1, 2, tzinfo=edoc.VIETNAM)
    given = {"key": private_key(), "certificate": issued(usage=True)}
    assert edoc.sign(sample_package(1), **given, at=late, allow_expired=True).signature is not None
    assert edoc.sign(sample_package(1), **given, at=NOW).signature is not None


class Token:
    """A key that cannot be taken out, as a token's: certificates, and something that signs."""

    class Signer:
        async def async_sign_raw(self, data: bytes, digest: str) -> bytes:
            assert digest == "sha256"
            return bytes(private_key().sign(data, padding.PKCS1v15(), hashes.SHA256()))

    certificate = der()
    chain = (der("ec", 256),)
    signer = Signer()


def test_a_key_on_a_token_brings_its_certificates() -> None:
    facts = facts_of(edoc.sign(sample_package(1), key=Token(), at=NOW).to_bytes())
    assert facts is not None
    assert facts.failure is None
    assert facts.others == Token.chain
    with pytest.raises(SigningError, match="brings its certificates"):
        edoc.sign(sample_package(1), key=Token(), certificate=der(), at=NOW)


def test_a_signature_that_does_not_verify_is_never_given() -> None:
    class Broken(Token):
        class Signer(Token.Signer):
            async def async_sign_raw(self, data: bytes, digest: str) -> bytes:
                return (await super().async_sign_raw(data, digest))[::-1]

        signer = Signer()

    with pytest.raises(SigningError, match="does not verify"):
        edoc.sign(sample_package(1), key=Broken(), at=NOW)


def test_a_file_is_closed_when_it_is_not_signed(tmp_path: Path) -> None:
    path = tmp_path / "x.edxml"
    path.write_bytes(signed())
    with pytest.raises(SigningError):
        signed(path)
    with pytest.raises(SigningError):
        signed(io.BytesIO(path.read_bytes()))


def test_a_source_in_pieces_reads_as_one() -> None:
    from edoc._xml.base64text import Base64Text  # noqa: PLC0415 - of the source in pieces

    inner = BytesSource(b"--0123456789--")
    source = PiecedSource([b"ab", Base64Text(inner, 2, 12), b"", b"cd"], "name")
    whole = b"ab0123456789cd"
    assert (source.size, source.name) == (len(whole), "name")
    for start in range(len(whole) + 2):
        for length in range(len(whole) + 2):
            assert source.read_at(start, length) == whole[start : start + length]
    source.close()


def test_a_key_that_signs_by_itself_works_where_an_event_loop_runs(pki: DemoPki) -> None:
    key = edoc.SigningKey.of(pki.leader.key, pki.leader.certificate)

    async def signed() -> edoc.DocumentPackage | edoc.StatusMessage:
        return edoc.sign(sample_package(1), key=key, at=pki.at)

    assert asyncio.run(signed()).signature is not None


def element_of(data: bytes) -> str:
    return data[data.index(START) : data.index(END)].decode()


def test_the_time_of_signing_is_claimed_in_the_zone_of_vietnam() -> None:
    text = element_of(signed())
    assert 'SigningTime xmlns:xades="http://uri.etsi.org/01903/v1.3.2#">2026-11-22T12:00:00+07:00<' in text
    facts = facts_of(signed())
    assert facts is not None
    assert (facts.time.claimed, facts.time.claimed_by, facts.time.proven) == (NOW, "ds:SignatureProperty", None)
    before = dt.datetime.now(edoc.VIETNAM).replace(microsecond=0)
    package = edoc.sign(sample_package(1), key=private_key(), certificate=certificate())
    facts = facts_of(package.to_bytes())
    assert facts is not None
    assert facts.time.claimed is not None
    assert before <= facts.time.claimed <= dt.datetime.now(edoc.VIETNAM)


def test_as_xades_it_names_the_certificate_and_what_each_reference_is() -> None:
    text = element_of(signed(signing_time="xades"))
    for part in ("SigningCertificateV2", 'ObjectReference="#signature-1-reference-1"', "01903#SignedProperties"):
        assert part in text
    facts = facts_of(signed(signing_time="xades"))
    assert facts is not None
    assert (facts.failure, facts.time.claimed, facts.time.claimed_by) == (None, NOW, "xades:SigningTime")


def test_the_time_can_be_left_out() -> None:
    text = element_of(signed(signing_time=None))
    assert text.startswith('<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>')
    assert "Object" not in text


def test_its_ids_are_none_that_the_package_has() -> None:
    source = sample_package(1).to_bytes().replace(b"<AttachmentEncoded", b'<AttachmentEncoded ID="signature-1-x"')
    assert 'Id="signature-2"' in element_of(signed(source))
    again = signed(signed(), replace=True)
    assert 'Id="signature-1"' in element_of(again)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"at": NOW.replace(tzinfo=None)}, "needs a time zone"),
        ({"signing_time": "asn1"}, "not written as asn1; there are property, xades, None"),
    ],
)
def test_a_time_that_cannot_be_claimed_is_refused(options: dict[str, Any], why: str) -> None:
    with pytest.raises(SigningError, match=why):
        edoc.sign(sample_package(1), key=private_key(), certificate=certificate(), **{"at": NOW, **options})


def test_an_authority_that_gives_no_time_stamp_is_told(pki: DemoPki) -> None:
    class Silent:
        def stamp(self, request: bytes) -> bytes:
            raise SigningError("no answer" if request else "")

    class Wrong:
        def stamp(self, request: bytes) -> bytes:
            return request

    other = DemoTsa(pki.tsa, pki.at, imprint=lambda digest: digest[::-1])
    for stamper, why in ((Silent(), "no answer"), (Wrong(), "did not answer"), (other, "something else")):
        with pytest.raises(SigningError, match=why):
            signed(time_stamper=stamper)
