"""Attachments are told by their content, judged where they stand, and never passed over in silence."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import random
import tracemalloc
import zipfile
from typing import TYPE_CHECKING, Any, Literal

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from throwaway import pdf, trusting

import edoc
from edoc import Attachment, Indication, Limits
from edoc.errors import SigningError
from edoc.signature.archive import Archive
from edoc.signature.attachments import AttachmentVerdict, Surroundings, kind_of, verify_attachment
from edoc.signature.budget import Budget
from edoc.signature.guarded import Unreadable
from edoc.testing import sample_package
from edoc.testing.pki import DEMO_MOMENT, DemoPki

if TYPE_CHECKING:
    from pathlib import Path

    from edoc import DocumentPackage, VerificationPolicy, VerificationResult


def package(*files: tuple[str, bytes]) -> DocumentPackage:
    attachments = [Attachment.of(data, name=name, content_id=f"{i}@mau.vn") for i, (name, data) in enumerate(files, 1)]
    return sample_package().with_attachments(attachments)


def verified(policy: VerificationPolicy, *files: tuple[str, bytes]) -> VerificationResult:
    return edoc.verify(package(*files), policy=policy)


def places(result: VerificationResult) -> list[str]:
    return [f"{signature.location} {signature.format}" for signature in result.signatures]


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("thu-muc/", b"")
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def policy(pki: DemoPki) -> VerificationPolicy:
    return trusting(pki)


@pytest.fixture(scope="module")
def signed(key_of: Any) -> bytes:
    return edoc.sign_pdf(pdf(), key_of("leader"), at=DEMO_MOMENT).data


def p7(key: Any, content: bytes, *, detached: bool) -> bytes:
    async def sign() -> Any:
        return await key.signer.async_sign_general_data(content, "sha256", detached=detached, use_cades=True)

    return bytes(asyncio.run(sign()).dump())


def test_a_pdf_is_told_by_its_content_whatever_its_name(signed: bytes, policy: VerificationPolicy) -> None:
    result = verified(policy, ("cong-van.pdf", signed), ("khac.bin", b"\n" + b"x" * 20))
    assert places(result) == ["attachment:1@mau.vn pades"]
    assert result.indication is Indication.TOTAL_PASSED
    assert places(verified(policy, ("cong-van.dat", signed))) == ["attachment:1@mau.vn pades"]


def test_a_detached_signature_finds_its_file_in_the_package(key_of: Any, policy: VerificationPolicy) -> None:
    p7s = p7(key_of("agency"), b"so lieu", detached=True)
    result = verified(policy, ("a.bin", b"so lieu"), ("a.bin.p7s", p7s))
    assert places(result) == ["attachment:2@mau.vn cades"]
    assert result.signatures[0].coverage.covered[0].label == "a.bin"
    assert result.indication is Indication.TOTAL_PASSED


def test_what_an_attached_signature_holds_is_looked_at_too(
    key_of: Any, signed: bytes, policy: VerificationPolicy
) -> None:
    result = verified(policy, ("a.pdf.p7m", p7(key_of("agency"), signed, detached=False)))
    assert places(result) == ["attachment:1@mau.vn cades", "attachment:1@mau.vn/content pades"]
    deep = p7(key_of("agency"), p7(key_of("agency"), signed, detached=False), detached=False)
    result = edoc.verify(package(("a.p7m", deep)), policy=policy, limits=Limits(nested_archives=1))
    assert len(result.signatures) == 2
    assert [said.params["limit"] for said in result.not_run] == ["nested_archives"]


def test_files_in_an_archive_are_looked_at(signed: bytes, policy: VerificationPolicy) -> None:
    result = verified(policy, ("ho-so.rar", zipped(**{"cong-van.pdf": signed, "doc.txt": b"x"})))
    assert places(result) == ["attachment:1@mau.vn/cong-van.pdf pades"]


def test_a_package_inside_a_package_is_judged_whole(key_of: Any, signed: bytes, policy: VerificationPolicy) -> None:
    inner = edoc.sign(package(("cong-van.pdf", signed)), key=key_of("agency"), at=DEMO_MOMENT).to_bytes()
    result = verified(policy, ("goi.edxml", inner))
    assert places(result) == [
        "attachment:1@mau.vn/envelope xmldsig",
        "attachment:1@mau.vn/attachment:1@mau.vn pades",
    ]
    assert result.indication is Indication.TOTAL_PASSED
    assert result.not_run == ()


def test_packages_deeper_than_the_limit_are_said_and_leave_it_undecided(
    signed: bytes, policy: VerificationPolicy
) -> None:
    data = signed
    for level in range(4):
        data = package((f"{level}.edxml" if level else "a.pdf", data)).to_bytes()
    result = edoc.verify(data, policy=policy)
    assert result.signatures == ()
    assert result.indication is Indication.INDETERMINATE
    assert [said.key for said in result.not_run] == ["attachment.limit"]


def test_a_package_inside_that_cannot_be_read_is_said(policy: VerificationPolicy) -> None:
    result = verified(policy, ("goi.edxml", b"<edXML xmlns='x'><broken></edXML>"))
    assert [said.key for said in result.not_run] == ["attachment.no-content"]
    assert result.indication is Indication.INDETERMINATE


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_xmlsignatures".encode("utf-16-le"), "attachment.ole"),
        (b"<a><s xmlns='http://www.w3.org/2000/09/xmldsig#'/></a>", "attachment.xml"),
        (b"PK\x03\x04 damaged", "attachment.no-content"),
    ],
    ids=["ole", "xml", "zip"],
)
def test_signatures_that_are_not_supported_are_said(content: bytes, key: str, policy: VerificationPolicy) -> None:
    result = verified(policy, ("tep.bin", content))
    assert [said.key for said in result.not_run] == [key]
    assert result.indication is Indication.INDETERMINATE


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 plain", b"<a/>", b"plain text", b""])
def test_files_that_are_not_signed_say_nothing(content: bytes, policy: VerificationPolicy) -> None:
    result = verified(policy, ("tep.bin", content))
    assert (result.indication, result.not_run) == (Indication.NO_SIGNATURE, ())


def test_an_attachment_that_is_too_large_or_broken_is_said(signed: bytes, policy: VerificationPolicy) -> None:
    small = Limits(verified_bytes=1000)
    found = edoc.verify(package(("a.pdf", signed)), policy=policy, limits=small)
    assert [said.key for said in found.not_run] == ["attachment.limit"]
    in_zip = sample_package().with_attachments([Attachment.of(signed, name="a.doc", encoding="zip")])
    found = edoc.verify(in_zip, policy=policy, limits=small)
    assert [said.key for said in found.not_run] == ["attachment.limit"]
    raw = package(("a.pdf", signed)).to_bytes()
    start = raw.index(b"JVBER")
    broken = raw[:start] + b"!!!!" + raw[start + 4 :]
    assert [said.key for said in edoc.verify(broken, policy=policy).not_run] == ["attachment.no-content"]


@pytest.mark.parametrize("encoding", ["raw", "zip"])
def test_an_attachment_that_is_too_large_is_not_read_for_that(
    signed: bytes, policy: VerificationPolicy, encoding: Literal["raw", "zip"]
) -> None:
    large = Attachment.of(signed + random.Random(1).randbytes(8_000_000), name="a.pdf", encoding=encoding)
    data = sample_package().with_attachments([large]).to_bytes()
    small = Limits(verified_bytes=1000)
    found = edoc.verify(data, policy=policy, limits=small)  # what is imported and kept for good is not counted
    assert [said.key for said in found.not_run] == ["attachment.limit"]
    tracemalloc.start()
    try:
        edoc.verify(data, policy=policy, limits=small)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def large_pdf(key_of: Any) -> bytes:
    """A signed PDF of 8 MB, most of it in one stream."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        opened.Root.Large = pikepdf.Stream(opened, bytes(8_000_000))
        opened.save(out, compress_streams=False)
    return edoc.sign_pdf(out.getvalue(), key_of("leader"), at=DEMO_MOMENT).data


@pytest.mark.parametrize("look", [edoc.verify, edoc.validate])
def test_a_large_pdf_stands_in_memory_once(look: Any, key_of: Any) -> None:
    data = package(("a.pdf", large_pdf(key_of))).to_bytes()
    look(data)  # what is imported and kept for good is not counted
    tracemalloc.start()
    try:
        look(data)
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


def test_kinds_are_told_by_content() -> None:
    office = zipped(**{"[Content_Types].xml": b"<a/>"})
    kinds = [kind_of(data) for data in (office, zipped(a=b""), b"\n%PDF-1.4", b"<?xml version='1.0'?><e:edXML>")]
    assert kinds == ["office", "archive", "pdf", "package"]


def test_an_archive_refuses_what_lies() -> None:
    doubled = io.BytesIO()
    with zipfile.ZipFile(doubled, "w") as archive:
        archive.writestr("A.txt", b"x")
        archive.writestr("a.txt", b"y")
    with pytest.raises(Unreadable, match="two entries"):
        Archive(doubled.getvalue(), Limits())
    data = zipped(a=b"x" * 50)
    with pytest.raises(Unreadable, match="verified_bytes = 10 is exceeded"):
        Archive(data, Limits(verified_bytes=10)).read("a")
    with pytest.raises(Unreadable, match="not in the archive"):
        Archive(data, Limits()).read("b")
    with pytest.raises(Unreadable, match="cannot be read"):
        Archive(data.replace(b"x" * 50, b"z" * 50), Limits()).read("a")


def test_an_entry_without_a_name_is_an_entry() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(zipfile.ZipInfo(""), b"x")
        file.writestr("folder/", b"")
    archive = Archive(packed.getvalue(), Limits())
    assert list(archive) == [""]
    assert archive.read("") == b"x"


def test_an_archive_of_too_many_entries_is_refused() -> None:
    with pytest.raises(Unreadable, match="archive_entries = 1 is exceeded: 3"):
        Archive(zipped(a=b"", b=b""), Limits(archive_entries=1))


def test_a_time_of_signing_needs_a_zone(key_of: Any) -> None:
    with pytest.raises(SigningError):
        edoc.sign_pdf(pdf(), key_of("leader"), at=dt.datetime(2026, 3, 2))  # noqa: DTZ001 - that is what is refused


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("att_21_zip_bomb_ratio.edxml", ["attachment.limit"]),
        ("att_22_zip_bomb_nested.edxml", ["attachment.limit"]),
        ("att_24_nested_packages.edxml", ["attachment.limit"]),
    ],
)
def test_bombs_and_nests_are_said_and_not_opened(
    name: str, keys: list[str], shared: Path, policy: VerificationPolicy
) -> None:
    result = edoc.verify(shared / "attacks" / name, policy=policy)
    assert {said.key for said in result.not_run} == set(keys)
    assert result.indication is Indication.INDETERMINATE


def test_what_looks_like_der_and_is_none_says_nothing() -> None:
    assert kind_of(b"0\x82\x01\x00nothing") == "other"


def test_an_attachment_without_content_says_nothing(policy: VerificationPolicy) -> None:
    bare = Attachment(attachment_name="a.pdf")
    around = Surroundings(nested=lambda *_: AttachmentVerdict(), budget=Budget())
    assert verify_attachment(bare, location="x", around=around, policy=policy) == AttachmentVerdict()


@pytest.mark.shared
def test_an_office_file_is_judged_in_its_package(shared: Path, policy: VerificationPolicy) -> None:
    data = (shared / "vectors" / "ooxml-apache-poi" / "hello-world-signed.docx").read_bytes()
    assert places(verified(policy, ("a.docx", data))) == ["attachment:1@mau.vn ooxml"]


def mangled(data: bytes) -> bytes:
    """Take bytes for text and write them again, as software on the way does."""
    return data.decode("utf-8", "replace").encode()


def test_a_pdf_that_was_taken_for_text_is_diagnosed_where_no_signature_is_left(policy: VerificationPolicy) -> None:
    broken = b"%PDF-1.7\n" + "\N{REPLACEMENT CHARACTER}".encode() * 8
    found = verified(policy, ("cong-van.pdf", broken))
    assert found.indication is Indication.NO_SIGNATURE
    assert [(said.key, said.params) for said in found.diagnosis] == [
        ("diagnosis.decoded-as-text", {"name": "cong-van.pdf"})
    ]
    assert verified(policy, ("cong-van.pdf", broken[:-3])).diagnosis == ()


def test_its_signatures_say_so_themselves(policy: VerificationPolicy, key_of: Any) -> None:
    # a font is embedded, so that there is binary data
    signed = edoc.sign_pdf(pdf(), key_of("agency"), edoc.AnnexStamp(number="15/QĐ-UBND"), at=DEMO_MOMENT).data
    result = verified(policy, ("cong-van.pdf", mangled(signed)))
    assert result.signatures
    assert all("diagnosis.decoded-as-text" in [said.key for said in entry.diagnosis] for entry in result.signatures)
    assert (result.indication, result.diagnosis) == (verified(policy, ("x.pdf", mangled(signed))).indication, ())


def test_binary_files_of_any_kind_are_diagnosed_and_texts_are_not(policy: VerificationPolicy) -> None:
    replaced = "\N{REPLACEMENT CHARACTER}" * 9
    found = verified(policy, ("a.bin", f"\0{replaced}".encode()), ("b.txt", replaced.encode()))
    assert [said.params["name"] for said in found.diagnosis] == ["a.bin"]
    archived = verified(policy, ("c.zip", zipped(**{"d.bin": f"\0{replaced}".encode()})))
    assert [said.params["name"] for said in archived.diagnosis] == ["d.bin"]
    destroyed = verified(policy, ("c.zip", mangled(zipped(**{"d.bin": bytes(range(256))}))))
    assert [said.params["name"] for said in destroyed.diagnosis] == ["c.zip"]


def test_what_passes_all_the_same_is_not_diagnosed(policy: VerificationPolicy, key_of: Any) -> None:
    data = pdf() + b"%" + "\N{REPLACEMENT CHARACTER}".encode() * 9 + b"\n"
    passed = edoc.sign_pdf(data, key_of("leader"), at=DEMO_MOMENT).data
    found = verified(policy, ("a.pdf", passed))
    assert (found.indication, found.diagnosis) == (Indication.TOTAL_PASSED, ())
    assert found.signatures[0].diagnosis == ()


@pytest.mark.shared
def test_the_mangled_pdf_of_the_collection_is_diagnosed(shared: Path) -> None:
    found = edoc.verify(shared / "attacks" / "att_27_pdf_mangled_utf8.edxml")
    assert found.indication is Indication.NO_SIGNATURE
    assert [said.key for said in found.diagnosis] == ["diagnosis.decoded-as-text"]


def test_an_archive_of_office_files_is_an_archive(policy: VerificationPolicy, signed: bytes) -> None:
    """What is stored and not deflated in it shows the names of the parts inside."""
    office = zipped(**{"[Content_Types].xml": b"<a/>"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.docx", office)
        archive.writestr("b.pdf", signed)
    assert kind_of(out.getvalue()) == "archive"
    assert places(verified(policy, ("a.zip", out.getvalue()))) == ["attachment:1@mau.vn/b.pdf pades"]


@pytest.mark.parametrize("front", [b"<!-- ", b"<a>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"0\x82\x01\x00"])
def test_a_pdf_is_one_whatever_stands_in_front(front: bytes, signed: bytes, policy: VerificationPolicy) -> None:
    """Readers look for its header in the first kilobyte, so nothing in front of it hides a signature."""
    result = verified(policy, ("a.pdf", front + signed.replace(b"(Page 1)", b"(Page 2)")))
    assert [entry.format for entry in result.signatures] == ["pdf"]
    assert result.indication is Indication.INDETERMINATE


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda data: data.replace(b"?>", b"?><!--" + b"x" * 10_000 + b"-->", 1),
        lambda data: data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
    ],
    ids=["a long comment", "utf-16"],
)
def test_a_package_inside_is_one_in_every_form_that_is_read(
    wrapped: Any, signed: bytes, policy: VerificationPolicy
) -> None:
    inner = wrapped(package(("b.pdf", signed)).to_bytes())
    assert places(verified(policy, ("a.edxml", inner))) == ["attachment:1@mau.vn/attachment:1@mau.vn pades"]


@pytest.mark.parametrize("content", [b"", b"junk", b"\n\x30\x82", b"MIME-Version: 1.0\n\n", b"<a/>"])
@pytest.mark.parametrize("name", ["a.pdf.p7s", "A.P7M"])
def test_a_name_that_promises_a_signature_is_not_passed_over(
    content: bytes, name: str, policy: VerificationPolicy
) -> None:
    result = verified(policy, (name, content))
    assert [said.key for said in result.not_run] == ["attachment.no-cms"]
    assert result.indication is Indication.INDETERMINATE


def test_an_encrypted_file_is_said(policy: VerificationPolicy) -> None:
    reader = DemoPki(keys="rsa").leader.certificate
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(b"noi dung").add_recipient(reader)
    result = verified(policy, ("a.p7m", builder.encrypt(Encoding.DER, [])))
    assert [said.key for said in result.not_run] == ["attachment.no-cms"]
