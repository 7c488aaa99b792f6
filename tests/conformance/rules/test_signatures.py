"""The form of an envelope signature: lengths, structures, names, and what a finding says of them."""

from __future__ import annotations

import base64

import pytest
from judging import inspected

from edoc.conformance import Finding, validate
from edoc.conformance.content import Inspection, Kind
from edoc.conformance.content.pdf import PdfFacts
from edoc.conformance.rules.signatures import _is_whole_der
from edoc.edxml.attachment import Attachment
from edoc.testing import sample_package, sample_pdf
from edoc.testing.defects.editing import added, changes, document, sub, text, without
from edoc.testing.defects.signatures import with_signature

SHA2 = "http://www.w3.org/2001/04/xmlenc#"
SHA1 = "http://www.w3.org/2000/09/xmldsig#"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"


def _found(data: bytes, rule: str, profile: str = "vxp") -> list[Finding]:
    result = validate(data, profile=profile)
    assert result.not_run == ()
    return [finding for finding in result.findings if finding.rule == rule]


@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize(
    ("algorithm", "length"),
    [(f"{SHA1}sha1", 20), (f"{MORE}sha224", 28), (f"{SHA2}sha256", 32), (f"{MORE}sha384", 48), (f"{SHA2}sha512", 64)],
)
def test_a_digest_is_as_long_as_its_algorithm_makes_it(algorithm: str, length: int, off: int) -> None:
    digest = base64.b64encode(bytes(length + off)).decode()
    method = sub('(<DigestMethod Algorithm=")[^"]*', rf"\g<1>{algorithm}")
    found = _found(changes(method, text("DigestValue", digest))(with_signature()), "SIG-112")
    assert [(entry.params, entry.text) for entry in found] == (
        [({"wanted": str(length), "found": str(length + off)}, digest[:40])] if off else []
    )


def test_a_reference_that_cannot_be_measured_does_not_hide_the_next() -> None:
    one = with_signature().decode()
    reference = one[one.index("<Reference") : one.index("</Reference>") + len("</Reference>")]
    short = text("DigestValue", "AAAA")(reference.encode()).decode()
    data = one.replace(reference, without("DigestValue")(reference.encode()).decode() + short)
    assert len(_found(data.encode(), "SIG-112")) == 1


@pytest.mark.parametrize("part", ["<DigestMethod[^>]*>", "<DigestValue>.*?</DigestValue>"])
def test_half_a_digest_is_not_measured(part: str) -> None:
    assert _found(sub(part, "")(with_signature()), "SIG-112") == []


@pytest.mark.parametrize(
    ("namespace", "said"),
    [
        ("http://www.mic.gov.vn/TBT/QCVN_102_2016", "edXML"),
        ("http://www.w3.org/2000/09/xmldsi", "http://www.w3.org/2000/09/xmldsi"),
        ("urn:x", "urn:x"),
        ("", "-"),
    ],
)
def test_the_namespace_of_a_signature_is_named(namespace: str, said: str) -> None:
    data = sub('(?<=<Signature xmlns=")[^"]*', namespace)(with_signature())
    assert [finding.params for finding in _found(data, "SIG-101")] == [{"found": said}]


def test_a_signature_with_a_single_part_is_one() -> None:
    bare = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>'
    data = added("edXMLHeader", bare)(document())
    assert len(_found(data, "SIG-106")) == len(_found(data, "SIG-109")) == len(_found(data, "SIG-111")) == 1


@pytest.mark.parametrize(("uri", "said"), [("urn:x", "urn:x"), ("", "-")])
def test_an_algorithm_that_nobody_knows_is_named(uri: str, said: str) -> None:
    data = sub('(<SignatureMethod Algorithm=")[^"]*', rf"\g<1>{uri}")(with_signature())
    assert [finding.params for finding in _found(data, "SIG-104")] == [{"uri": said}]


@pytest.mark.parametrize(("ids", "fires"), [(0, True), (1, False), (2, True)])
def test_a_reference_by_id_finds_exactly_one_element(ids: int, fires: bool) -> None:
    marked = sub("<edXML:(Subject|Code)>", r'<edXML:\1 Id="mot">', count=ids) if ids else changes()
    data = changes(sub('URI=""', 'URI="#mot"'), marked)(with_signature())
    assert [finding.params for finding in _found(data, "SIG-108")] == [{"id": "mot", "count": str(ids)}] * fires


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        ("30 81 00", False),  # too short to be anything
        ("30 81 01 00", True),
        ("2f 81 01 00", False),
        ("31 81 01 00", False),  # a SET
        ("30 01 01 00", False),  # the short form: no certificate is so small
        ("30 82 00 01 00", True),
        ("30 83 00 00 01 00", True),
        ("30 84 00 00 00 01 00", True),
        ("30 85 00 00 00 00 01 00", False),
        ("30 81 05 00", False),  # cut
        ("30 81 01 00 00", False),  # something behind it
    ],
)
def test_a_certificate_is_one_whole_structure_of_der(data: str, whole: bool) -> None:
    assert _is_whole_der(base64.b64encode(bytes.fromhex(data)).decode()) == whole


def test_what_is_no_base64_is_no_structure() -> None:
    assert not _is_whole_der("!")


@pytest.mark.parametrize(("rule", "name"), [("SIG-110", "X509Certificate"), ("SIG-111", "SignatureValue")])
def test_what_is_not_base64_throughout_is_told(rule: str, name: str) -> None:
    assert _found(with_signature(), rule) == []
    assert len(_found(sub(f"(?<=<{name}>)", "!")(with_signature()), rule)) == 1


@pytest.mark.parametrize(("rule", "name"), [("SIG-110", "X509Certificate"), ("SIG-111", "SignatureValue")])
def test_a_long_text_is_shown_by_its_first_forty_characters(rule: str, name: str) -> None:
    (found,) = _found(text(name, "!" * 99)(with_signature()), rule)
    assert found.text == "!" * 40


def test_a_document_without_signed_files_is_told_at_the_first_that_could_be() -> None:
    files = [Attachment.of(sample_pdf(), name=name) for name in ("cong-van.pdf", "phu-luc.pdf")]
    both = sample_package(1, attachments=files).to_bytes()
    (found,) = _found(both, "SIG-120", "decree-30-2020")
    assert (found.params, (found.location.path or "")[-3:]) == ({"attachment": "cong-van.pdf"}, "[1]")


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (PdfFacts(damaged="cut"), "b.pdf"),
        (PdfFacts(locked=True), "b.pdf"),
        (PdfFacts(damaged="cut", locked=True), "b.pdf"),
        (PdfFacts(), "a.pdf"),
        (PdfFacts(signatures=1), None),
    ],
)
def test_a_pdf_that_nobody_can_open_is_not_said_to_be_unsigned(first: PdfFacts, told: str | None) -> None:
    files = {"a.pdf": Inspection(Kind.PDF, pdf=first), "b.pdf": Inspection(Kind.PDF, pdf=PdfFacts())}
    assert [hit.text for hit in inspected("SIG-120", files)] == ([told] if told else [])


def test_a_document_without_the_parts_of_a_signature_has_none() -> None:
    assert _found(without("edXMLHeader")(document()), "SIG-109") == []
