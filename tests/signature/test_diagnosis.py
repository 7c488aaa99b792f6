"""Why a signature failed: proven on the bytes, told in a sentence, and never changing the verdict."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from typing import TYPE_CHECKING, Literal

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from xml_signatures import (
    C14N,
    DS,
    ENVELOPED,
    check_bytes,
    der,
    filled,
    package_with,
    private_key,
    reference,
    signature,
    transform,
    x509_data,
)

import edoc
from edoc.edxml.attachment import Attachment
from edoc.errors import LimitExceededError
from edoc.messages import LANGUAGES, text
from edoc.signature.diagnosis import DIAGNOSES
from edoc.signature.diagnosis.subject import LARGEST
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def told(data: bytes) -> dict[str, dict[str, str]]:
    """The diagnoses of a failed signature with the values of their sentences."""
    (entry,) = edoc.verify(data).signatures
    return {said.key.removeprefix("diagnosis."): said.params for said in entry.diagnosis}


def test_nothing_is_diagnosed_where_nothing_failed() -> None:
    assert told(filled(package_with(signature()))) == {}


def test_nothing_is_diagnosed_where_nothing_can_be_proven() -> None:
    assert told(filled(package_with(signature())).replace(b"</edXML:Subject>", b"!</edXML:Subject>")) == {}


def digested(change: Callable[[bytes], bytes], data: bytes | None = None) -> bytes:
    """A package whose digest was made over changed canonical bytes."""
    given = data or package_with(signature(reference(transforms=transform(ENVELOPED) + transform(C14N))))
    octets = b"".join(check_bytes(given).references[0].octets.pieces())
    value = b64encode(hashlib.sha256(change(octets)).digest())
    given = given.replace(b"DigestValue>AA==<", b"DigestValue>" + value + b"<")
    return filled(given)


def test_a_package_that_was_indented_after_signing() -> None:
    flat = b"".join(line.strip() for line in package_with(signature()).split(b"\n"))
    data = filled(flat)
    assert "reindented" in told(data.replace(b"><edXML:", b">\n  <edXML:"))


def test_a_signed_info_that_was_indented_after_signing() -> None:
    data = filled(package_with(signature()))
    assert "reindented" in told(data.replace(b"<ds:SignatureMethod", b"\n <ds:SignatureMethod"))


def test_a_signed_info_that_was_signed_alone() -> None:
    """As .NET does with PreserveWhitespace=false: only the namespace of XML Signature in scope."""
    text_ = signature(canonicalisation=C14N)
    data = filled(package_with(text_))
    core = check_bytes(data)
    alone = core.signed_info.replace(core.signed_info.split(b">")[0], f'<ds:SignedInfo xmlns:ds="{DS}"'.encode(), 1)
    value = private_key().sign(alone, padding.PKCS1v15(), hashes.SHA256())
    assert "reindented" in told(_with_value(data, value))


def _with_value(data: bytes, value: bytes) -> bytes:
    start = data.index(b"<ds:SignatureValue>") + len(b"<ds:SignatureValue>")
    end = data.index(b"<", start)
    return data[:start] + b64encode(value) + data[end:]


def test_a_signature_in_another_namespace() -> None:
    data = filled(package_with(signature()))
    moved = data.replace(f'xmlns:ds="{DS}"'.encode(), b'xmlns:ds="urn:x"')
    assert told(moved) == {"wrong-namespace": {"proof": "word:proven"}}
    changed = moved.replace(b"</edXML:Subject>", b"!</edXML:Subject>")
    assert told(changed) == {"wrong-namespace": {"proof": "word:not-proven"}}
    for cut in (b"<ds:SignedInfo>", b"</ds:SignedInfo>"):
        assert cut in moved
    for name in ("Signature", "DigitalSignature"):
        empty = package_with(f"<{name} xmlns='urn:x'><x/></{name}>")
        assert told(empty) == {"wrong-namespace": {"proof": "word:not-proven"}}


@pytest.mark.parametrize(
    ("bogus", "near"),
    [
        ("http://www.w3.org/TR/xml-exc-c14n#", "http://www.w3.org/2001/10/xml-exc-c14n#"),
        ("urn:nothing", "?"),
    ],
)
def test_an_address_that_is_no_algorithm(bogus: str, near: str) -> None:
    data = package_with(signature(reference(transforms=transform(ENVELOPED) + transform(bogus))))
    assert told(data) == {"no-such-algorithm": {"uri": bogus, "near": near}}


def test_an_algorithm_that_exists_and_is_refused_is_no_bogus_address() -> None:
    for uri in ("http://www.w3.org/TR/1999/REC-xslt-19991116", ENVELOPED):
        data = package_with(signature(reference(transforms=transform(ENVELOPED) + transform(uri))))
        assert told(data) == {}


def test_a_certificate_that_was_cut() -> None:
    whole = b64encode(der()).decode()
    more = b64encode(der() + b"\0\0\0").decode()
    for text_, cut in ((whole[:11], True), (whole[:200], True), ("AAAA", False), ("!!!!", False), (more, False)):
        data = f"<ds:X509Data><ds:X509Certificate>{text_}</ds:X509Certificate></ds:X509Data>"
        found = told(filled(package_with(signature(key_info=data))))
        assert ("truncated-certificate" in found) is cut
        if cut:
            assert found["truncated-certificate"] == {"there": str(len(text_)), "wanted": str(len(whole))}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_that_were_composed_otherwise(form: Literal["NFC", "NFD"]) -> None:
    import unicodedata  # noqa: PLC0415 - of this test

    data = digested(lambda octets: unicodedata.normalize(form, octets.decode()).encode())
    if form == "NFC":
        data = unicodedata.normalize("NFD", data.decode()).encode()
    assert told(data) == {"composed": {"form": form}}


@pytest.mark.parametrize(("old", "new"), [(b"\n", b"\r\n"), (b"\n", b"&#xD;\n")])
def test_line_ends_that_were_changed(old: bytes, new: bytes) -> None:
    assert told(digested(lambda octets: octets.replace(old, new))) == {"line-ends": {}}


@pytest.mark.parametrize("name", ["UTF-16-LE", "UTF-16", "CP1258"])
def test_a_digest_over_another_encoding(name: str) -> None:
    assert told(digested(lambda octets: octets.decode().encode(name, "replace"))) == {"other-encoding": {"name": name}}


def test_an_attachment_that_was_zipped_after_signing() -> None:
    draft = sample_package(1)
    contents = [Attachment.of(b"abc" * 50, name="a.txt", content_id="a", encoding=way) for way in ("zip", "raw")]
    zipped, raw = (
        draft.with_attachments([content])
        .to_bytes()
        .replace(b"</edXML:edXMLHeader>", signature().encode() + b"</edXML:edXMLHeader>")
        for content in contents
    )
    inner = raw[raw.rindex(b"ContentTransferEncoded", 0, raw.rindex(b"ContentTransferEncoded")) :]
    base64 = b64encode(b"abc" * 50)
    assert base64 in inner
    start = zipped.index(b"ContentTransferEncoded")
    start = zipped.index(b">", start) + 1
    end = zipped.index(b"<", start)
    signed = filled(zipped[:start] + base64 + zipped[end:])
    rezipped = signed.replace(base64, zipped[start:end])
    assert told(rezipped) == {"rezipped": {}}
    middle = start + 48  # where the deflated bytes begin
    torn = zipped[start:middle] + b"/" * 8 + zipped[middle + 8 : end]
    assert "rezipped" not in told(signed.replace(base64, torn))


def raw_value(block: bytes) -> bytes:
    """Sign a block as it is: PKCS #1 padding, and nothing said of the digest."""
    numbers = private_key().private_numbers()
    n, d = numbers.public_numbers.n, numbers.d
    size = (n.bit_length() + 7) // 8
    padded = b"\0\1" + b"\xff" * (size - 3 - len(block)) + b"\0" + block
    return int(pow(int.from_bytes(padded), d, n)).to_bytes(size)


def test_what_the_block_of_an_rsa_signature_shows() -> None:
    data = filled(package_with(signature()))
    digest = hashes.Hash(hashes.SHA256())
    digest.update(check_bytes(data).signed_info)
    value = digest.finalize()
    lacking = bytes.fromhex("302f300b06096086480165030402010420")
    full = bytes.fromhex("3031300d060960864801650304020105000420")
    assert told(_with_value(data, raw_value(value))) == {"bare-digest": {"name": "sha256", "proof": "word:proven"}}
    other = told(_with_value(data, raw_value(bytes(32))))
    assert other == {"bare-digest": {"name": "sha256", "proof": "word:not-proven"}}
    assert told(_with_value(data, raw_value(lacking + value))) == {"without-null": {"name": "sha256"}}
    assert told(_with_value(data, raw_value(full + bytes(32)))) == {"other-signed-info": {"name": "sha256"}}
    assert told(_with_value(data, raw_value(b"nothing known"))) == {}
    assert told(_with_value(data, bytes(256))) == {}


def test_other_keys_have_no_block_to_look_into() -> None:
    method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
    data = filled(package_with(signature(method=method, key_info=x509_data(der("ec", 256)))), "ec", 256)
    assert told(_with_value(data, bytes(64))) == {}


def test_an_attachment_that_was_taken_for_text() -> None:
    broken = ("%PDF-1.7 " + "\N{REPLACEMENT CHARACTER}" * 20).encode()
    package = sample_package(1).with_attachments([Attachment.of(broken, name="a.pdf", content_id="a")])
    data = filled(package.to_bytes().replace(b"</edXML:edXMLHeader>", signature().encode() + b"</edXML:edXMLHeader>"))
    assert told(data) == {}
    assert told(data.replace(b"</edXML:Subject>", b"!</edXML:Subject>")) == {"decoded-as-text": {"name": "a.pdf"}}
    undecodable = data.replace(b64encode(broken)[:8], b"!!!!!!!!")
    assert told(undecodable) == {}


def test_large_packages_are_not_tried_over_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LARGEST == 8 << 20
    data = digested(lambda octets: octets.replace(b"\n", b"\r\n"))
    monkeypatch.setattr("edoc.signature.diagnosis.subject.LARGEST", 10)
    assert told(data) == {}
    moved = filled(package_with(signature())).replace(f'xmlns:ds="{DS}"'.encode(), b'xmlns:ds="urn:x"')
    assert told(moved) == {"wrong-namespace": {"proof": "word:not-proven"}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_diagnosis_has_a_sentence(language: str) -> None:
    for entry in DIAGNOSES:
        values = {"name": "x", "proof": "word:proven", "uri": "x", "near": "x", "there": "1", "wanted": "2"}
        said = text(f"diagnosis.{entry.key}", language, form="x", where="x", **values)  # type: ignore[arg-type]  # a language
        assert len(said) > 40
    assert len({entry.key for entry in DIAGNOSES}) == len(DIAGNOSES) == 13


#: What each real package that has a signature says; the others have none, or cannot be read at all.
REAL = {
    "all4u_builder_output_dc0bdef0.edxml": ["wrong-namespace"],
    "bkav_edoc_update.edxml": ["wrong-namespace"],
    "vpcp_edoc_new_orig.edxml": ["wrong-namespace"],
    "vpcp_edoc_revocation.edxml": ["wrong-namespace"],
    "vpcp_edoc_update.edxml": ["wrong-namespace"],
    "vxp_downloaded_2019_852e179c.edxml": ["wrong-namespace"],
}


@pytest.mark.shared
def test_what_the_real_packages_say(shared: Path) -> None:
    found: dict[str, list[str]] = {}
    for path in sorted((shared / "samples" / "real").glob("*.edxml")):
        try:
            result = edoc.verify(path)
        except edoc.PackageError:
            continue
        if result.signatures:
            found[path.name] = [said.key.removeprefix("diagnosis.") for said in result.signatures[0].diagnosis]
    assert found == REAL


@pytest.mark.parametrize(
    "references",
    [reference("#nowhere", transform(C14N)), reference("#twice", transform(C14N))],
    ids=["an id that is missing", "an id that is there twice"],
)
def test_what_was_never_computed_is_not_tried_again(references: str) -> None:
    data = package_with(signature(references, objects='<ds:Object Id="twice"/><ds:Object Id="twice"/>'))
    assert told(data) == {}


def zipped_attachment(content: bytes) -> bytes:
    """A package with an attachment that is zipped on its way, signed and then changed."""
    attachment = Attachment.of(content, name="a.bin", encoding="zip")
    data = sample_package(1).model_copy(update={"attachments": (attachment,)}).to_bytes()
    signed = filled(re.sub(rb"(\s*</edXML:edXMLHeader>)", signature().encode() + rb"\1", data, count=1))
    return signed.replace(b"</edXML:Subject>", b"!</edXML:Subject>")


def test_a_bomb_among_the_attachments_is_not_unpacked_for_a_diagnosis() -> None:
    data = zipped_attachment(bytes(3 * LARGEST))
    (attachment,) = edoc.read(data).attachments
    assert attachment.encoding == "zip"
    with pytest.raises(LimitExceededError):
        attachment.read()
    assert told(data) == {}


def test_what_unpacks_to_far_more_than_the_package_is_left_alone() -> None:
    noise = hashlib.sha512(b"noise").digest() * 2
    data = zipped_attachment(b"".join(noise + bytes(8000) for _ in range(LARGEST // 8000)))
    assert told(data) == {}
