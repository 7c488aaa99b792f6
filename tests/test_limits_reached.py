"""Each limit, in each layer that has to keep it: what reaches it exactly passes, one more is told.

The table has cases for every field of `edoc.Limits`; a new field without one fails. The same input is
looked at twice: under the limit that it just reaches, where nothing speaks of that limit, and under one
that is smaller by one, where something names the limit, its value and the place.
"""

from __future__ import annotations

import dataclasses
import io
import random
import re
import zipfile
from base64 import b64encode
from functools import cache
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from lxml import etree
from signed_packages import policy_of, signed_by
from xml_signatures import package_with, reference, signature, transform, x509_data

import edoc
from edoc import Attachment, Limits
from edoc._xml.paths import path_of
from edoc.limits import LIMITS
from edoc.report import report_on
from edoc.signature.deadline import OvertimeError
from edoc.signature.path import validate_path
from edoc.signature.xmldsig.algorithms import ENVELOPED, EXCLUSIVE
from edoc.signature.xmldsig.namespaces import held_characters
from edoc.testing import sample_package, sample_pdf
from edoc.testing.issuing import issue
from edoc.testing.pki import DEMO_MOMENT, DemoPki
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Says = Callable[[Limits], Iterator[str]]

PLACE = "/edXML/edXMLEnvelope"
ANNEX = "/edXML/AttachmentEncoded/Attachment[2]"


@dataclasses.dataclass(frozen=True)
class Case:
    """One input: how much of something it has, and what says so when that is too much."""

    limit: str
    layer: str
    measure: float
    place: str
    says: Says


# --- what is asked -------------------------------------------------------------------------------


def reading(source: Any) -> Says:
    def says(limits: Limits) -> Iterator[str]:
        try:
            with edoc.read(source, limits=limits) as package:
                yield from (f"{fault.path}: {fault.describe()}" for fault in package.faults)
                for attachment in package.attachments:
                    attachment.read()
        except edoc.PackageError as error:
            yield str(error)

    return says


def peeking(source: Any) -> Says:
    def says(limits: Limits) -> Iterator[str]:
        try:
            with edoc.peek(source, limits=limits) as package:
                assert package.header is not None
        except edoc.PackageError as error:
            yield str(error)

    return says


def validating(source: Any) -> Says:
    def says(limits: Limits) -> Iterator[str]:
        result = edoc.validate(source, limits=limits)
        for found in result.findings:
            yield f"{found.location.path}:{found.location.line}: {found.rule} {found.message}"
        yield from (f"{missed.rule}: {missed.reason}" for missed in result.not_run)

    return says


def verifying(source: Any, pki: DemoPki, **options: Any) -> Says:
    def says(limits: Limits) -> Iterator[str]:
        try:
            result = edoc.verify(source, policy=policy_of(pki, **options), limits=limits)
        except edoc.PackageError as error:
            yield str(error)
            return
        yield from (said.message for said in result.not_run)
        for entry in result.signatures:
            yield from (f"{entry.location}: {said.message}" for said in (entry.reason, *entry.notes) if said)

    return says


def extracting(source: Any) -> Says:
    def says(limits: Limits) -> Iterator[str]:
        with edoc.read(source, limits=limits) as package:
            for attachment in package.attachments:
                try:
                    with attachment.open() as stream:
                        while stream.read(1 << 16):
                            pass
                except edoc.PackageError as error:
                    yield str(error)

    return says


# --- what is sent --------------------------------------------------------------------------------


def sent(*contents: tuple[str, bytes], encoding: Any = None) -> bytes:
    """A package with these files."""
    made = [
        Attachment.of(data, name=name, encoding=encoding, content_id=f"{number}@mau.vn")
        for number, (name, data) in enumerate(contents, 1)
    ]
    return sample_package(1).with_attachments(made).to_bytes()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def in_header(text: bytes, data: bytes | None = None) -> bytes:
    """Put elements at the end of MessageHeader."""
    data = sample_package(1).to_bytes() if data is None else data
    return re.sub(rb"(</edXML:MessageHeader>)", lambda found: text + found[0], data, count=1)


@cache
def small() -> bytes:
    return sent(("a.pdf", sample_pdf()), ("b.pdf", sample_pdf("b")))


@cache
def large() -> bytes:
    """Large enough to be read without its contents."""
    return sent(("a.pdf", sample_pdf() + bytes(80_000)), ("b.pdf", b"%PDF" + bytes(80_000)))


def both(limit: str, change: Callable[[bytes], bytes], measure: Callable[[bytes], float], place: str) -> Iterator[Case]:
    """Cases of a package that is parsed whole, of one that is not, and of its header alone."""
    for name, data in (("whole", small()), ("skeleton", large())):
        changed = change(data)
        yield Case(limit, f"read, {name}", measure(changed), place, reading(changed))
        head = changed.partition(b"</edXML:edXMLEnvelope>")[0] + b"</edXML:edXMLEnvelope></edXML>"
        yield Case(limit, f"peek, {name}", measure(changed if data == small() else head), place, peeking(changed))
    yield Case(limit, "validate", measure(changed), "FMT-", validating(changed))


def depth_of(data: bytes) -> int:
    return max(path_of(element).count("/") for element in etree.fromstring(data).iter("*"))


def header_of(data: bytes) -> int:
    return len(data) - sum(
        len(element.text or "") for element in etree.fromstring(data).iter("{*}ContentTransferEncoded")
    )


def unchanged(data: bytes) -> bytes:
    return data


def package_cases(folder: Path) -> Iterator[Case]:
    path = folder / "goi-tin.edxml"
    path.write_bytes(large())
    size = len(large())
    yield Case("package_bytes", "read", size, "goi-tin.edxml", reading(path))
    yield Case("package_bytes", "peek", size, "goi-tin.edxml", peeking(path))
    yield Case("package_bytes", "stream", size, "is exceeded", reading_stream(large()))
    yield Case("package_bytes", "validate", size, "FMT-", validating(path))
    yield Case("package_bytes", "verify", size, "goi-tin.edxml", verifying(path, PKI))
    yield Case("header_bytes", "read, skeleton", header_of(large()), "goi-tin.edxml", reading(path))
    short = folder / "ngan.edxml"
    short.write_bytes(small())
    yield Case("header_bytes", "read, whole", header_of(small()), "ngan.edxml", reading(short))
    commented = re.sub(rb"(<edXML:ContentTransferEncoded[^>]*>.{9})", rb"\1<!-- -->", large(), count=1)
    odd = folder / "la.edxml"
    odd.write_bytes(commented)
    yield Case("tree_bytes", "read", len(commented), "la.edxml", reading(odd))
    wide = small().decode().replace("UTF-8", "UTF-16").encode("utf-16")
    odd_too = folder / "rong.edxml"
    odd_too.write_bytes(wide)
    yield Case("tree_bytes", "UTF-16", len(wide), "rong.edxml", reading(odd_too))

    nested = b"<x>" * 20 + b"</x>" * 20
    yield from both("depth", lambda data: in_header(nested, data), depth_of, "")
    yield from both("elements", lambda data: in_header(b"<x/>" * 40, data), opening, "")
    crowd = b"<x " + b" ".join(b'a%d=""' % number for number in range(30)) + b"/>"
    yield from both("attributes", lambda data: in_header(crowd, data), lambda _: 30, "/MessageHeader/x")
    scopes = b"".join(b'<x xmlns:n%d="urn:x">' % number for number in range(30)) + b"</x>" * 30
    held = 30 + sample_package(1).to_bytes().partition(b"<edXML:MessageHeader>")[0].count(b"xmlns")
    yield from both("namespaces", lambda data: in_header(scopes, data), lambda _: held, "/x/x/x/x/x")
    subject = re.compile(rb"(<edXML:Subject>)[^<]*")
    long = lambda data: subject.sub(rb"\1" + b"x" * 300, data)  # noqa: E731 - of one use
    yield from both("text", long, lambda _: 300, f"{PLACE}/edXMLHeader/MessageHeader/Subject")


def opening(data: bytes) -> int:
    return data.count(b"<") - data.count(b"</")


def reading_stream(data: bytes) -> Says:
    """Each time from the start of the stream."""

    def says(limits: Limits) -> Iterator[str]:
        yield from reading(io.BytesIO(data))(limits)

    return says


def attachment_cases() -> Iterator[Case]:
    yield Case("attachments", "read, whole", 2, ANNEX, reading(small()))
    yield Case("attachments", "read, skeleton", 2, ANNEX, reading(large()))
    pdf = b"%PDF-" + bytes(9_000)
    yield Case("decoded_bytes", "raw", len(pdf), ANNEX, reading(sent(("a.txt", b"a"), ("b.pdf", pdf))))
    doc = random.Random(1).randbytes(1_200_000).hex().encode()
    packed = sent(("a.txt", b"a"), ("b.doc", doc), encoding="zip")
    for name, says in (("read", reading), ("extract", extracting), ("validate", validating)):
        yield Case("decoded_bytes", f"zip, {name}", len(doc), ANNEX, says(packed))
    zeros = sent(("a.txt", b"a"), ("b.doc", b"%PDF-1.7" + bytes(3 << 20)), encoding="zip")
    ratio = -(-(8 + (3 << 20)) // packed_size(zeros))
    for name, says in (("read", reading), ("extract", extracting), ("validate", validating)):
        yield Case("zip_ratio", f"zip, {name}", ratio, ANNEX, says(zeros))
    yield Case("zip_ratio", "verify", ratio, "attachment:2@mau.vn", verifying(zeros, PKI))
    dense = zipped(a=bytes(3 << 20))
    inner = -(-(3 << 20) // compressed(dense))
    yield Case("zip_ratio", "archive, verify", inner, "attachment:1@mau.vn/a", verifying(sent(("a.zip", dense)), PKI))
    yield Case("zip_ratio", "archive, validate", inner, "ATT-156", validating(sent(("a.zip", dense))))
    three = zipped(a=b"a", b=b"b", c=b"c")
    listed = sent(("a.zip", three))
    yield Case("archive_entries", "verify", 3, "attachment:1@mau.vn", verifying(listed, PKI))
    yield Case("archive_entries", "validate", 3, "a.zip", validating(listed))
    stored = re.sub(rb"(<ContentType>)[^<]*", rb"\1application/zip", sent(("a.doc", three), encoding="raw"))
    yield Case("archive_entries", "read", 3, "Attachment", reading(stored))
    nest = zipped(b=zipped(c=b"c"))
    yield Case("nested_archives", "verify", 2, "attachment:1@mau.vn/b", verifying(sent(("a.zip", nest)), PKI))
    nested = sent(("a.edxml", sent(("b.edxml", sent(("c.txt", b"c"))))))
    yield Case("nested_packages", "verify", 2, "attachment:1@mau.vn/attachment:1@mau.vn", verifying(nested, PKI))
    seen = sample_pdf()
    yield Case("inspected_bytes", "raw", len(seen), "a.pdf", validating(sent(("a.pdf", seen))))
    yield Case("inspected_bytes", "zip", len(doc), "b.doc", validating(packed))
    with pikepdf.open(io.BytesIO(seen)) as opened:
        objects = len(opened.objects)
    yield Case("pdf_objects", "validate", objects, "a.pdf", validating(sent(("a.pdf", seen))))


def packed_size(data: bytes) -> int:
    """How large the second attachment is in its zip."""
    with edoc.read(data) as package:
        return compressed(b"".join(package.attachments[1].stored_pieces()))


def compressed(archive: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.infolist()[0].compress_size


PKI = DemoPki(keys="ec")
#: A header for which two dozen namespaces hold.
CROWD = b"<edXML:MessageHeader%s>" % b"".join(b' xmlns:n%d="urn:x"' % number for number in range(24))


def signature_cases() -> Iterator[Case]:
    pdf = b"%PDF-1.7\n" + bytes(9_000)
    where = "attachment:1@mau.vn"
    yield Case("verified_bytes", "raw", len(pdf), where, verifying(sent(("a.pdf", pdf)), PKI))
    two = zipped(a=bytes(range(250)) * 20, b=bytes(range(250)) * 30)
    assert len(two) < 12_500
    yield Case("verified_bytes", "unpacked", 12_500, f"{where}/b", verifying(sent(("a.zip", two)), PKI))
    yield Case("signatures", "CMS", 2, where, verifying(sent(("a.p7m", signed_twice(b"x"))), PKI))
    signers = edoc.SigningKey.of(PKI.leader.key, PKI.leader.certificate, (PKI.sub.certificate,))
    once = edoc.sign_pdf(sample_pdf(), signers, at=DEMO_MOMENT).data
    twice = edoc.sign_pdf(once, signers, at=DEMO_MOMENT).data
    yield Case("signatures", "PDF", 2, where, verifying(sent(("a.pdf", twice)), PKI))
    three = package_with(signature(reference() * 3))
    yield Case("references", "envelope", 3, "envelope", verifying(three, PKI))
    chain = package_with(signature(reference(transforms=transform(ENVELOPED) + transform(EXCLUSIVE))))
    yield Case("transforms", "envelope", 2, "envelope", verifying(chain, PKI))
    crowd = package_with(signature()).replace(b"<edXML:MessageHeader>", CROWD, 1)
    held = held_characters(etree.fromstring(crowd))
    yield Case("namespace_characters", "envelope", held, "envelope", verifying(crowd, PKI))
    ders = [PKI.leader.der, PKI.sub.der, PKI.root.der]
    yield Case(
        "certificates", "envelope", 3, "envelope", verifying(package_with(signature(key_info=x509_data(*ders))), PKI)
    )
    yield Case("certificates", "CMS", 2, where, verifying(sent(("a.p7m", signed_twice(b"x", carried=2))), PKI))
    stamped = signed_by(PKI.leader, at=PKI.at, time_stamper=DemoTsa(PKI.tsa, PKI.at))
    stamp = re.search(rb"<xades:SignatureTimeStamp>.*</xades:SignatureTimeStamp>", stamped)
    assert stamp is not None
    options = {"intermediates": PKI.intermediates}
    yield Case(
        "time_stamps", "envelope", 2, "envelope", verifying(stamped.replace(stamp[0], stamp[0] * 2), PKI, **options)
    )
    lists = "".join(
        f"<xades:EncapsulatedCRLValue>{b64encode(crl).decode()}</xades:EncapsulatedCRLValue>" for crl in PKI.crls
    )
    end = b"</xades:UnsignedSignatureProperties>"
    values = f"<xades:RevocationValues><xades:CRLValues>{lists}</xades:CRLValues></xades:RevocationValues>".encode()
    carrying = stamped.replace(end, values + end)
    assert carrying != stamped
    yield Case("evidence_items", "envelope", len(PKI.crls), "envelope", verifying(carrying, PKI, **options))
    plain = signed_by(PKI.leader, at=PKI.at)
    yield Case("path_steps", "envelope", 2, "envelope", verifying(plain, PKI, **options))
    yield Case("paths", "path", 2, "is exceeded", two_paths)


def signed_twice(content: bytes, carried: int = 0) -> bytes:
    """A CMS signature of two, with their certificates and *carried* more."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    signers = (PKI.leader,) if carried else (PKI.leader, PKI.agency)
    for who in signers:
        builder = builder.add_signer(who.certificate, who.key, hashes.SHA256())
    for other in (PKI.sub, PKI.root)[:carried]:
        builder = builder.add_certificate(other.certificate)
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def two_paths(limits: Limits) -> Iterator[str]:
    """A signer below an authority with two certificates; nothing is known of revocation on either way."""
    body = PKI.sub.certificate
    again = issue(
        body.subject,
        PKI.sub.key,
        issuer=PKI.root,
        serial=4711,
        valid=(body.not_valid_before_utc, body.not_valid_after_utc),
        extensions=tuple((entry.value, entry.critical) for entry in body.extensions),
    )
    policy = policy_of(PKI, crls=())
    result = validate_path(PKI.leader.der, others=[PKI.sub.der, again.der], at=PKI.at, policy=policy, limits=limits)
    yield from (note.message for note in result.notes)


def time_cases() -> Iterator[Case]:
    yield Case("signature_seconds", "PDF", 7, "attachment:1@mau.vn", slow)
    yield Case("seconds", "verify", 5_001, "attachment:1@mau.vn", late)


def slow(limits: Limits) -> Iterator[str]:
    """Every piece of work takes seven seconds, as far as its caller can tell."""

    def run(seconds: float, work: Callable[[], Any]) -> Any:
        if seconds < 7:
            raise OvertimeError
        return work()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edoc.signature.guarded.run_within", run)
        yield from verifying(sent(("a.pdf", once_signed())), PKI)(limits)


def late(limits: Limits) -> Iterator[str]:
    """The clock of the verification jumps by 5 000 seconds once it has begun."""
    ticks = count()
    with pytest.MonkeyPatch.context() as patch:
        clock = SimpleNamespace(monotonic=lambda: 5_000.0 if next(ticks) else 0.0)
        patch.setattr("edoc.signature.budget.time", clock)
        yield from verifying(sent(("a.pdf", once_signed())), PKI)(limits)


@cache
def once_signed() -> bytes:
    key = edoc.SigningKey.of(PKI.leader.key, PKI.leader.certificate, (PKI.sub.certificate,))
    return edoc.sign_pdf(sample_pdf(), key, at=DEMO_MOMENT).data


def report_cases() -> Iterator[Case]:
    yield Case("findings_per_rule", "report", 3, "FMT-", reporting(in_header(b"<x/><y/><z/>")))


def reporting(source: Any) -> Says:
    def says(limits: Limits) -> Iterator[str]:
        report = report_on([edoc.validate(source, limits=limits)])
        yield edoc.report.render(report, "text")

    return says


# --- the table -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    folder = tmp_path_factory.mktemp("limits")
    return [
        *package_cases(folder),
        *attachment_cases(),
        *signature_cases(),
        *time_cases(),
        *report_cases(),
    ]


def test_no_limit_is_without_a_case(cases: list[Case]) -> None:
    assert {case.limit for case in cases} == set(LIMITS)


@pytest.mark.parametrize("limit", LIMITS)
def test_what_reaches_a_limit_passes_and_one_more_is_told_with_limit_value_and_place(
    limit: str, cases: list[Case]
) -> None:
    for case in cases:
        if case.limit != limit:
            continue
        exact: Any = {limit: case.measure}
        assert [said for said in case.says(Limits(**exact)) if f"{limit} = " in said] == [], case.layer
        below: Any = {limit: case.measure - 1}
        told = [said for said in case.says(Limits(**below)) if f"{limit} = {case.measure - 1:,}" in said]
        assert told, (case.layer, list(case.says(Limits(**below))))
        assert any(case.place in said for said in told), (case.layer, told)


# --- one limit alone -----------------------------------------------------------------------------

#: Files that a limit stops, and that limit.
BOMBS = (
    ("xml_09_deep_nesting.edxml", "depth"),
    ("xml_10_attribute_bomb.edxml", "attributes"),
    ("xml_11_namespace_bomb.edxml", "depth"),
    ("xml_11_namespace_bomb.edxml", "namespaces"),
    ("att_21_zip_bomb_ratio.edxml", "zip_ratio"),
    ("att_22_zip_bomb_nested.edxml", "nested_archives"),
    ("att_24_nested_packages.edxml", "nested_packages"),
    ("sig_23_many_c14n_transforms.edxml", "transforms"),
)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "limit"), BOMBS)
def test_whoever_raises_the_limit_that_stops_a_bomb_is_still_kept_by_the_others(
    name: str, limit: str, shared: Path
) -> None:
    """It comes to an end, in a result or in an error of edoc, and passes for nothing that it is not."""
    raised: Any = {limit: 10**9}
    source = shared / "attacks" / name
    list(validating(source)(Limits(**raised)))
    try:
        result = edoc.verify(source, policy=policy_of(PKI), limits=Limits(**raised))
    except edoc.PackageError:
        return
    assert result.indication is not edoc.Indication.TOTAL_PASSED


@pytest.mark.shared
def test_whoever_raises_the_number_of_references_is_kept_by_the_time_of_a_signature(shared: Path) -> None:
    source = shared / "attacks" / "sig_24_many_references.edxml"
    told = list(verifying(source, PKI)(Limits(references=10**9, signature_seconds=0.001)))
    assert any("the limit signature_seconds = 0.001 is exceeded" in said for said in told), told
