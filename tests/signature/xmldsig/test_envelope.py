"""The signature of a package: its place, and what it covers."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from xml_signatures import (
    C14N,
    DS,
    ENVELOPED,
    EXCLUSIVE,
    check_bytes,
    facts_of,
    filled,
    key_of_failure,
    package_with,
    reference,
    signature,
    transform,
)

from edoc.signature.check import Outcome
from edoc.signature.indication import Indication, SubIndication
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXC = transform(EXCLUSIVE)
HEADER = "/edXML/edXMLEnvelope/edXMLHeader"


def test_a_package_without_a_signature_is_not_signed() -> None:
    assert facts_of(sample_package(1).to_bytes()) is None
    assert facts_of(package_with("<Signature/>")) is None


def test_a_signature_over_the_whole_document_covers_it() -> None:
    facts = facts_of(filled(package_with(signature())))
    assert facts is not None
    assert facts.failure is None
    assert facts.signature_ok
    assert (facts.coverage.outcome, facts.coverage.whole) == (Outcome.PASSED, True)
    (part,) = facts.coverage.covered
    assert part.name == "/"
    assert part.sha256 == facts.digests[0].computed


def test_status_messages_are_signed_the_same_way() -> None:
    data = sample_status(1).to_bytes().replace(b"</edXML:edXMLHeader>", signature().encode() + b"</edXML:edXMLHeader>")
    facts = facts_of(filled(data))
    assert facts is not None
    assert facts.failure is None


def with_id(data: bytes, element: str, name: str = "p") -> bytes:
    return data.replace(f"<{element}".encode(), f'<{element} Id="{name}"'.encode(), 1)


def test_what_is_not_covered_is_named() -> None:
    data = with_id(package_with(signature(reference("#p"))), "edXML:edXMLEnvelope")
    facts = facts_of(filled(data))
    assert facts is not None
    assert facts.failure is not None
    assert facts.failure.indication == Indication.INDETERMINATE
    assert facts.failure.sub_indication == SubIndication.SIG_CONSTRAINTS_FAILURE
    assert [part.name for part in facts.coverage.covered] == ["/edXML/edXMLEnvelope"]
    assert [(part.name, part.label) for part in facts.coverage.not_covered] == [
        ("/edXML/AttachmentEncoded/Attachment[1]", "cong-van.pdf"),
        ("/edXML/AttachmentEncoded/Attachment[2]", "ghi-chu.txt"),
    ]


def test_every_part_may_be_named_by_itself_and_is_still_not_the_whole() -> None:
    data = package_with(signature(reference("#h", EXC) + reference("#a", EXC)))
    data = with_id(with_id(data, "edXML:MessageHeader", "h"), "AttachmentEncoded", "a")
    facts = facts_of(filled(data))
    assert facts is not None
    missing = [part.name for part in facts.coverage.not_covered]
    assert f"{HEADER}/MessageHeader" not in missing
    assert not any("Attachment" in name for name in missing)
    assert facts.coverage.whole is False
    assert key_of_failure(facts) == "envelope-not-covered"


def test_a_signature_over_its_own_object_covers_nothing() -> None:
    text = signature(reference("#o", EXC), objects='<ds:Object Id="o">x</ds:Object>')
    facts = facts_of(filled(package_with(text)))
    assert facts is not None
    assert facts.signature_ok
    assert key_of_failure(facts) == "envelope-nothing-covered"
    assert facts.failure is not None
    assert facts.failure.indication == Indication.TOTAL_FAILED


def test_a_package_inside_the_signature_is_wrapping() -> None:
    inner = '<ds:Object Id="o"><edXML:MessageHeader xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"/></ds:Object>'
    facts = facts_of(filled(package_with(signature(reference("#o", EXC), objects=inner))))
    assert key_of_failure(facts) == "envelope-wrapping"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (
            lambda data: data.replace(
                f'xmlns:ds="{DS}"'.encode(), b'xmlns:ds="http://www.mic.gov.vn/TBT/QCVN_102_2016"'
            ),
            "envelope-edxml-namespace",
        ),
        (lambda data: data.replace(f'xmlns:ds="{DS}"'.encode(), b'xmlns:ds="urn:x"'), "envelope-wrong-namespace"),
        (
            lambda data: data.replace(b"</edXML:edXMLHeader>", signature().encode() + b"</edXML:edXMLHeader>"),
            "envelope-several-signatures",
        ),
        (
            lambda data: data.replace(b"<AttachmentEncoded>", b"<edXMLEnvelope xmlns='urn:x'/><AttachmentEncoded>"),
            "envelope-several-envelopes",
        ),
    ],
)
def test_the_signature_is_one_and_in_its_namespace(change: Callable[[bytes], bytes], key: str) -> None:
    assert key_of_failure(facts_of(change(package_with(signature())))) == key


@pytest.mark.parametrize("place", ["</edXML>", "</edXML:edXMLEnvelope>", "</edXML:MessageHeader>"])
def test_the_signature_stands_in_the_header(place: str) -> None:
    data = sample_package(1).to_bytes().replace(place.encode(), signature().encode() + place.encode())
    facts = facts_of(data)
    assert key_of_failure(facts) == "envelope-misplaced"


def test_a_second_signature_of_another_namespace_is_one_too_many() -> None:
    facts = facts_of(package_with(signature() + "<Signature><x/></Signature>"))
    assert key_of_failure(facts) == "envelope-several-signatures"


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("2026-11-20T08:00:00+07:00", "2026-11-20T08:00:00+07:00"),
        ("2026-11-20T01:00:00Z", "2026-11-20T08:00:00+07:00"),
        ("2026-11-20T08:00:00", "2026-11-20T08:00:00+07:00"),
        ("yesterday", None),
    ],
)
@pytest.mark.parametrize("signed", [True, False])
def test_the_time_that_is_claimed_counts_when_it_is_signed(text: str, claimed: str | None, signed: bool) -> None:
    objects = (
        '<ds:Object><x:SignedProperties xmlns:x="http://uri.etsi.org/01903/v1.3.2#" Id="s">'
        f"<x:SigningTime>{text}</x:SigningTime></x:SignedProperties></ds:Object>"
    )
    references = reference() + (reference("#s", EXC) if signed else "")
    facts = facts_of(filled(package_with(signature(references, objects=objects))))
    assert facts is not None
    assert facts.failure is None
    assert facts.time.outcome == Outcome.WARNING
    wanted = dt.datetime.fromisoformat(claimed) if claimed and signed else None
    assert facts.time.claimed == wanted


def test_a_large_package_is_digested_as_a_stream() -> None:
    data = sample_package(1).to_bytes()
    run = b"QUJD" * 40_000
    start = data.index(b"ContentTransferEncoded", data.index(b"<AttachmentEncoded"))
    start = data.index(b">", start) + 1
    end = data.index(b"<", start)
    for lines in (run, b"\r\n".join(run[i : i + 76] for i in range(0, len(run), 76))):
        large = data[:start] + lines + data[end:]
        large = large.replace(
            b"</edXML:edXMLHeader>",
            signature(reference(transforms=transform(ENVELOPED) + transform(C14N))).encode() + b"</edXML:edXMLHeader>",
        )
        large = filled(large)  # by way of the whole tree
        facts = facts_of(large)  # by way of the skeleton
        assert facts is not None
        assert facts.failure is None
        assert facts.digests == check_facts(large)
        broken = large.replace(b"QUJDQUJD", b"QUJDQUJE", 1)
        assert key_of_failure(facts_of(broken)) == "digest-differs"


def check_facts(data: bytes) -> tuple[object, ...]:
    return tuple(checked.digest for checked in check_bytes(data).references)


#: What the words of the collection mean before anybody asks whom to trust: the failure's key, or None.
EXPECTED = {
    "sig_00_control_valid_c14n10.edxml": None,
    "sig_01_control_valid_excc14n.edxml": None,
    "sig_02_tampered_field.edxml": "digest-differs",
    "sig_04_tampered_signedinfo.edxml": "value-differs",
    "sig_07_edxml_namespace.edxml": "envelope-edxml-namespace",
    "sig_08_no_namespace.edxml": "envelope-wrong-namespace",
    "sig_10_sha1.edxml": None,
    "sig_11_rsa_1024.edxml": None,
    "sig_13_expired_signer.edxml": None,
    "sig_15_keyvalue_only.edxml": "no-certificate",
    "sig_16_no_keyinfo.edxml": "no-certificate",
    "sig_18_hmac_confusion.edxml": "xml-signature-method-forbidden",
    "sig_19_reference_covers_only_object.edxml": "envelope-nothing-covered",
    "sig_21_xpath_excludes_attachments.edxml": "xml-transform-forbidden",
    "sig_23_many_c14n_transforms.edxml": "refusal.limit",
    "sig_24_many_references.edxml": "refusal.limit",
    "sig_25_external_file_reference.edxml": "xml-reference-outside",
    "sig_27_retrievalmethod.edxml": "no-certificate",
    "sig_28_no_reference.edxml": "xml-no-reference",
    "sig_30_signature_at_root.edxml": "envelope-misplaced",
    "sig_31_comment_truncation.edxml": None,
    "sig_34_digestinfo_without_null.edxml": "value-differs",
    "sig_35_ecdsa_valid.edxml": None,
    "sig_37_bidi_in_subject.edxml": None,
    "sig_38_crlf_normalised.edxml": None,
    "xsw_00_control_id_reference.edxml": "envelope-not-covered",
    "xsw_01.edxml": "envelope-several-envelopes",
    "xsw_03.edxml": "envelope-several-envelopes",
    "xsw_04.edxml": "envelope-several-envelopes",
    "xsw_06.edxml": "envelope-several-envelopes",
    "xsw_08.edxml": "envelope-several-envelopes",
}


@pytest.mark.shared
@pytest.mark.parametrize("name", EXPECTED)
def test_every_attack_is_refused_for_its_own_reason(name: str, shared: Path) -> None:
    facts = facts_of((shared / "attacks" / name).read_bytes())
    assert facts is not None
    assert key_of_failure(facts) == EXPECTED[name]


@pytest.mark.shared
def test_every_file_of_the_collection_is_listed(shared: Path) -> None:
    listed = json.loads((shared / "attacks" / "expected.json").read_text("utf-8"))
    there = {name for name in listed if name.startswith(("sig_", "xsw_"))}
    assert there == {*EXPECTED, "sig_06_missing.edxml"}
    assert facts_of((shared / "attacks" / "sig_06_missing.edxml").read_bytes()) is None
